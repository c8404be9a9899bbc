package chain

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
)

func (d *desk) cli() string { return filepath.Join(d.home, ".aws", "cli", "cache") }

// cliWrote is a file as the AWS CLI writes it.
func (d *desk) cliWrote(name, roleArn, session string, life time.Duration) fakeaws.Credentials {
	d.t.Helper()
	c, err := d.aws.IssueRole(roleArn, session, life)
	if err != nil {
		d.t.Fatal(err)
	}
	text, _ := json.Marshal(map[string]any{
		"Credentials": map[string]any{
			"AccessKeyId": c.AccessKeyID, "SecretAccessKey": c.SecretAccessKey, "SessionToken": c.SessionToken, "Expiration": c.Expiration.Format(time.RFC3339),
		},
		"AssumedRoleUser": map[string]any{"AssumedRoleId": "AROA:s", "Arn": c.ARN}, "ResponseMetadata": map[string]any{},
	})
	if err := os.MkdirAll(d.cli(), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.cli(), name), text, 0o600); err != nil {
		d.t.Fatal(err)
	}
	return c
}

func cliName(t *testing.T, r cache.AWSRole) string {
	t.Helper()
	name, err := r.Name()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// age makes the config file older than what is written next.
func (d *desk) age() {
	d.t.Helper()
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(d.home, ".aws", "config"), old, old); err != nil {
		d.t.Fatal(err)
	}
}

var adminRole = cache.AWSRole{RoleARN: iam + "Admin", MFASerial: janeSerial}

func TestTheAWSCLIsSessionIsUsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	d.age()
	theirs := d.cliWrote(cliName(t, adminRole), iam+"Admin", "botocore-session-1", time.Hour)
	res, codes := d.found("admin")
	d.expect(codes, CodeCacheHit)
	d.expectCalls("")
	if res.Keys.AccessKeyID != theirs.AccessKeyID || res.Keys.AccountID != "111122223333" {
		t.Errorf("%v, want %s", res.Keys, theirs.AccessKeyID)
	}
	if files, _ := os.ReadDir(d.sessions()); len(files) != 0 {
		t.Errorf("copied: %v", files)
	}
	explained, _ := d.found("admin", func(o *Options) { o.Mode = ModeExplain })
	if explained.Keys.AccessKeyID != theirs.AccessKeyID {
		t.Error("explain mode does not see it")
	}
	other, _ := d.resolve("admin", noShare)
	if other.Keys.AccessKeyID == theirs.AccessKeyID {
		t.Error("used against --no-share")
	}
}

// TestTheAWSCLIsSessionIsNotUsed where it may be somebody else's or would not do.
func TestTheAWSCLIsSessionIsNotUsed(t *testing.T) {
	t.Parallel()
	dev := cache.AWSRole{RoleARN: iam + "Dev"}
	for name, c := range map[string]struct {
		settings, more, arn string
		life                time.Duration
		role                cache.AWSRole
		young               bool
		change              func(*Options)
		code                Code
	}{
		"the files are younger":      {settings: fromBase, life: time.Hour, young: true, code: CodeCacheUnverified},
		"another source shares it":   {settings: fromBase, more: "[profile twin]\nrole_arn = " + iam + "Dev\nsource_profile = other\n[profile other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n", life: time.Hour, code: CodeCacheUnverified},
		"the ARN is another role's":  {settings: fromBase, arn: iam + "Top", life: time.Hour, code: CodeCacheUnverified},
		"another account's":          {settings: fromBase, arn: "arn:aws:iam::444455556666:role/Dev", life: time.Hour},
		"15 minutes are left":        {settings: fromBase, life: 15 * time.Minute},
		"it has ended":               {settings: fromBase, life: -time.Minute, code: CodeCacheExpired},
		"the environment decides":    {settings: "credential_source = Environment", life: time.Hour},
		"a session name was set":     {settings: fromBase + "\nrole_session_name = mine", role: cache.AWSRole{SessionName: "mine"}, life: time.Hour},
		"the files are the caller's": {settings: fromBase, life: time.Hour, change: func(o *Options) { o.Filepath = new("/dev/null") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, role("Dev", c.settings)+c.more)
			d.env["AWS_ACCESS_KEY_ID"], d.env["AWS_SECRET_ACCESS_KEY"] = janeID, janeSecret
			if !c.young {
				d.age()
			}
			c.role.RoleARN = dev.RoleARN
			if c.arn == "" {
				c.arn = dev.RoleARN
			}
			theirs := d.cliWrote(cliName(t, c.role), c.arn, "botocore-session-1", c.life)
			if c.young {
				next := time.Now().Add(time.Minute)
				if err := os.Chtimes(filepath.Join(d.home, ".aws", "config"), next, next); err != nil {
					t.Fatal(err)
				}
			}
			if c.change == nil {
				c.change = func(*Options) {}
			}
			res, codes := d.found("dev", c.change)
			if res.Keys.AccessKeyID == theirs.AccessKeyID {
				t.Error("used")
			}
			if c.code != "" {
				d.expect(codes, c.code)
			}
		})
	}
}

