package portal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain"
	"credence/profiles"
)

func role(id, account, name string) Role {
	return Role{chain.PortalAccount{ID: id, Name: account}, name}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	dev := role("111122223333", "My Dev", "Admin")
	for _, c := range []struct {
		template string
		role     Role
		want     string
	}{
		{DefaultTemplate, dev, "My-Dev-Admin"},
		{"{lower:account}-{lower:role}", dev, "my-dev-admin"},
		{"{session}.{id}_{role}", dev, "corp.111122223333_Admin"},
		{"aws-{role}", dev, "aws-Admin"},
		{DefaultTemplate, role("111122223333", "", "Admin"), "111122223333-Admin"},
		{DefaultTemplate, role("111122223333", "生产", "Admin"), "111122223333-Admin"},
		{DefaultTemplate, role("111122223333", "Größe & Co.", "Admin"), "Gr-e-Co.-Admin"},
		{DefaultTemplate, role("111122223333", "a]\n[default]\naws_access_key_id = X", "Admin"), "a-default-aws_access_key_id-X-Admin"},
		{DefaultTemplate, role("111122223333", "\x1b]0;pwned\a", "R\x00\r"), "0-pwned-R"},
		{DefaultTemplate, role("111122223333", `"quoted" 'name' # ; %`, "Admin"), "quoted-name-Admin"},
		{"{role}", role("111122223333", "x", "default"), "111122223333-default"},
		{"{role}", role("111122223333", "x", "—"), "111122223333-"},
		{"{account}", role("111122223333", strings.Repeat("x", 100), "A"), strings.Repeat("x", 100)},
	} {
		parsed, err := ParseTemplate(c.template)
		if err != nil {
			t.Fatal(err)
		}
		got := parsed.Name(c.role, "corp")
		if got != c.want || !profiles.IsPortableName(got) {
			t.Errorf("%s of %q: %q, want %q", c.template, c.role, got, c.want)
		}
	}
	for _, bad := range []string{"", "same", "{session}", "{nobody}", "{account", "account}", "{account} {role}", "{account}/{role}", "[{role}]", "{account}\n{role}", "{lower}"} {
		if _, err := ParseTemplate(bad); err == nil {
			t.Errorf("%q is taken", bad)
		} else if _, ok := errors.AsType[*TemplateError](err); !ok {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("{account}-{role}", "My Dev", "Admin")
	f.Add("{lower:role}", "]", "\n[x]")
	f.Fuzz(func(t *testing.T, template, account, name string) {
		parsed, err := ParseTemplate(template)
		if err != nil {
			return
		}
		got := parsed.Name(role("111122223333", account, name), "corp")
		if !profiles.IsPortableName(got) || strings.ContainsAny(got, " []\n\"'#;/%") {
			t.Errorf("%q of %q and %q: %q", template, account, name, got)
		}
	})
}

const session = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"

// home has a config file, and edits it by plans.
type home struct {
	t    *testing.T
	path string
}

func newHome(t *testing.T, config string) home {
	t.Helper()
	h := home{t, filepath.Join(t.TempDir(), "config")}
	if err := os.WriteFile(h.path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h home) files() *profiles.Files {
	h.t.Helper()
	none := os.DevNull
	files, err := profiles.Load(profiles.Options{ConfigFile: &h.path, CredentialsFile: &none, LookupEnv: func(string) (string, bool) { return "", false }})
	if err != nil {
		h.t.Fatal(err)
	}
	return files
}

func (h home) plan(w Wish) Plan {
	h.t.Helper()
	if w.Target.StartURL == "" {
		w.Target = chain.SSOTarget{Session: "corp", StartURL: "https://corp.awsapps.com/start", Region: "eu-west-1"}
	}
	if len(w.Template.parts) == 0 {
		w.Template, _ = ParseTemplate(DefaultTemplate)
	}
	p, err := NewPlan(h.files(), w)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// apply plans, writes and gives the file.
func (h home) apply(w Wish) (Plan, string) {
	h.t.Helper()
	p := h.plan(w)
	e, err := profiles.NewEdit(h.path, profiles.RoleConfig)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := p.Edit(e); err != nil {
		h.t.Fatal(err)
	}
	if e.Changed() == p.Empty() {
		h.t.Errorf("the plan is empty: %v, and the file changes: %v", p.Empty(), e.Changed())
	}
	if _, err := e.Apply(h.t.Context(), time.Now()); err != nil {
		h.t.Fatal(err)
	}
	text, err := os.ReadFile(h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	return p, string(text)
}

func TestPlanWritesAndIsIdempotent(t *testing.T) {
	t.Parallel()
	before := "# mine\n" + session + "\n; keep this\n[profile own]\nregion=us-east-1\n"
	h := newHome(t, before)
	roles := []Role{role("111122223333", "dev", "Admin"), role("111122223333", "dev", "Read"), role("222233334444", "dev", "Read")}
	_, text := h.apply(Wish{Chosen: roles, All: roles, Region: "eu-west-1"})
	want := before + `
[profile dev-Admin]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
credence_managed = accounts

[profile dev-Read]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Read
region = eu-west-1
credence_managed = accounts

[profile dev-Read-222233334444]
sso_session = corp
sso_account_id = 222233334444
sso_role_name = Read
region = eu-west-1
credence_managed = accounts
`
	if text != want {
		t.Errorf("%s\nwant\n%s", text, want)
	}
	if p, again := h.apply(Wish{Chosen: roles, All: roles, Region: "eu-west-1", Prune: true}); again != want || !p.Empty() || len(p.Kept) != 3 {
		t.Errorf("not idempotent: %+v\n%s", p, again)
	}
	for _, f := range h.files().Lint() {
		t.Errorf("lint: %+v", f)
	}
	// An account that is renamed keeps its profiles: people have their names in their fingers.
	roles[0].Account.Name = "development"
	if p := h.plan(Wish{Chosen: roles, All: roles}); !p.Empty() {
		t.Errorf("%+v", p)
	}
	// Gone: ours go, whatever else is in the file stays.
	if _, text := h.apply(Wish{All: roles[1:2], Prune: true}); !strings.HasPrefix(text, before) || strings.Count(text, "[profile dev-") != 1 || !strings.Contains(text, "[profile dev-Read]") {
		t.Errorf("%s", text)
	}
	if _, err := NewPlan(h.files(), Wish{Prune: true}); !errors.Is(err, ErrNothingLeft) {
		t.Errorf("%v", err)
	}
}

func TestPlanLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	profile := func(name, role, more string) string {
		return "[profile " + name + "]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = " + role + "\n" + more
	}
	h := newHome(t, session+profile("own", "Read", "")+profile("ours", "Gone", "credence_managed = accounts\n")+
		profile("needed", "Gone2", "credence_managed = accounts\n")+profile("theirs", "Gone3", "credence_managed = somebody\n")+
		profile("bare", "Admin", "credence_managed = accounts\n")+
		"[profile user]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = needed\n"+
		"[sso-session other]\nsso_start_url = https://other\nsso_region = eu-west-1\n"+
		strings.ReplaceAll(profile("elsewhere", "Gone", "credence_managed = accounts\n"), "= corp", "= other")+
		"[profile dev-Ops]\nregion = x\n[profile dev-Ops-111122223333]\nregion = x\n")
	names := func(list []Entry) string {
		var all []string
		for _, e := range list {
			all = append(all, strings.TrimSpace(e.Profile+" "+e.Detail))
		}
		return strings.Join(all, ",")
	}
	roles := []Role{
		role("111122223333", "dev", "Read"), role("111122223333", "dev", "Admin"), role("111122223333", "dev", "Ops"),
		role("1111", "short", "Read"), role("111122223333", "dev", "a\nb"), role("111122223333", "dev", "x # y"),
	}
	p := h.plan(Wish{Chosen: roles, All: roles, Region: "eu-west-1", Prune: true})
	for what, c := range map[string][2]string{
		"add": {names(p.Add), "dev-Ops-111122223333-2"}, "region": {names(p.Region), "bare"}, "remove": {names(p.Remove), "ours"},
		"kept": {names(p.Kept), "own"}, "held": {names(p.Held), "needed user"},
		"unwritable": {names(p.Unwritable), "the account id is not twelve digits,the role's name is none that IAM Identity Center permits,the role's name is none that IAM Identity Center permits"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %s, want %s", what, c[0], c[1])
		}
	}
	if got := ProfilesOf(h.files(), chain.SSOTarget{Session: "corp"}); !slices.Equal(got["111122223333/Read"], []string{"own"}) {
		t.Errorf("%v", got)
	}
}

func TestPlanOfALegacySignIn(t *testing.T) {
	t.Parallel()
	h := newHome(t, "")
	roles := []Role{role("111122223333", "dev", "Read")}
	target := chain.SSOTarget{StartURL: "https://corp.awsapps.com/start#/", Region: "eu-west-1"}
	_, text := h.apply(Wish{Target: target, Chosen: roles, All: roles})
	want := "[profile dev-Read]\nsso_start_url = https://corp.awsapps.com/start#/\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Read\ncredence_managed = accounts\n"
	if text != want {
		t.Errorf("%s", text)
	}
	if p := h.plan(Wish{Target: target, Chosen: roles, All: roles, Prune: true}); !p.Empty() {
		t.Errorf("%+v", p)
	}
}
