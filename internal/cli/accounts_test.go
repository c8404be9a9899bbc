package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"credence/chain"
	"credence/internal/cells"
	"credence/internal/fakeaws"
	"credence/internal/portal"
	"credence/mfa"
)

const (
	corpStart   = "https://corp.awsapps.com/start"
	corpSession = "# the company's\n[sso-session corp]\nsso_start_url = " + corpStart + "\nsso_region = eu-west-1\n"
)

// hostileAccounts have names that want to be something else.
var hostileAccounts = []fakeaws.SSOAccount{
	{ID: "111122223333", Name: "dev", Email: "dev@example.com", Roles: []string{"Read", "Admin"}},
	{ID: "222233334444", Name: "\x1b]0;pwned\a\x1b[31mred", Email: "x", Roles: []string{"Admin"}},
	{ID: "333344445555", Name: "a]\n[default]\naws_access_key_id = X", Email: "x", Roles: []string{"Admin"}},
	{ID: "444455556666", Name: `"quoted" 'name' $(touch x) # ;`, Email: "x", Roles: []string{"Admin", "a\nb", "r\u202eole"}},
	{ID: "12", Name: "short", Roles: []string{"Admin"}},
	{ID: "555566667777", Name: "empty"},
	{ID: "666677778888", Name: "生产", Roles: []string{"Admin"}},
}

// portalWorld is a World that is signed in to an Identity Center with these accounts.
func portalWorld(t *testing.T, accounts ...fakeaws.SSOAccount) (*World, *fakeaws.Server) {
	t.Helper()
	w, server := awsWorld(t, nil)
	server.Update(func(world *fakeaws.World) {
		world.SSO = []fakeaws.SSOInstance{{StartURL: corpStart, Region: "eu-west-1", Accounts: accounts}}
	})
	appendFile(t, w, ".aws/config", corpSession)
	signInTo(t, w, server, corpStart, "corp")
	return w, server
}

func configOf(t *testing.T, w *World) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.env("HOME"), ".aws", "config"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func manyAccountsOf(n int) []fakeaws.SSOAccount {
	var all []fakeaws.SSOAccount
	for i := range n {
		all = append(all, fakeaws.SSOAccount{ID: fmt.Sprintf("%012d", i), Name: fmt.Sprintf("team %03d", i), Email: "x@example.com", Roles: []string{"Read", "Admin"}})
	}
	return all
}

// TestAccountsInPages: three pages, and a portal that wants it slower.
func TestAccountsInPages(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, manyAccountsOf(230)...)
	server.Inject("ListAccountRoles", fakeaws.Fault{Status: http.StatusTooManyRequests, Code: "TooManyRequestsException", Times: 3})
	w.StderrTerminal, w.Width = true, 80
	r := w.run(t.Context(), "accounts")
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	if r.code != ExitOK || len(lines) != 460 || lines[0] != "team 000  000000000000  Admin  -" || server.Count("ListAccounts") != 3 || server.Count("ListAccountRoles") != 233 {
		t.Errorf("code %d, %d lines, %q, %d and %d requests: %s", r.code, len(lines), lines[0], server.Count("ListAccounts"), server.Count("ListAccountRoles"), r.errors)
	}
	if !strings.Contains(r.errors, "of 230 accounts") || !strings.HasSuffix(r.errors, "\r\x1b[2K") {
		t.Errorf("progress: %q", r.errors)
	}
	if r := w.run(t.Context(), "accounts", "corp", "--filter", "TEAM 000000000007 read"); r.out != "team 007  000000000007  Read  -\n" {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "accounts", "--filter", "nobody"); r.code != ExitNone || r.out != "" || !strings.Contains(r.errors, " credence accounts corp\n") {
		t.Errorf("%+v", r)
	}
}