// TestOurOwnCopyIsNoWayRoundTheKey: what the AWS CLI's name leaves out, such as the
// region, still makes another session.
func TestOurOwnCopyIsNoWayRoundTheKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase))
	d.age()
	d.env["AWS_REGION"] = "eu-west-1"
	d.found("dev")
	d.calls()
	d.env["AWS_REGION"] = "us-west-2"
	_, codes := d.found("dev")
	d.expect(codes, CodeCacheMiss, CodeCacheUnverified, CodeCacheStored)
	d.expectCalls("AssumeRole")
}

// TestPublication: what is written for the AWS CLI, and what of its own is left alone.
func TestPublication(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode))
	res, codes := d.found("admin")
	d.expect(codes, CodeCachePublished)
	path := filepath.Join(d.cli(), cliName(t, adminRole))
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Credentials     map[string]string
		AssumedRoleUser map[string]string
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Credentials["AccessKeyId"] != res.Keys.AccessKeyID || got.Credentials["AccountId"] != "111122223333" ||
		got.Credentials["Expiration"] != res.Keys.Expiration.UTC().Format(time.RFC3339) || !strings.HasPrefix(got.AssumedRoleUser["Arn"], "arn:aws:sts::111122223333:assumed-role/Admin/") {
		t.Errorf("published %v for %s", got.AssumedRoleUser, res.Keys.AccessKeyID)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}

	longer := d.cliWrote(cliName(t, adminRole), iam+"Admin", "s", 3*time.Hour)
	_, codes = d.found("admin", func(o *Options) { o.Fresh = true })
	d.expect(codes, CodeCacheNotPublished)
	if text, _ := os.ReadFile(path); !strings.Contains(string(text), longer.AccessKeyID) {
		t.Error("an entry that lives longer was overwritten")
	}

	for name, settings := range map[string]string{
		"web identity beside": withCode + "\nweb_identity_token_file = /t", "odd duration": withCode + "\nduration_seconds = 3600s",
	} {
		d := newDesk(t, role("Admin", settings))
		d.found("admin")
		if files, _ := os.ReadDir(d.cli()); len(files) != 0 {
			t.Errorf("%s: published", name)
		}
	}
	quiet := newDesk(t, role("Admin", withCode))
	quiet.found("admin", noShare)
	if _, err := os.Stat(quiet.cli()); !os.IsNotExist(err) {
		t.Error("published against --no-share")
	}
}

// TestTheAWSCLITakesWhatWasPublished asks every aws on this machine who it is, and
// gives it nobody to ask for a code.
func TestTheAWSCLITakesWhatWasPublished(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode+"\nregion = eu-west-1"))
	d.found("admin")
	for _, program := range awsPrograms(t) {
		out, err := d.whoIs(t, program, "admin").CombinedOutput()
		if err != nil || !strings.Contains(string(out), "assumed-role/Admin/") {
			t.Errorf("%s: %v\n%s", program, err, out)
		}
	}
}

// awsPrograms are the AWS CLIs of this machine.
func awsPrograms(t *testing.T) []string {
	t.Helper()
	var programs []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if p, err := exec.LookPath(filepath.Join(dir, "aws")); err == nil && !slices.Contains(programs, p) {
			programs = append(programs, p)
		}
	}
	if len(programs) == 0 {
		if os.Getenv("CREDENCE_LANES") == "require" {
			t.Fatal("no aws in PATH")
		}
		t.Skip("not run: no aws in PATH")
	}
	if os.Getenv("CREDENCE_HEAVY") == "" {
		return programs[:1] // one will do
	}
	return programs
}

