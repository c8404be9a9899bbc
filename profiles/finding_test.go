package profiles

import (
	"fmt"
	"strings"
	"testing"
)

const keys = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = hush\n"

func TestFindings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, config, credentials string
		code                      string
		line                      int
		data                      Data // part of it
	}{
		{"byte-order mark", "", "\ufeff[default]\n" + keys, CodeFileBOM, 1, Data{"misreadBy": "go"}},
		{"invalid UTF-8", "[default]\nregion = ab\xff", "", CodeFileInvalidUTF8, 2, Data{"column": "12"}},
		{"NUL", "[default]\nregion = a\x00", "", CodeFileNUL, 2, nil},
		{"CR alone", "[default]\rregion = a", "", CodeFileLoneCR, 0, nil},
		{"no header", "", "# c\n" + keys, CodeFileNoHeader, 2, Data{"refusedBy": "botocore, rust"}},
		{"forbidden name", "[profile a]\n[profile __proto__]", "", CodeFileForbiddenName, 2, Data{"refusedBy": "node"}},
		{"long line", "[default]\nregion = " + strings.Repeat("x", MaxLineLength), "", CodeLineTooLong, 2, nil},

		{"missing prefix", "\n[work]\nregion = r", "", CodeSectionMissingPrefix, 2, Data{"use": "[profile work]", "profile": "work"}},
		{"needless prefix", "", "[profile work]\n" + keys, CodeSectionNeedlessPrefix, 1, Data{"use": "[work]", "profile": "work"}},
		{"misspelt word", "[Profile work]\nregion = r", "", CodeSectionMisspelt, 1, Data{"use": "[profile work]", "profile": "work"}},
		{"hyphen for a blank", "[profile-work]\nregion = r", "", CodeSectionMisspelt, 1, Data{"use": "[profile work]"}},
		{"underscore in sso-session", "[sso_session corp]\nsso_region = r", "", CodeSectionMisspelt, 1, Data{"use": "[sso-session corp]"}},
		{"blank in sso-session", "[sso session corp]\nsso_region = r", "", CodeSectionMisspelt, 1, Data{"use": "[sso-session corp]"}},
		{"Default", "[Default]\nregion = r", "", CodeSectionMisspelt, 1, Data{"use": "[default]"}},
		{"no name", "[profile]\nregion = r", "", CodeSectionNoName, 1, nil},
		{"unknown word", "[team a]\nregion = r", "", CodeSectionUnknown, 1, nil},
		{"session in credentials", "", "[sso-session corp]\nsso_region = r", CodeSectionWrongFile, 1, Data{"use": "config"}},
		{"unclosed", "[profile a]\nregion = r\n[profile b\nregion = r", "", CodeSectionUnclosed, 3, Data{"profile": "b"}},
		{"trailing text", "[profile a] b\nregion = r", "", CodeSectionTrailing, 1, Data{"misreadBy": "go, node", "refusedBy": "rust"}},
		{"comment at the bracket", "[profile a]#b\nregion = r", "", CodeSectionTrailing, 1, Data{"misreadBy": "node"}},
		{"bracket in the comment", "[profile a] ; see [b]\nregion = r", "", CodeSectionTrailing, 1, Data{"section": "profile a", "misreadBy": "botocore"}},
		{"longer word", "[profiles a]\nregion = r", "", CodeSectionSpelling, 1, Data{"profile": "a", "misreadBy": "go, node, rust"}},
		{"indented header", " [profile a]\nregion = r", "", CodeSectionIndented, 1, nil},
		{"duplicate", "[profile a]\nx = 1\n[profile b]\nx = 1\n[profile a]\nx = 1", "", CodeSectionDuplicate, 5, Data{"line": "1", "refusedBy": "botocore"}},
		{"two defaults", "[profile default]\nregion = a\n[default]\nregion = b", "", CodeSectionTwoDefaults, 3, Data{"line": "1", "ignored": "true"}},
		{"DEFAULT", "", "[DEFAULT]\nregion = a", CodeSectionUpperDefault, 1, nil},
		{"quoted name", "[profile \"my team\"]\nx = 1", "", CodeSectionSpelling, 1, Data{"profile": "my team", "misreadBy": "go, node, rust"}},
		{"blanks in a name", "[profile my team]\nx = 1", "", CodeSectionSpelling, 1, Data{"profile": "my team", "misreadBy": "botocore, node, rust"}},
		{"two blanks", "[profile  a]\nx = 1", "", CodeSectionSpelling, 1, Data{"misreadBy": "node"}},
		{"blanks in brackets", "[ profile a ]\nx = 1", "", CodeSectionSpelling, 1, Data{"misreadBy": "botocore, node"}},
		{"non-ASCII name", "[profile é]\nx = 1", "", CodeSectionSpelling, 1, Data{"misreadBy": "node, rust"}},
		{"dotted", "[profile.a]\nx = 1", "", CodeSectionSpelling, 1, Data{"misreadBy": "botocore, go, rust"}},
		{"empty", "[profile a]\n# x = 1\n", "", CodeSectionEmpty, 1, Data{"misreadBy": "node"}},

		{"junk", "[default]\nthis is junk\n", "", CodeLineJunk, 2, Data{"refusedBy": "botocore, rust"}},
		{"nothing before =", "[default]\n= x\n", "", CodeLineJunk, 2, nil},
		{"colon", "[default]\nregion: r\n", "", CodeLineColon, 2, Data{"key": "region", "misreadBy": "node"}},
		{"export", "", "[default]\nexport aws_access_key_id=A\n", CodeLineExport, 2, Data{"use": keyAccessKeyID}},
		{"export in upper case", "", "[default]\nexport AWS_SECRET_ACCESS_KEY=A\n", CodeLineExport, 2, Data{"use": keySecretAccessKey}},
		{"indented comment", "[default]\nregion = r\n  # c\n", "", CodeLineIndentedComment, 3, Data{"misreadBy": "rust"}},
		{"comment in a block", "[default]\ns3 =\n  # c\n  a = 1", "", CodeLineIndentedComment, 3, Data{"key": "s3", "refusedBy": "rust"}},
		{"indented key", "[default]\nregion = r\n  output = json\n", "", CodeKeyIndented, 3, Data{"previous": "region", "line": "2", "misreadBy": "botocore, rust"}},
		{"indented keys alone", "[default]\n  region = r\n  output = json\n", "", CodeKeyIndented, 2, Data{"refusedBy": "rust"}},
		{"misspelt key", "", "[default]\naws_acess_key_id = A\n", CodeKeyMisspelt, 2, Data{"use": keyAccessKeyID}},
		{"shortened key", "", "[default]\naws_access_key_id = A\naws_secret_key = s\n", CodeKeyMisspelt, 3, Data{"use": keySecretAccessKey}},
		{"upper case", "", "[default]\nAWS_ACCESS_KEY_ID = A\n", CodeKeyCase, 2, Data{"use": keyAccessKeyID, "misreadBy": "node"}},
		{"duplicate key", "[default]\nregion = a\noutput = o\nregion = b\n", "", CodeKeyDuplicate, 4, Data{"key": "region", "line": "2"}},
		{"key without a value", "[default]\nregion =\noutput = json", "", CodeKeyEmpty, 2, Data{"key": "region"}},
		{"key without a value at the end", "[default]\noutput = json\nregion =", "", CodeKeyEmpty, 3, nil},
		{"both files", "[profile p]\nregion = a", "[p]\nregion = b", CodeKeyHidden, 2, Data{"key": "region", "line": "2", "profile": "p"}},
		{"quotes", "", "[default]\naws_access_key_id = \"A\"\naws_secret_access_key = s", CodeValueQuoted, 2, Data{"misreadBy": "go"}},
		{"comment", "[default]\nregion = us-east-1 # prod", "", CodeValueComment, 2, Data{"misreadBy": "botocore"}},
		{"no-break space", "[default]\nregion = us\u00a0east", "", CodeValueInvisible, 2, Data{"character": "U+00A0"}},
		{"zero-width space", "[default]\nregion = us\u200beast", "", CodeValueInvisible, 2, Data{"character": "U+200B"}},

		{"half pair", "", "[default]\naws_access_key_id = A", CodeProfileHalfPair, 2, Data{"set": keyAccessKeyID, "missing": keySecretAccessKey}},
		{"half pair beside a process", "[default]\ncredential_process = x\naws_secret_access_key = A", "", CodeProfileHalfPair, 3, Data{"missing": keyAccessKeyID}},
		{"mixed pair", "[default]\naws_secret_access_key = s", "[default]\naws_access_key_id = A", CodeProfileMixedPair, 2, Data{"misreadBy": "botocore, go"}},
		{"SSO and process", "[default]\nsso_account_id = 1\nsso_role_name = r\nsso_region = x\nsso_start_url = u\ncredential_process = p", "", CodeProfileSeveral, 1, Data{"kinds": "sso, process", "used": "sso"}},
		{"two sources beside keys", "[default]\nrole_arn = a\nsource_profile = b\ncredential_source = Environment\n" + keys, "", CodeProfileTwoSources, 4, nil},
		{"session missing", "[profile p]\nsso_session = corpp\nsso_account_id = 1\nsso_role_name = r\n[sso-session corp]\nsso_region = x\nsso_start_url = u", "", CodeProfileSSOSessionMissing, 2, Data{"session": "corpp", "nearest": "corp"}},
		{"session alone", "[profile p]\nsso_session = corp\n[sso-session corp]\nsso_region = x\nsso_start_url = u", "", CodeProfileSSOSessionOnly, 2, nil},
		{"no role name", "[profile p]\nsso_session = corp\nsso_account_id = 1\n[sso-session corp]\nsso_region = x\nsso_start_url = u", "", CodeProfileSSOIncomplete, 0, Data{"missing": keySSORoleName, "session": "corp"}},
		{"session disagrees", "[profile p]\nsso_session = corp\nsso_region = y\nsso_account_id = 1\nsso_role_name = r\n[sso-session corp]\nsso_region = x\nsso_start_url = u", "", CodeProfileSSODisagrees, 3, Data{"key": keySSORegion, "value": "y", "sessionValue": "x", "line": "7"}},
		{"MFA without a role", "[profile p]\nmfa_serial = m\n" + keys, "", CodeProfileMFAUnused, 2, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := load(t, Documented, test.config, test.credentials)
			all := f.Lint()
			found := find(all, test.code)
			if len(found) != 1 {
				t.Fatalf("%d findings %s among: %s", len(found), test.code, codes(all))
			}
			got := found[0]
			if test.line != 0 && got.Origin.Line != test.line {
				t.Errorf("line %d, want %d", got.Origin.Line, test.line)
			}
			for name, value := range test.data {
				if got.Data[name] != value {
					t.Errorf("data %s is %q, want %q", name, got.Data[name], value)
				}
			}
			if got.Severity == SeverityError {
				t.Error("an error where the file can be read")
			}
			if text := got.Data["section"] + got.Data["key"]; strings.Contains(text, "hush") {
				t.Error("a secret in a finding")
			}
		})
	}
}