func TestAccountsOnATerminal(t *testing.T) {
	t.Parallel()
	w, _ := portalWorld(t, hostileAccounts...)
	w.StdoutTerminal, w.StderrTerminal, w.Width = true, true, 60
	for _, args := range [][]string{{"accounts"}, {"accounts", "--filter", "admin"}, {"accounts", "--write", "--no-input"}} {
		r := w.run(t.Context(), append(args, "--color", "never")...)
		for line := range strings.Lines(r.out + r.errors) {
			line = strings.TrimSuffix(line, "\n")
			if args[len(args)-1] != "--no-input" && cells.Width(line) > 60 {
				t.Errorf("%d columns: %q", cells.Width(line), line)
			}
			if strings.ContainsAny(line, "\x1b\a\r\u202e\x00") {
				t.Errorf("%v: a line with a control character: %q", args, line)
			}
		}
	}
	r := w.run(t.Context(), "accounts", "--color", "never")
	if !strings.HasPrefix(r.out, "account ") || !strings.Contains(r.out, "\nempty ") || !strings.Contains(r.errors, "7 accounts, 9 roles of corp") {
		t.Errorf("%+v", r)
	}
}

func TestAccountsJSON(t *testing.T) {
	t.Parallel()
	w, _ := portalWorld(t, hostileAccounts...)
	appendFile(t, w, ".aws/config", "[profile mine]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Read\n")
	r := w.run(t.Context(), "accounts", "corp", "--json")
	var out struct {
		Version                   int
		Session, StartURL, Region string
		Accounts                  []struct {
			ID, Name, Email string
			Roles           []struct {
				Name     string
				Profiles []string
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &out); err != nil || r.code != ExitOK {
		t.Fatalf("%v: %+v", err, r)
	}
	if out.Version != 1 || out.Session != "corp" || out.StartURL != corpStart || out.Region != "eu-west-1" || len(out.Accounts) != 7 {
		t.Errorf("%+v", out)
	}
	for _, a := range out.Accounts {
		if a.ID == "111122223333" && (a.Name != "dev" || len(a.Roles) != 2 || a.Roles[1].Profiles[0] != "mine" || len(a.Roles[0].Profiles) != 0 || a.Roles[0].Profiles == nil) {
			t.Errorf("%+v", a)
		}
	}
}

// TestAccountsWithoutASignIn: each way not to be signed in ends with what to do.
func TestAccountsWithoutASignIn(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	token := signInTo(t, w, server, corpStart, "corp")
	server.SignOut(token.AccessToken)
	r := w.run(t.Context(), "accounts")
	if r.code != ExitInput || r.out != "" || !strings.Contains(r.errors, "hint: credence login corp") {
		t.Errorf("signed out on the server: %+v", r)
	}
	if err := os.RemoveAll(filepath.Join(w.env("HOME"), ".aws", "sso")); err != nil {
		t.Fatal(err)
	}
	server.ResetRequests()
	r = w.run(t.Context(), "accounts", "--json")
	if r.code != ExitInput || r.out != "" || !strings.Contains(r.errors, "hint: credence login corp") || server.Count("") != 0 {
		t.Errorf("never signed in: %+v", r)
	}
	if r := w.run(t.Context(), "accounts", "nobody"); r.code != ExitUsage {
		t.Errorf("no such session: %+v", r)
	}
	server.Inject("ListAccounts", fakeaws.Fault{Status: http.StatusInternalServerError, Times: -1})
	signInTo(t, w, server, corpStart, "corp")
	if r := w.run(t.Context(), "accounts"); r.code != ExitError || r.out != "" {
		t.Errorf("a portal in trouble: %+v", r)
	}
}

func TestAccountsUse(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, append(hostileAccounts, fakeaws.SSOAccount{ID: "777788889999", Name: "dev", Roles: []string{"Read"}})...)
	for _, c := range []struct {
		args  []string
		code  int
		out   string
		words string
	}{
		{[]string{"--use", "dev/Admin", "--format", "sh"}, ExitOK, "export CREDENCE_PROFILE='dev/Admin'\n", "● dev/Admin  account 111122223333"},
		{[]string{"--use", "1111-2222-3333/read", "--format", "sh", "--region", "eu-central-1"}, ExitOK, "export AWS_REGION='eu-central-1'\n", "dev/Read"},
		{[]string{"--use", "111122223333/Read", "--format", "json"}, ExitOK, `"AWS_ACCOUNT_ID": "111122223333"`, "no region"},
		{[]string{"--use", "222233334444/Admin", "--format", "sh"}, ExitOK, "export CREDENCE_PROFILE='222233334444/Admin'\n", "● 222233334444/Admin"},
		{[]string{"--use", "dev/Read"}, ExitUsage, "", "hint: --use 777788889999/Read"},
		{[]string{"--use", "dev/Nobody"}, ExitUsage, "", "hint: --use 111122223333/Admin"},
		{[]string{"--use", "zzz/Nobody"}, ExitUsage, "", "hint: credence accounts corp"},
		{[]string{"--use", "dev"}, ExitUsage, "", "ACCOUNT/ROLE"},
		{[]string{"--use", "dev/Admin", "--format", "bogus"}, ExitUsage, "", "no format"},
		{[]string{"--use", "dev/Admin", "--write"}, ExitUsage, "", "write"},
		{[]string{"--prune"}, ExitUsage, "", "hint: --write --prune"},
		{[]string{"--reveal"}, ExitUsage, "", "goes with --use"},
		{[]string{"--write", "--name", "{nobody}"}, ExitUsage, "", "none of {account}"},
		{[]string{"--write", "--region", "a b"}, ExitUsage, "", "is no region"},
	} {
		r := w.run(t.Context(), append([]string{"accounts", "corp"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.out, c.out) || (r.out == "") != (c.out == "") || !strings.Contains(r.errors, c.words) {
			t.Errorf("%v: %+v", c.args, r)
		}
	}
	server.ResetRequests()
	if r := w.run(t.Context(), "accounts", "--use", "dev/Admin", "--format", "sh"); r.code != ExitOK || server.Count("GetRoleCredentials") != 0 {
		t.Errorf("the session was not kept: %+v", r)
	}
	if r := w.run(t.Context(), "accounts", "--use", "dev/Admin", "--format", "sh", "--mask"); r.code != ExitOK || strings.Contains(r.out, "***") {
		t.Errorf("a shell was given a masked key: %+v", r)
	}
	w.StdoutTerminal = true
	if r := w.run(t.Context(), "accounts", "--use", "dev/Admin"); r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, "hint: add --reveal") {
		t.Errorf("on a terminal: %+v", r)
	}
}

func TestAccountsWrite(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	appendFile(t, w, ".aws/config", "\n[profile mine]  ; keep\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Read\n")
	before := configOf(t, w)

	r := w.run(t.Context(), "accounts", "--write")
	if r.code != ExitInput || configOf(t, w) != before || !strings.Contains(r.out, "+ [profile dev-Admin]") || !strings.Contains(r.errors, "add --yes") {
		t.Fatalf("without consent: %+v", r)
	}
	r = w.run(t.Context(), "accounts", "--write", "--yes", "--region", "eu-west-1")
	text := configOf(t, w)
	if r.code != ExitOK || !strings.HasPrefix(text, before) || !strings.Contains(r.errors, "written; the file as it was is ~/.aws/config.credence-") {
		t.Fatalf("%+v\n%s", r, text)
	}
	want := "\n[profile dev-Admin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\ncredence_managed = accounts\n"
	if added := text[len(before):]; !strings.Contains(added, want) || strings.Count(added, "[profile ") != 5 || strings.Contains(added, "[default]") || strings.Contains(added, "\x1b") {
		t.Errorf("%s", added)
	}
	for _, header := range []string{"[profile 0-pwned-31mred-Admin]", "[profile a-default-aws_access_key_id-X-Admin]", "[profile quoted-name-touch-x-Admin]", "[profile 666677778888-Admin]"} {
		if !strings.Contains(text, header+"\n") {
			t.Errorf("no %s in\n%s", header, text)
		}
	}
	if !strings.Contains(r.out, "gets no profile: the account id is not twelve digits") {
		t.Errorf("%s", r.out)
	}
	for range 2 {
		r = w.run(t.Context(), "accounts", "--write", "--yes", "--prune", "--region", "eu-west-1")
		if r.code != ExitOK || configOf(t, w) != text || !strings.Contains(r.out, "6 there already; nothing to change") || r.errors != "" {
			t.Errorf("a second time: %+v", r)
		}
	}
	// A profile that was written works.
	if r := w.run(t.Context(), "why", "dev-Admin"); r.code != ExitOK || !strings.Contains(r.out, "● sso") {
		t.Errorf("%+v", r)
	}

	server.Update(func(world *fakeaws.World) { world.SSO[0].Accounts = hostileAccounts[:1] })
	r = w.run(t.Context(), "accounts", "--write", "--prune", "--filter", "read", "--json")
	var plan struct {
		Removed, Added, Kept []string
		Written              bool
	}
	if err := json.Unmarshal([]byte(r.out), &plan); err != nil || len(plan.Removed) != 4 || len(plan.Added) != 0 || plan.Kept[0] != "mine" || plan.Written || configOf(t, w) != text {
		t.Errorf("%v: %+v", err, r)
	}
	r = w.run(t.Context(), "accounts", "--write", "--prune", "--yes", "--json")
	if err := json.Unmarshal([]byte(r.out), &plan); err != nil || !plan.Written || strings.TrimRight(configOf(t, w), "\n") != strings.TrimRight(before+want, "\n") {
		t.Errorf("%v: %+v\n%q\n%q", err, plan, configOf(t, w), before+want)
	}
	left := configOf(t, w)
	server.Update(func(world *fakeaws.World) { world.SSO[0].Accounts = nil })
	if r = w.run(t.Context(), "accounts", "--write", "--prune", "--yes"); r.code != ExitError || configOf(t, w) != left {
		t.Errorf("an empty portal: %+v", r)
	}
}

// TestAccountsWriteAsks: nothing is written without a yes.
// TestAccountsWriteLosesARace: others write the same file between what is read and what is
// written. With --yes the rest is written; without it nothing that nobody has seen.
func TestAccountsWriteLosesARace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args, others, says string
		code, profiles           int
	}{
		{"all of it", "--yes", "", "6 there already; nothing to change", ExitOK, 6},
		{"a part", "--yes", "--filter dev", "4 to add, 2 there already", ExitOK, 6},
		{"after a look", "", "--filter dev", "changed", ExitError, 2},
	} {
		w, _ := portalWorld(t, hostileAccounts...)
		other := *w
		race := sync.OnceFunc(func() {
			if r := other.run(t.Context(), append([]string{"accounts", "--write", "--yes"}, strings.Fields(c.others)...)...); r.code != ExitOK {
				t.Errorf("%s: the other: %+v", c.name, r)
			}
		})
		var out, words strings.Builder
		w.Stdout, w.Stderr = &meanwhile{&out, race}, &words
		w.StderrTerminal, w.Confirm = c.args == "", func(context.Context, string) (bool, error) { return true, nil }
		code := Main(t.Context(), w, append([]string{"accounts", "--write"}, strings.Fields(c.args)...))
		if said := out.String() + words.String(); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: code %d: %s", c.name, code, said)
		}
		if n := strings.Count(configOf(t, w), "credence_managed"); n != c.profiles {
			t.Errorf("%s: %d profiles", c.name, n)
		}
	}
}

