package demo

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // SDKs name token files by SHA-1
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"text/template"
	"time"

	"credence/internal/fakeaws"
)

//go:embed sample/*.tmpl
var samples embed.FS

// sampleData is what the templates know.
type sampleData struct {
	// Bin and Tokens are folders; Scripts is false where /bin/sh is missing.
	Bin, Tokens   string
	Scripts       bool
	Base, Rotated fakeaws.AccessKey
	Sandbox, Old  fakeaws.Credentials
}

// fill writes the home folder.
func (d *Demo) fill() error {
	for _, dir := range []string{"tmp", "home/.aws/sso/cache", "home/.aws/login/cache", "home/bin", "home/tokens"} {
		if err := os.MkdirAll(filepath.Join(d.root, filepath.FromSlash(dir)), 0o700); err != nil {
			return fmt.Errorf("make the demo's folder: %w", err)
		}
	}
	data := sampleData{
		Bin: filepath.Join(d.Home(), "bin"), Tokens: filepath.Join(d.Home(), "tokens"),
		Scripts: runtime.GOOS != "windows", Base: baseKey, Rotated: rotatedKey,
	}
	var err error
	if data.Sandbox, err = d.server.IssueRole(role(devAccount, "Developer"), "jane", time.Hour); err != nil {
		return err
	}
	if data.Old, err = d.server.IssueRole(role(devAccount, "Developer"), "jane", -26*time.Hour); err != nil {
		return err
	}
	for _, step := range []func(sampleData) error{d.sharedFiles, d.helper, d.webTokens, d.ssoTokens, d.logins} {
		if err := step(data); err != nil {
			return err
		}
	}
	return nil
}

func (d *Demo) sharedFiles(data sampleData) error {
	if err := d.render("config.tmpl", ".aws/config", 0o600, data); err != nil {
		return err
	}
	return d.render("credentials.tmpl", ".aws/credentials", 0o600, data)
}

// helper writes the credential_process program and what it prints.
func (d *Demo) helper(data sampleData) error {
	if !data.Scripts {
		return nil
	}
	made, err := d.server.IssueRole(role(devAccount, "Builder"), "ci", time.Hour)
	if err != nil {
		return err
	}
	if err := d.writeJSON("bin/ci.json", map[string]any{
		"Version": 1, "AccessKeyId": made.AccessKeyID, "SecretAccessKey": made.SecretAccessKey,
		"SessionToken": made.SessionToken, "Expiration": made.Expiration.Format(time.RFC3339),
	}); err != nil {
		return err
	}
	return d.render("vault.tmpl", "bin/vault", 0o700, data)
}

func (d *Demo) webTokens(sampleData) error {
	for name, life := range map[string]time.Duration{"pod": time.Hour, "pod-expired": -time.Hour} {
		token, err := d.server.WebToken(fakeaws.WebClaims{Issuer: issuerName, Subject: podSubject, Audience: audience, Life: life, ES256: true})
		if err != nil {
			return fmt.Errorf("web identity token: %w", err)
		}
		if err := d.write("tokens/"+name+".jwt", []byte(token), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ssoTokens writes the sign-ins; the key of a file is the session's name, or
// the start URL for the older style.
func (d *Demo) ssoTokens(sampleData) error {
	for _, t := range []struct {
		key, startURL string
		how           fakeaws.SSOSignIn
		ended         bool
	}{
		{"corp", corpURL, fakeaws.SSOSignIn{Life: 8 * time.Hour}, false},
		{"corp-due", corpURL, fakeaws.SSOSignIn{Life: -time.Minute}, false},
		{"partner", partnerURL, fakeaws.SSOSignIn{Life: -50 * time.Hour, RegistrationLife: -2 * time.Hour}, true},
		{"signed-out", corpURL, fakeaws.SSOSignIn{Life: 8 * time.Hour}, true},
		{legacyURL, legacyURL, fakeaws.SSOSignIn{Life: 8 * time.Hour, Legacy: true}, false},
	} {
		token, err := d.server.SignIn(t.startURL, t.how)
		if err != nil {
			return err
		}
		if t.ended {
			d.server.SignOut(token.AccessToken)
		}
		file := map[string]string{
			"startUrl": token.StartURL, "region": token.Region, "accessToken": token.AccessToken,
			"expiresAt": stamp(token.ExpiresAt), "clientId": token.ClientID, "clientSecret": token.ClientSecret,
			"registrationExpiresAt": stamp(token.RegistrationExpiresAt),
		}
		if token.RefreshToken != "" {
			file["refreshToken"] = token.RefreshToken
		}
		sum := sha1.Sum([]byte(t.key))
		if err := d.writeJSON(".aws/sso/cache/"+hex.EncodeToString(sum[:])+".json", file); err != nil {
			return err
		}
	}
	return nil
}

// logins writes the caches of `aws login`.
func (d *Demo) logins(sampleData) error {
	for arn, how := range map[string]fakeaws.LoginOptions{
		"arn:aws:iam::" + devAccount + ":user/jane":               {},
		"arn:aws:sts::" + devAccount + ":assumed-role/Admin/jane": {Life: -time.Minute},
		"arn:aws:iam::" + prodAccount + ":user/jane":              {Life: -13 * time.Hour, Refusal: "TOKEN_EXPIRED"},
	} {
		l, err := d.server.NewLogin(arn, how)
		if err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(arn))
		if err := d.writeJSON(".aws/login/cache/"+hex.EncodeToString(sum[:])+".json", map[string]any{
			"accessToken": map[string]string{
				"accessKeyId": l.Credentials.AccessKeyID, "secretAccessKey": l.Credentials.SecretAccessKey,
				"sessionToken": l.Credentials.SessionToken, "accountId": l.AccountID, "expiresAt": stamp(l.Credentials.Expiration),
			},
			"tokenType": "aws_sigv4", "clientId": l.ClientID, "refreshToken": l.RefreshToken, "dpopKey": l.DPoPKey,
		}); err != nil {
			return err
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (d *Demo) render(sample, name string, mode os.FileMode, data sampleData) error {
	t, err := template.ParseFS(samples, "sample/"+sample)
	if err != nil {
		return fmt.Errorf("sample %s: %w", sample, err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Errorf("sample %s: %w", sample, err)
	}
	return d.write(name, b.Bytes(), mode)
}

func (d *Demo) writeJSON(name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return d.write(name, append(text, '\n'), 0o600)
}

func (d *Demo) write(name string, text []byte, mode os.FileMode) error {
	if err := os.WriteFile(filepath.Join(d.Home(), filepath.FromSlash(name)), text, mode); err != nil {
		return fmt.Errorf("write a sample: %w", err)
	}
	return nil
}