// What all SDKs read alike is no finding.
func TestNoFindings(t *testing.T) {
	t.Parallel()
	const config = `# the team's profiles
[default]
region = eu-west-1
; older
output=json

[profile dev]
role_arn = arn:aws:iam::111122223333:role/Dev
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/jane
s3 =
    addressing_style = path
    max_concurrent_requests = 20
region = eu-west-1

[profile sso.dev/admin]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin

[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
sso_registration_scopes = sso:account:access

[services local]
sts =
  endpoint_url = http://localhost:4566

[plugins]
cli_legacy_plugin_path = /opt
x_team_key = whatever
`
	const credentials = "[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = ab#cd;ef=\n"
	for _, text := range [][2]string{{config, credentials}, {strings.ReplaceAll(config, "\n", "\r\n"), credentials}, {absent, absent}, {"", ""}} {
		o := texts(t, Documented, text[0], text[1])
		if text[0] == absent { // the default place may be empty, a named one not
			dir := t.TempDir()
			o = Options{LookupEnv: env(map[string]string{"HOME": dir})}
		}
		if found := mustLoad(t, o).Lint(); len(found) != 0 {
			t.Errorf("findings for a clean file: %+v", found)
		}
	}
}

// A profile's findings are those of its own sections and of those meant for it.
func TestProfileFindings(t *testing.T) {
	t.Parallel()
	f := load(t, Documented, "[work]\nregion = r\n[profile a]\nregion = x # c\n[profile b]\nregion = y # c\n[profile role]\nrole_arn = r\nsource_profile = aa\n", "[profile work]\n"+keys)
	for name, want := range map[string]string{
		"work":   CodeSectionMissingPrefix + " " + CodeSectionNeedlessPrefix,
		"a":      CodeValueComment,
		"role":   CodeProfileSourceMissing,
		"nobody": "",
	} {
		if got := codes(f.ProfileFindings(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	found := f.ProfileFindings("role")
	if found[0].Data["nearest"] != "a" {
		t.Errorf("nearest %q", found[0].Data["nearest"])
	}
	if again := f.ProfileFindings("a"); again[0].Origin.Line != 4 {
		t.Errorf("line %d", again[0].Origin.Line)
	}
}

func TestMisnamedVariable(t *testing.T) {
	t.Parallel()
	o := Options{LookupEnv: env(map[string]string{"HOME": t.TempDir(), "AWS_CREDENTIALS_FILE": "/x"})}
	found := mustLoad(t, o).FileFindings()
	if len(found) != 1 || found[0].Code != CodeFileMisnamedVariable || found[0].Origin != VariableOrigin("AWS_CREDENTIALS_FILE") || found[0].Data["use"] != "AWS_SHARED_CREDENTIALS_FILE" {
		t.Errorf("got %+v", found)
	}
}

// A hostile file makes a bounded number of findings.
func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	f := load(t, Documented, strings.Repeat("[default]\n"+strings.Repeat("junk\n", 50), 1000), strings.Repeat("[x\n", 1000))
	all := f.Lint()
	if len(all) > maxFindings+2*maxNotes+1 {
		t.Errorf("%d findings", len(all))
	}
	if len(find(all, CodeFileMoreFindings)) != 1 {
		t.Error("nothing says that there are more")
	}
}

// A secret that was pasted on a line of its own shows in no finding.
func TestPastedSecrets(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00"} {
		for _, line := range []string{"%s", "%s=", "%s==", "%s = x", "aws_secret_access_key: %s", "aws_secret_access_key %s", "aws_secret_access_key = %s # %s", "x: %s", "  %s", "%s:x", "[%s", "aws_secret_access_key = \"%s\""} {
			line = strings.ReplaceAll(line, "%s", secret)
			f := load(t, Documented, "", "[default]\naws_access_key_id = A\n"+line+"\nregion = r\n  x = y\n"+line)
			if text := fmt.Sprintf("%+v %+v", f.Lint(), f.ProfileFindings("default")); strings.Contains(text, secret) {
				t.Errorf("%q: %s", line, text)
			}
		}
	}
}
