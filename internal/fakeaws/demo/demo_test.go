package demo_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws/demo"
)

func open(t *testing.T, o demo.Options) *demo.Demo {
	t.Helper()
	o.TempDir = t.TempDir()
	d, err := demo.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	configSection = regexp.MustCompile(`(?m)^\[(?:profile )?([^\]]+)\]$`)
	setting       = func(section, key string) *regexp.Regexp {
		return regexp.MustCompile(`(?ms)^\[` + section + `\]$[^\[]*?^` + key + ` = ([^\n]*)$`)
	}
)

func TestProfilesAndComments(t *testing.T) {
	t.Parallel()
	d := open(t, demo.Options{})
	names := map[string]bool{}
	for _, file := range []string{"config", "credentials"} {
		text := read(t, filepath.Join(d.Home(), ".aws", file))
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if strings.HasPrefix(line, "[") && !strings.HasPrefix(lines[i-1], "# ") {
				t.Errorf("%s:%d: %s has no comment that says what it shows", file, i+1, line)
			}
		}
		for _, m := range configSection.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], "sso-session ") {
				names[m[1]] = true
			}
		}
		if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
			t.Errorf("%s is not filled in", file)
		}
	}
	if len(names) < 28 {
		t.Fatalf("%d profiles", len(names))
	}
	for _, name := range []string{"default", "dev", "dev-admin", "prod-admin", "prod-read", "staging-deep", "pod", "laptop", "legacy-sso", "東京", `"data science"`, "no-prefix"} {
		if !names[name] {
			t.Errorf("no profile %s", name)
		}
	}
}

func TestFolderIsPrivateAndGoes(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	d, err := demo.New(t.Context(), demo.Options{TempDir: parent})
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Dir(d.Home())
	if info, err := os.Stat(root); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", info, err)
	}
	err = filepath.WalkDir(d.Home(), func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := e.Info(); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v %v", path, info.Mode(), err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
		t.Fatalf("left behind: %v %v", left, err)
	}
	res, err := http.Get(d.Server().URL()) //nolint:noctx // nothing listens
	if err == nil {
		_ = res.Body.Close()
		t.Fatal("the server still listens")
	}
}

func TestEnviron(t *testing.T) {
	t.Parallel()
	d := open(t, demo.Options{Parent: []string{
		"PATH=/bin", "TERM=xterm", "LC_ALL=C", "NO_COLOR=1", "HOME=/root", "AWS_PROFILE=mine", "AWS_ACCESS_KEY_ID=AKIAREAL",
		"XDG_CACHE_HOME=/root/.cache", "HTTPS_PROXY=http://proxy", "AWS_CONFIG_FILE=/root/.aws/config", "TMPDIR=/elsewhere", "SECRET=1",
	}})
	env := d.Environ()
	root := filepath.Dir(d.Home())
	for _, want := range []string{"PATH=/bin", "TERM=xterm", "LC_ALL=C", "NO_COLOR=1", "HOME=" + d.Home(), "AWS_ENDPOINT_URL_STS=" + d.Server().URL()} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case slices.Contains([]string{"PATH", "TERM", "LC_ALL", "NO_COLOR"}, name):
		case strings.HasPrefix(name, "AWS_") && strings.HasPrefix(value, "http://127.0.0.1:"):
		case strings.HasPrefix(value, root+string(filepath.Separator)):
		default:
			t.Errorf("%s leads out of the demo", entry)
		}
	}
}

// fixedSigner signs at the demo's clock.
type fixedSigner struct {
	*v4.Signer
	now time.Time
}

func (f fixedSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, o ...func(*v4.SignerOptions)) error {
	return f.Signer.SignHTTP(ctx, c, r, hash, service, region, f.now, o...)
}

// TestWorldAnswers takes the keys and roles from the files and uses them. The
// clock stands at an instant of RFC 6238 appendix B, whose code is known.
func TestWorldAnswers(t *testing.T) {
	t.Parallel()
	now := time.Unix(1234567890, 0)
	const code = "005924"
	d := open(t, demo.Options{Clock: func() time.Time { return now }})
	if shown, left := d.Phone(demo.Serial); shown != code || left != 30*time.Second {
		t.Fatalf("the phone shows %s for %v", shown, left)
	}
	if shown, _ := d.Phone("nobody's"); shown != "" {
		t.Fatalf("the phone shows %s", shown)
	}
	config, credentials := read(t, filepath.Join(d.Home(), ".aws/config")), read(t, filepath.Join(d.Home(), ".aws/credentials"))
	value := func(text, section, key string) string {
		t.Helper()
		m := setting(regexp.QuoteMeta(section), key).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("[%s] has no %s", section, key)
		}
		return m[1]
	}
	client := func(id, secret, token string) *sts.Client {
		return sts.New(sts.Options{
			Region: "eu-west-1", BaseEndpoint: new(d.Server().URL()), Retryer: aws.NopRetryer{}, HTTPSignerV4: fixedSigner{v4.NewSigner(), now},
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}, nil
			}),
		})
	}
	base := client(value(credentials, "base", "aws_access_key_id"), value(credentials, "base", "aws_secret_access_key"), "")
	hop := base
	for _, profile := range []string{"hub", "staging", "staging-deep"} {
		arn := value(config, "profile "+profile, "role_arn")
		out, err := hop.AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: &arn, RoleSessionName: new("demo")})
		if err != nil {
			t.Fatalf("%s: %v", profile, err)
		}
		hop = client(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken)
	}
	arn, serial := value(config, "profile dev-admin", "role_arn"), value(config, "profile dev-admin", "mfa_serial")
	if _, err := base.AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: &arn, RoleSessionName: new("demo"), SerialNumber: &serial, TokenCode: new(code)}); err != nil {
		t.Fatal(err)
	}
	arn = value(config, "profile break-glass", "role_arn")
	if _, err := base.AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: &arn, RoleSessionName: new("demo")}); err == nil {
		t.Fatal("break-glass lets one in")
	}
	for section, want := range map[string]string{"sandbox": "", "old-session": "ExpiredToken"} {
		c := client(value(credentials, section, "aws_access_key_id"), value(credentials, section, "aws_secret_access_key"), value(credentials, section, "aws_session_token"))
		_, err := c.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", section, err)
		}
	}
}
