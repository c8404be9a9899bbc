package fakeaws_test

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the SDKs name cache files by SHA-1
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// The lane tests let clients that nobody here wrote use the fake: they are its
// proof of fidelity (package lane says what happens where a tool is missing).

// laneSeed is the seed of the n-th MFA device of a lane world: each call has a
// device of its own, because a code works once.
func laneSeed(n int) string {
	return base32.StdEncoding.EncodeToString(fmt.Appendf(nil, "lane device %08d", n))
}

const hopRole = "arn:aws:iam::444455556666:role/Hop"

func laneSerial(n int) string { return fmt.Sprintf("arn:aws:iam::%s:mfa/device%d", account, n) }

// bench is a server with a home folder for the client under test.
type bench struct {
	*fakeaws.Server
	home string
	env  map[string]string
}

func newBench(t *testing.T, change ...func(*fakeaws.Config)) *bench {
	t.Helper()
	l := &bench{home: t.TempDir()}
	l.Server = start(t, append([]func(*fakeaws.Config){func(c *fakeaws.Config) {
		for n := range 8 {
			c.World.Users[0].MFA = append(c.World.Users[0].MFA, fakeaws.MFADevice{Serial: laneSerial(n), Secret: laneSeed(n)})
		}
		c.World.Containers = append(c.World.Containers, fakeaws.Container{Path: "/task", RoleARN: taskRole, Token: "Basic abc"})
		c.World.SSO[0].ApproveAfter = 1
		c.World.Roles = append(c.World.Roles, fakeaws.Role{ARN: hopRole, Trusted: []string{c.World.SSO[0].SSORoleARN(account, "Admin")}})
	}}, change...)...)
	l.env = map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": l.home, "USERPROFILE": l.home, "LANG": "C.UTF-8",
		"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_PAGER": "",
	}
	for k, v := range l.Env() {
		l.env[k] = v
	}
	// CLI v1 would fetch the start URL that it is given as a parameter.
	l.write(t, ".aws/config", "[default]\ncli_follow_urlparam = false\n")
	return l
}

// keys are the variables of jane's long-term key.
func keys(secret string) map[string]string {
	return map[string]string{"AWS_ACCESS_KEY_ID": keyID, "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true"}
}

// run starts a program in the lane's environment and returns its output.
func (l *bench) run(t *testing.T, extra map[string]string, name string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = l.home
	cmd.Env = environ(l.env, extra)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err = cmd.Run()
	return out.String(), problems.String(), err
}

func environ(maps ...map[string]string) []string {
	all := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			all[k] = v
		}
	}
	var list []string
	for k, v := range all {
		list = append(list, k+"="+v)
	}
	return list
}

// runJSON runs a program that has to succeed and print JSON.
func (l *bench) runJSON(t *testing.T, into any, extra map[string]string, name string, args ...string) {
	t.Helper()
	stdout, stderr, err := l.run(t, extra, name, args...)
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, stderr)
	}
	if err := json.Unmarshal([]byte(stdout), into); err != nil {
		t.Fatalf("%s %v printed %q: %v", name, args, stdout, err)
	}
}

// write puts a file into the lane's home.
func (l *bench) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(l.home, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func (l *bench) writeJSON(t *testing.T, name string, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	must(t, err)
	l.write(t, name, string(text))
}

// webTokenFile holds a token that the Pod role accepts.
func (l *bench) webTokenFile(t *testing.T) string {
	t.Helper()
	token, err := l.WebToken(fakeaws.WebClaims{Issuer: "cluster", Subject: "system:serviceaccount:default:app", Audience: "sts.amazonaws.com"})
	must(t, err)
	return l.write(t, "web-token", token)
}

// ssoCache writes the token file of session "corp", due for a refresh.
func (l *bench) ssoCache(t *testing.T) {
	t.Helper()
	token, err := l.SignIn(startURL, fakeaws.SSOSignIn{Life: time.Second})
	must(t, err)
	sum := sha1.Sum([]byte("corp"))
	l.writeJSON(t, ".aws/sso/cache/"+hex.EncodeToString(sum[:])+".json", map[string]string{
		"startUrl": startURL, "region": "eu-west-1", "accessToken": token.AccessToken, "refreshToken": token.RefreshToken,
		"clientId": token.ClientID, "clientSecret": token.ClientSecret,
		"expiresAt": token.ExpiresAt.UTC().Format(time.RFC3339), "registrationExpiresAt": token.RegistrationExpiresAt.UTC().Format(time.RFC3339),
	})
}

// loginCache writes the cache file of an `aws login` that is due for a refresh.
func (l *bench) loginCache(t *testing.T) {
	t.Helper()
	login, err := l.NewLogin(janeARN, fakeaws.LoginOptions{Life: -time.Minute})
	must(t, err)
	sum := sha256.Sum256([]byte(janeARN))
	l.writeJSON(t, ".aws/login/cache/"+hex.EncodeToString(sum[:])+".json", map[string]any{
		"accessToken": map[string]string{
			"accessKeyId": login.Credentials.AccessKeyID, "secretAccessKey": login.Credentials.SecretAccessKey,
			"sessionToken": login.Credentials.SessionToken, "accountId": login.AccountID,
			"expiresAt": login.Credentials.Expiration.Format(time.RFC3339),
		},
		"tokenType": "aws_sigv4", "clientId": login.ClientID, "refreshToken": login.RefreshToken, "dpopKey": login.DPoPKey,
	})
}

// laneConfig is the shared config file that the SDK lanes read.
func laneConfig(tokenFile string) string {
	return `
[profile base]
aws_access_key_id = ` + keyID + `
aws_secret_access_key = ` + secret + `
[profile admin]
role_arn = ` + mfaRole + `
source_profile = base
mfa_serial = ` + laneSerial(2) + `
role_session_name = lane
[profile vendor]
role_arn = ` + extRole + `
source_profile = base
external_id = blue-42
[profile pod]
role_arn = ` + webRole + `
web_identity_token_file = ` + tokenFile + `
[profile sso]
sso_session = corp
sso_account_id = ` + account + `
sso_role_name = Admin
[profile hop]
role_arn = ` + hopRole + `
source_profile = sso
[sso-session corp]
sso_start_url = ` + startURL + `
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile login]
login_session = ` + janeARN + `
region = eu-west-1
`
}