// whoIs asks an AWS CLI who a profile is. It has nobody to ask for a code.
func (d *desk) whoIs(t *testing.T, program, profile string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, program, "sts", "get-caller-identity", "--profile", profile, "--endpoint-url", d.aws.URL(), "--output", "json")
	cmd.Env = []string{
		"HOME=" + d.home, "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1",
		"AWS_ENDPOINT_URL=" + d.aws.URL(), "HTTPS_PROXY=http://127.0.0.1:1", "NO_PROXY=127.0.0.1",
	}
	if home, err := os.UserHomeDir(); err == nil { // a program managed by pyenv asks for it
		cmd.Env = append(cmd.Env, "PYENV_ROOT="+filepath.Join(home, ".pyenv"))
	}
	return cmd
}

func TestSessionsOfProfiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Admin", withCode)+role("Dev", fromBase)+role("Top", fromBase)+
		"[profile lost]\nrole_arn = "+iam+"Lost\nsource_profile = nowhere\n"+"[profile me]\naws_access_key_id = "+janeID+"\naws_secret_access_key = s\nmfa_serial = "+janeSerial+"\n")
	d.age()
	d.found("admin")
	d.cliWrote(cliName(t, cache.AWSRole{RoleARN: iam + "Dev"}), iam+"Dev", "s", time.Hour)
	s, err := NewSessions(d.options("admin"))
	if err != nil {
		t.Fatal(err)
	}
	for profile, want := range map[string]cache.Tool{"admin": cache.ToolCredence, "me": cache.ToolCredence, "dev": cache.ToolAWSCLI, "top": "", "base": "", "absent": ""} {
		got, ok := s.Of(t.Context(), profile)
		if ok != (want != "") || got.Tool != want {
			t.Errorf("%s: %+v %v", profile, got, ok)
		}
		if all, passing := s.All(t.Context()), s.AllPassing(t.Context()); all[profile] != got || passing[profile] != got {
			t.Errorf("%s: %+v of all, %+v of it", profile, all[profile], got)
		}
	}
	d.pass(56 * time.Minute)
	if got, _ := s.Of(t.Context(), "admin"); got.State != cache.Expiring {
		t.Errorf("state %s", got.State)
	}
	if got := s.All(t.Context())["admin"]; got.State != cache.Expiring {
		t.Errorf("state %s", got.State)
	}
	d.pass(10 * time.Minute)
	if got, ok := s.Of(t.Context(), "admin"); !ok || got.State != cache.Expired {
		t.Errorf("%+v %v after its end", got, ok)
	}
	users := s.CacheFiles()
	if got := users[cliName(t, cache.AWSRole{RoleARN: iam + "Lost"})]; got != nil {
		t.Errorf("%q would use a session of the AWS CLI's", got) // its source does not exist
	}
	items, err := d.store.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range append(items, cache.Others(t.Context(), filepath.Join(d.home, ".aws"), d.clock, items)...) {
		if len(users[it.Name]) == 0 {
			t.Errorf("%s of %s is nobody's", it.Path, it.Tool)
		}
	}
}

// TestWhatTheAWSCLIWroteIsRead: the AWS CLI assumes the role, and we need not.
func TestWhatTheAWSCLIWroteIsRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, role("Dev", fromBase+"\nregion = eu-west-1"))
	d.age()
	reached := false
	for _, program := range awsPrograms(t) {
		out, err := d.whoIs(t, program, "dev").CombinedOutput()
		t.Logf("%s: %v\n%s", program, err, out)
		reached = reached || err == nil
	}
	if !reached {
		t.Skip("not run: no aws here knows the endpoint variables (before 1.29 and 2.13), so that none reaches the AWS of the test")
	}
	files, err := os.ReadDir(d.cli())
	if err != nil || len(files) != 1 {
		t.Fatalf("no aws wrote its cache: %v %v", files, err)
	}
	d.calls()
	_, codes := d.found("dev")
	d.expect(codes, CodeCacheHit)
	d.expectCalls("")
}
