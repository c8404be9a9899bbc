package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// fileProblems are those whose cause is a file, or the way it is written.
var fileProblems = []problem{
	{
		id: "D6", made: made{config: "[work]\n" + keysB + "region = eu-west-1\n", env: []string{"AWS_PROFILE=work"}},
		want: "ssse.. profile.missing", node: "chain.no-credentials", cause: "section.missing-prefix",
		says: []string{"[work]", "config:1", "ignored"},
		hint: "[profile work]", fixed: &made{config: "[profile work]\n" + keysB + "region = eu-west-1\n"}, ends: "sssf.. " + keyB,
	},
	{
		id: "D8", made: made{config: "[profile default]\n" + keysA + "region = us-east-1\n[default]\n" + keysB + "region = eu-west-1\n"},
		want: "sssf.. " + keyA, node: keyA, cause: "section.two-defaults",
		says: []string{"[default]", "config:5", "[profile default]", "line 1", "the AWS CLI and Python"},
		hint: "merge", fixed: &made{config: "[default]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D8-swapped", made: made{config: "[default]\n" + keysB + "region = eu-west-1\n[profile default]\n" + keysA + "region = us-east-1\n"},
		want: "sssf.. " + keyA, node: keyA, cause: "section.two-defaults",
		says: []string{"[default]", "config:1", "[profile default]", "line 5"},
		hint: "merge", fixed: &made{config: "[default]\n" + keysA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D9", made: made{credentials: "\ufeff" + bothA},
		want: "sssf.. " + keyA, node: keyA, cause: "file.bom",
		says: []string{"credentials", "byte-order mark", "PowerShell 5", "the AWS CLI and Python refuse", "Go loses"},
		hint: "UTF-8", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D9-utf16", made: made{credentials: utf16(bothA)},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.utf-16",
		says: []string{"credentials", "UTF-16", "default, work"},
		hint: "UTF-8", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D9-config", made: made{config: "\ufeff[profile x]\nregion = eu-west-1\n", credentials: bothA},
		want: "sssf.. " + keyA, node: keyA, cause: "file.bom",
		says: []string{"config", "byte-order mark", "the AWS CLI and Python refuse"},
		hint: "UTF-8", fixed: &made{config: "[profile x]\nregion = eu-west-1\n"}, ends: "sssf.. " + keyA,
	},
	{
		id: "D10-file", made: made{credentials: "[default]\r\naws_access_key_id = " + keyA + "\r\naws_secret_access_key = " + canaryA + "\r\naws_secret_key = x\r\n"},
		want: "sssf.. " + keyA, node: keyA, cause: "key.misspelt", // a CRLF file itself is fine in all
		says: []string{"credentials:4"}, hint: "credentials:4",
		fixed: &made{credentials: "[default]\r\naws_access_key_id = " + keyA + "\r\naws_secret_access_key = " + canaryA + "\r\n"}, ends: "sssf.. " + keyA,
	},
	{
		id: "D12", made: made{credentials: "[default]\naws_access_key_id = " + keyA + "\n"},
		want: "ssse.. static.half-pair", node: "chain.no-credentials", cause: "static.half-pair",
		says: []string{"aws_access_key_id without aws_secret_access_key", "credentials:2"},
		hint: "add aws_secret_access_key below credentials:2", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D12-secret", made: made{credentials: "[default]\naws_access_key_id = " + keyA + "\naws_secret_key = " + canaryA + "\n"},
		want: "ssse.. static.half-pair", node: "chain.no-credentials", cause: "key.misspelt",
		says: []string{"aws_secret_key", "credentials:3", "did you mean aws_secret_access_key"},
		hint: "write aws_secret_access_key at credentials:3", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D12-id", made: made{credentials: "[default]\naws_acess_key_id = " + keyA + "\naws_secret_access_key = " + canaryA + "\n"},
		want: "ssse.. static.half-pair", node: "chain.no-credentials", cause: "key.misspelt",
		says: []string{"aws_acess_key_id", "credentials:2", "did you mean aws_access_key_id"},
		hint: "write aws_access_key_id at credentials:2", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D12-upper", made: made{credentials: "[default]\nAWS_ACCESS_KEY_ID = " + keyA + "\nAWS_SECRET_ACCESS_KEY = " + canaryA + "\n"},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "key.case",
		says: []string{"AWS_ACCESS_KEY_ID", "credentials:2", "Node"},
		hint: "write aws_access_key_id at credentials:2", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D12-export", made: made{credentials: "[default]\nexport AWS_ACCESS_KEY_ID=" + keyA + "\nexport AWS_SECRET_ACCESS_KEY=" + canaryA + "\n"},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "line.export",
		says: []string{"credentials:2", "shell"},
		hint: "write aws_access_key_id = … at credentials:2", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D14", made: made{credentials: keysA},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.no-header",
		says: []string{"credentials:1", "before any [section]", "the AWS CLI and Python refuse the whole file"},
		hint: "[default]", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D14-junk", made: made{credentials: "[default]\n" + keysA + "this is junk\n"},
		want: "sssf.. " + keyA, node: keyA, cause: "line.junk",
		says: []string{"credentials:4", "key = value", "the AWS CLI and Python refuse the whole file"},
		hint: "credentials:4", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D15", made: made{config: "[default]\nregion = us-east-1\n  output = json\n", credentials: bothA},
		want: "sssf.. " + keyA, node: keyA, cause: "key.indented",
		says: []string{"config:3", "indented", "line 2", "region", "the AWS CLI and Python"},
		hint: "config:3", fixed: &made{config: "[default]\nregion = us-east-1\noutput = json\n"}, ends: "sssf.. " + keyA,
	},
	{
		id: "D16", made: made{credentials: "[default]\naws_access_key_id = \"" + keyA + "\"\naws_secret_access_key = " + canaryA + "\n"},
		want: `sssf.. "` + keyA + `"`, node: `"` + keyA + `"`, cause: "value.quoted",
		says: []string{"credentials:2", "aws_access_key_id", "quotes", "Go", "Terraform", "the AWS CLI, Python and Node"},
		hint: "remove the quotes at credentials:2", fixed: &made{credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D17", made: made{config: "[default]\nregion = us-east-1 # prod\n", credentials: "[default]\naws_access_key_id = " + keyA + " # mine\naws_secret_access_key = " + canaryA + "\n"},
		want: "sssf.. " + keyA, node: keyA, cause: "value.comment",
		says: []string{"config:2", "credentials:2", "comment", "the AWS CLI and Python"},
		hint: "line of its own", fixed: &made{config: "[default]\nregion = us-east-1\n", credentials: bothA}, ends: "sssf.. " + keyA,
	},
	{
		id: "D35", made: made{credentials: bothA, then: unreadable(".aws/credentials")},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.permission",
		says: []string{".aws/credentials", "absent"},
		hint: "sudo", fixed: &made{credentials: bothA, then: func(*testing.T, string) {}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D35-link", made: made{then: link("/mnt/c/Users/me/.aws/credentials", ".aws/credentials")},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.dangling-link",
		says: []string{".aws/credentials", "/mnt/c/Users/me/.aws/credentials", "does not exist"},
		hint: "/mnt/c/Users/me/.aws/credentials", fixed: &made{credentials: bothA, then: func(*testing.T, string) {}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D37", made: made{credentials: bothA, env: []string{"AWS_SHARED_CREDENTIALS_FILE=/nope"}},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.missing",
		says: []string{"/nope", "does not exist", "AWS_SHARED_CREDENTIALS_FILE"},
		hint: "unset AWS_SHARED_CREDENTIALS_FILE", fixed: &made{env: []string{"AWS_SHARED_CREDENTIALS_FILE=" + unset}}, ends: "sssf.. " + keyA,
	},
	{
		id: "D37-misnamed", made: made{files: map[string]string{"mine": bothA}, env: []string{"AWS_CREDENTIALS_FILE=$HOME/mine"}},
		want: "ssssss chain.no-credentials", node: "chain.no-credentials", cause: "file.misnamed-variable",
		says:  []string{"AWS_CREDENTIALS_FILE", "no SDK reads", "AWS_SHARED_CREDENTIALS_FILE"},
		hint:  `export AWS_SHARED_CREDENTIALS_FILE="$AWS_CREDENTIALS_FILE"`,
		fixed: &made{env: []string{"AWS_CREDENTIALS_FILE=" + unset, "AWS_SHARED_CREDENTIALS_FILE=$HOME/mine"}}, ends: "sssf.. " + keyA,
	},
}

// utf16 is text as Notepad writes it.
func utf16(text string) string {
	out := []byte{0xff, 0xfe}
	for _, c := range []byte(text) {
		out = append(out, c, 0)
	}
	return string(out)
}

// unreadable takes a file's permissions away.
func unreadable(name string) func(*testing.T, string) {
	return func(t *testing.T, home string) {
		if os.Geteuid() == 0 {
			t.Skip("root reads everything: internal/e2e does this as somebody else")
		}
		path := filepath.Join(home, name)
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
	}
}

func link(target, name string) func(*testing.T, string) {
	return func(t *testing.T, home string) {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
	}
}
