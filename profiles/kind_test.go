package profiles

import (
	"fmt"
	"strings"
	"testing"
)

func TestKind(t *testing.T) {
	t.Parallel()
	const (
		role     = "role_arn = r\n"
		corp     = "[sso-session corp]\nsso_region = x\nsso_start_url = u\n"
		sso      = "sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
		legacy   = "sso_start_url = u\nsso_region = x\nsso_account_id = 1\nsso_role_name = r\n"
		base     = "[profile base]\n" + keys
		identity = role + "web_identity_token_file = f\n"
		process  = "credential_process = c\n"
		login    = "login_session = l\n"
	)
	tests := []struct {
		name, body, rest string
		kind             Kind
		code             string
	}{
		{"nothing", "region = r\n", "", KindNone, ""},
		{"static", keys, "", KindStatic, ""},
		{"process", process, "", KindProcess, ""},
		{"login", login, "", KindLogin, ""},
		{"web identity", identity, "", KindWebIdentity, ""},
		{"sso session", sso, corp, KindSSO, ""},
		{"legacy sso", legacy, "", KindSSO, ""},
		{"role", role + "source_profile = base\n", base, KindRole, ""},
		{"role from the environment", role + "credential_source = Environment\n", "", KindRole, ""},
		{"role of itself, with keys", role + "source_profile = p\n" + keys, "", KindRole, ""},
		{"role from sso", role + "source_profile = s\n", corp + "[profile s]\n" + sso, KindRole, ""},
		{"role from a process", role + "source_profile = s\n", "[profile s]\n" + process, KindRole, ""},
		{"role from a role", role + "source_profile = s\n", base + "[profile s]\n" + role + "source_profile = base\n", KindRole, ""},
		{"role from a bare source", role + "source_profile = s\n", "[profile s]\ncredential_source = EcsContainer\n", KindRole, ""},
		{"a source's keys end the chain", role + "source_profile = s\n", "[profile s]\nsource_profile = nobody\n" + role + keys, KindRole, ""},

		{"role before sso", role + "source_profile = base\n" + sso, corp + base, KindRole, ""},
		{"role before keys", role + "source_profile = base\n" + keys, base, KindRole, ""},
		{"role before web identity", identity + "source_profile = base\n", base, KindRole, ""},
		{"sso before keys", sso + keys, corp, KindSSO, ""},
		{"sso before a process", sso + process, corp, KindSSO, ""},
		{"keys before a process", keys + process, "", KindStatic, ""},
		{"keys before web identity", identity + keys, "", KindStatic, ""},
		{"web identity before a process", identity + process, "", KindWebIdentity, ""},
		{"process before login", process + login, "", KindProcess, ""},
		{"session without account and role is none", "sso_session = corp\n", corp, KindNone, ""},
		{"and hides nothing", "sso_session = corp\n" + keys, corp, KindStatic, ""},
		{"credential_source alone is none", "credential_source = Environment\n", "", KindNone, ""},
		{"role without a source beside keys", role + keys, "", KindStatic, ""},
		{"half a pair beside a process", "aws_access_key_id = A\n" + process, "", KindProcess, ""},

		{"half a pair", "aws_access_key_id = A\n", "", KindBroken, CodeProfileHalfPair},
		{"the other half", "aws_secret_access_key = A\n", "", KindBroken, CodeProfileHalfPair},
		{"role without a source", role, "", KindBroken, CodeProfileNoSource},
		{"two sources", role + "source_profile = base\ncredential_source = Environment\n", base, KindBroken, CodeProfileTwoSources},
		{"unknown credential_source", role + "credential_source = Ec2Instance\n", "", KindBroken, CodeProfileCredentialSource},
		{"credential_source in another case", role + "credential_source = environment\n", "", KindBroken, CodeProfileCredentialSource},
		{"missing source", role + "source_profile = nobody\n", "", KindBroken, CodeProfileSourceMissing},
		{"empty source", role + "source_profile = s\n", "[profile s]\nregion = r\n", KindBroken, CodeProfileSourceEmpty},
		{"broken source", role + "source_profile = s\n", "[profile s]\naws_access_key_id = A\n", KindBroken, CodeProfileSourceBroken},
		{"broken further up", role + "source_profile = s\n", "[profile s]\n" + role + "source_profile = nobody\n", KindBroken, CodeProfileSourceBroken},
		{"itself without keys", role + "source_profile = p\n", "", KindBroken, CodeProfileSourceCycle},
		{"cycle", role + "source_profile = s\n", "[profile s]\n" + role + "source_profile = p\n", KindBroken, CodeProfileSourceCycle},
		{"leads to a cycle", role + "source_profile = s\n", "[profile s]\n" + role + "source_profile = s\n", KindBroken, CodeProfileSourceBroken},
		{"token file without a role", "web_identity_token_file = f\n", "", KindBroken, CodeProfileWebIdentity},
		{"sso without a role", "sso_start_url = u\nsso_region = x\nsso_account_id = 1\n", "", KindBroken, CodeProfileSSOIncomplete},
		{"missing session", sso, "", KindBroken, CodeProfileSSOSessionMissing},
		{"session without a region", "sso_region = x\n" + sso, "[sso-session corp]\nsso_start_url = u\n", KindBroken, CodeProfileSSOIncomplete},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := load(t, Documented, "[profile p]\n"+test.body+test.rest, "")
			p, _ := f.Profile("p")
			code := ""
			if why := p.Broken(); why != nil {
				code = why.Code
				if why.Data["profile"] != "p" || why.Origin.Line == 0 {
					t.Errorf("the reason is not placed: %+v", why)
				}
			}
			if p.Kind() != test.kind || code != test.code {
				t.Errorf("kind %s %s, want %s %s", p.Kind(), code, test.kind, test.code)
			}
		})
	}
}

// A chain may lead through 32 sources and no more; a long one costs no more for it.
func TestSourceDepth(t *testing.T) {
	t.Parallel()
	chain := func(sources int) *Profile {
		var text strings.Builder
		for i := range sources {
			fmt.Fprintf(&text, "[profile p%d]\nrole_arn = r\nsource_profile = p%d\n", i, i+1)
		}
		fmt.Fprintf(&text, "[profile p%d]\n%s", sources, keys)
		p, _ := load(t, Documented, text.String(), "").Profile("p0")
		return p
	}
	if p := chain(MaxSourceDepth); p.Kind() != KindRole {
		t.Errorf("%d sources: %s %+v", MaxSourceDepth, p.Kind(), p.Broken())
	}
	for _, sources := range []int{MaxSourceDepth + 2, 10_000} {
		if p := chain(sources); p.Kind() != KindBroken || p.Broken().Code != CodeProfileSourceDepth {
			t.Errorf("%d sources: %s %+v", sources, p.Kind(), p.Broken())
		}
	}
}