// meanwhile does something when it is written to: the change is shown before it is made.
type meanwhile struct {
	io.Writer
	do func()
}

func (m *meanwhile) Write(p []byte) (int, error) {
	m.do()
	return m.Writer.Write(p)
}

// TestAccountsWriteInParallel: whoever comes second finds the work done.
func TestAccountsWriteInParallel(t *testing.T) {
	t.Parallel()
	w, _ := portalWorld(t, hostileAccounts...)
	var all sync.WaitGroup
	for i := range 8 {
		one := *w
		args := [][]string{{"accounts", "--write", "--yes"}, {"accounts", "--write", "--yes", "--json"}}[i%2]
		all.Go(func() {
			if r := one.run(t.Context(), args...); r.code != ExitOK {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	if n := strings.Count(configOf(t, w), "credence_managed"); n != 6 {
		t.Errorf("%d profiles", n)
	}
}

func TestAccountsWriteAsks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		answer func(context.Context, string) (bool, error)
		code   int
		writes bool
	}{
		{"yes", func(_ context.Context, q string) (bool, error) {
			if q != "write this to ~/.aws/config?" {
				return false, errors.New(q)
			}
			return true, nil
		}, ExitOK, true},
		{"no", func(context.Context, string) (bool, error) { return false, nil }, ExitOK, false},
		{"left", func(context.Context, string) (bool, error) { return false, mfa.ErrCanceled }, ExitInterrupted, false},
		{"nobody", func(context.Context, string) (bool, error) { return false, mfa.ErrNotInteractive }, ExitInput, false},
	} {
		w, _ := portalWorld(t, hostileAccounts[:1]...)
		w.StderrTerminal, w.Confirm = true, c.answer
		before := configOf(t, w)
		r := w.run(t.Context(), "accounts", "--write")
		if r.code != c.code || (configOf(t, w) != before) != c.writes {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestUseOfARoleWithoutAProfile: the shell is switched to it as to any profile.
func TestUseOfARoleWithoutAProfile(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	for _, c := range []struct {
		name, out, words string
		code             int
	}{
		{"dev/Read", "CREDENCE_PROFILE='dev/Read'", "● dev/Read  single sign-on", ExitOK},
		{"corp:1111-2222-3333/admin", "CREDENCE_PROFILE='corp:1111-2222-3333/admin'", "account 111122223333", ExitOK},
		{"dev/Nobody", "", "hint: 111122223333/Admin", ExitUsage},
		{"zzz/Nobody", "", "hint: credence accounts corp", ExitUsage},
		{"nobody", "", "nobody", ExitError},
	} {
		r := w.run(t.Context(), "use", c.name, "--shell", "bash")
		if r.code != c.code || !strings.Contains(r.out, c.out) || (r.out == "") != (c.out == "") || !strings.Contains(r.errors, c.words) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	appendFile(t, w, ".aws/config", "[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n")
	if r := w.run(t.Context(), "use", "dev/Read", "--shell", "bash"); r.code != ExitUsage || r.out != "" || !strings.Contains(r.errors, "hint: of corp it is corp:dev/Read") {
		t.Errorf("several: %+v", r)
	}
	if r := w.run(t.Context(), "use", "other:dev/Read", "--shell", "bash"); r.code != ExitInput || r.out != "" || !strings.Contains(r.errors, "credence login other") {
		t.Errorf("signed out: %+v", r)
	}
	if n := server.Count("AssumeRole"); n != 0 {
		t.Errorf("%d roles assumed", n)
	}
}

// TestInventoryOfTheInspector: the same roles, and a session that use finds again.
func TestInventoryOfTheInspector(t *testing.T) {
	t.Parallel()
	w, server := portalWorld(t, hostileAccounts...)
	a := &app{World: w}
	read := a.inventories(chain.Options{Env: w.Env, Clock: w.Clock, Home: w.Home})
	for _, profile := range []string{"", "admin", "corp"} { // none of them has a sign-in: there is only one
		got, err := read(t.Context(), profile)
		if err != nil || got.Title != "corp" || len(got.Accounts) != len(hostileAccounts) {
			t.Fatalf("%q: %+v %v", profile, got, err)
		}
		dev := portal.Role{Account: got.Accounts[3].PortalAccount, Name: "Read"}
		res, err := got.Session(t.Context(), dev)
		if err != nil || res.Profile.Name != "corp:dev/Read" || !res.Keys.Complete() {
			t.Errorf("%+v %v", res, err)
		}
	}
	appendFile(t, w, ".aws/config", "[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n")
	if _, err := read(t.Context(), "admin"); chain.CodeOf(err) != chain.CodeSSONoTarget {
		t.Errorf("which of two? %v", err)
	}
	server.Inject("ListAccounts", fakeaws.Fault{Status: http.StatusUnauthorized, Code: "UnauthorizedException"})
	if _, err := read(t.Context(), "corp"); !chain.NeedsSignIn(chain.CodeOf(err)) {
		t.Errorf("%v", err)
	}
}

// TestAccountsOfAnAWSLogin: what is told to paste has to exist, and aws has no command
// of that name.
func TestAccountsOfAnAWSLogin(t *testing.T) {
	t.Parallel()
	w := world(t, "[profile l]\nlogin_session = arn:aws:iam::111122223333:user/jane\n"+corpSession, "")
	for verb, hint := range map[string]string{"accounts": "hint: credence accounts corp", "login": "hint: aws login --profile l", "logout": "hint: aws logout --profile l"} {
		if r := w.run(t.Context(), verb, "l"); r.code != ExitUsage || !strings.Contains(r.errors, hint+"\n") {
			t.Errorf("%s: %+v", verb, r)
		}
	}
}
