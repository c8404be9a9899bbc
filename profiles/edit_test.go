package profiles

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func profile(name string) SectionRef { return SectionRef{SectionProfile, name} }

// editOf plans a change of a config file of this text.
func editOf(tb testing.TB, role FileRole, text string) *Edit {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), string(role))
	if text != absent {
		write(tb, path, text)
	}
	e, err := NewEdit(path, role)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func editCode(err error) EditCode {
	if e, ok := errors.AsType[*EditError](err); ok {
		return e.Code
	}
	return ""
}

func TestEditSet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, key, value, after string }{
		"a value":               {"[profile p]\nregion = a\n", "region", "b", "[profile p]\nregion = b\n"},
		"spacing and comment":   {"[profile p]\n  region=a\t# home\nx = 1\n", "region", "b", "[profile p]\n  region=b\t# home\nx = 1\n"},
		"the value in the key":  {"[profile p]\nregion = region\n", "region", "b", "[profile p]\nregion = b\n"},
		"the last one counts":   {"[profile p]\nregion = a\nregion = b\n", "region", "c", "[profile p]\nregion = a\nregion = c\n"},
		"another case":          {"[profile p]\nRegion = a\n", "region", "b", "[profile p]\nregion = b\n"},
		"an empty one":          {"[profile p]\nregion =\nx = 1\n", "region", "b", "[profile p]\nregion = b\nx = 1\n"},
		"an empty one, comment": {"[profile p]\nregion = # where\nx = 1\n", "region", "b", "[profile p]\nregion = b # where\nx = 1\n"},
		"a new key":             {"[profile p]\nx = 1\n\n# about q\n[profile q]\n", "region", "b", "[profile p]\nx = 1\nregion = b\n\n# about q\n[profile q]\n"},
		"below a block":         {"[profile p]\ns3 =\n  a = 1\n\n[profile q]\n", "region", "b", "[profile p]\ns3 =\n  a = 1\nregion = b\n\n[profile q]\n"},
		"not within a block":    {"[profile p]\ns3 =\n  region = x\n", "region", "b", "[profile p]\ns3 =\n  region = x\nregion = b\n"},
		"an empty section":      {"[profile p]\n[profile q]\nx = 1\n", "region", "b", "[profile p]\nregion = b\n[profile q]\nx = 1\n"},
		"line ends of Windows":  {"[profile p]\r\nx = 1\r\n", "region", "b", "[profile p]\r\nx = 1\r\nregion = b\r\n"},
		"mixed line ends":       {"[profile p]\nregion = a\r\ny = 1\n", "region", "b", "[profile p]\nregion = b\r\ny = 1\n"},
		"no end of the last":    {"[profile p]\nx = 1", "region", "b", "[profile p]\nx = 1\nregion = b"},
		"a byte-order mark":     {"\ufeff[profile p]\nregion = a\n", "region", "b", "\ufeff[profile p]\nregion = b\n"},
		"what is not UTF-8":     {"# \xff\n[profile p]\nregion = a\n# \xfe", "region", "b", "# \xff\n[profile p]\nregion = b\n# \xfe"},
		"a header with comment": {"[profile p] ; mine\nregion = a\n", "region", "b", "[profile p] ; mine\nregion = b\n"},
		"already so":            {"[profile p]\nregion =   a   # x\n", "region", "a", "[profile p]\nregion =   a   # x\n"},
		"two defaults":          {"[default]\nregion = a\n[profile p]\n", "x", "1", "[default]\nregion = a\n[profile p]\nx = 1\n"},
		"no section":            {"[profile q]\nx = 1\n", "region", "b", "[profile q]\nx = 1\n\n[profile p]\nregion = b\n"},
		"no section, open end":  {"[profile q]\nx = 1", "region", "b", "[profile q]\nx = 1\n\n[profile p]\nregion = b"},
		"no file":               {absent, "region", "b", "[profile p]\nregion = b\n"},
		"twice":                 {"[profile p]\nregion = a\n[profile q]\n[profile p]\nx = 1\n", "region", "b", "[profile p]\nregion = b\n[profile q]\n[profile p]\nx = 1\n"},
	} {
		e := editOf(t, RoleConfig, c.before)
		if err := e.Set(profile("p"), c.key, c.value); err != nil || e.text() != c.after {
			t.Errorf("%s: %v\n%q, want\n%q", name, err, e.text(), c.after)
		}
		if e.Changed() != (c.before != c.after) {
			t.Errorf("%s: changed %v", name, e.Changed())
		}
	}
}

func TestEditSections(t *testing.T) {
	t.Parallel()
	three := "# a\n[profile a]\nx = 1\n\n# about b\n[profile b]\nx = 2\n# end of b\n\n# about c\n\n[profile c]\nx = 3\n"
	for name, c := range map[string]struct {
		before string
		do     func(*Edit) error
		after  string
	}{
		"remove one in the middle": {three, func(e *Edit) error { return e.Remove(profile("b")) }, "# a\n[profile a]\nx = 1\n\n# about c\n\n[profile c]\nx = 3\n"},
		"remove the first":         {three, func(e *Edit) error { return e.Remove(profile("a")) }, "# about b\n[profile b]\nx = 2\n# end of b\n\n# about c\n\n[profile c]\nx = 3\n"},
		"remove the last":          {three, func(e *Edit) error { return e.Remove(profile("c")) }, "# a\n[profile a]\nx = 1\n\n# about b\n[profile b]\nx = 2\n# end of b\n\n# about c\n"},
		"comments that adjoin":     {"[profile a]\nx = 1\n# b's\n[profile b]\ny = 1\n", func(e *Edit) error { return e.Remove(profile("a")) }, "# b's\n[profile b]\ny = 1\n"},
		"unset":                    {"[profile a]\ns3 =\n  x = 1\n\ty = 2\nz = 3\nS3 = 4\n", func(e *Edit) error { return e.Unset(profile("a"), "s3") }, "[profile a]\nz = 3\n"},
		"unset what is not there":  {three, func(e *Edit) error { return e.Unset(profile("a"), "y") }, three},
		"add with a comment":       {"", func(e *Edit) error { return e.Add(profile("default"), "made", Setting{"region", "r"}) }, "# made\n[default]\nregion = r\n"},
		"a session": {"[profile a]\n\n", func(e *Edit) error {
			return e.Add(SectionRef{SectionSSOSession, "corp"}, "", Setting{"sso_region", "r"})
		}, "[profile a]\n\n\n[sso-session corp]\nsso_region = r\n"},
	} {
		e := editOf(t, RoleConfig, c.before)
		if err := c.do(e); err != nil || e.text() != c.after {
			t.Errorf("%s: %v\n%q, want\n%q", name, err, e.text(), c.after)
		}
	}
	e := editOf(t, RoleCredentials, "[a]\naws_access_key_id = x\n")
	if err := e.Set(profile("b"), "aws_access_key_id", "y"); err != nil || e.text() != "[a]\naws_access_key_id = x\n\n[b]\naws_access_key_id = y\n" {
		t.Errorf("%v %q", err, e.text())
	}
}

// TestEditRefusals: nothing is changed by what is refused.
func TestEditRefusals(t *testing.T) {
	t.Parallel()
	before := "[profile p]\ns3 =\n  a = 1\n[profile my team]\nx = 1\n"
	set := func(name, key, value string) func(*Edit) error {
		return func(e *Edit) error { return e.Set(profile(name), key, value) }
	}
	for name, c := range map[string]struct {
		do   func(*Edit) error
		want EditCode
	}{
		"a block":             {set("p", "s3", "x"), EditBlock},
		"a blank in the name": {set("new team", "region", "x"), EditName},
		"a bracket":           {set("p]q", "region", "x"), EditName},
		"a key with =":        {set("p", "a=b", "x"), EditName},
		"a line break":        {set("p", "region", "x\ny = 1"), EditValue},
		"a carriage return":   {set("p", "region", "x\ry"), EditValue},
		"a NUL":               {set("p", "region", "x\x00"), EditValue},
		"a comment":           {set("p", "region", "x # y"), EditValue},
		"a blank at the end":  {set("p", "region", "x "), EditValue},
		"nothing":             {set("p", "region", ""), EditValue},
		"quotes around it":    {set("p", "region", `"x"`), EditValue},
		"not UTF-8":           {set("p", "region", "\xff"), EditValue},
		"too long":            {set("p", "region", strings.Repeat("x", MaxLineLength)), EditValue},
		"add what is there":   {func(e *Edit) error { return e.Add(profile("p"), "") }, EditExists},
		"remove what is not":  {func(e *Edit) error { return e.Remove(profile("q")) }, EditMissing},
		"unset in nothing":    {func(e *Edit) error { return e.Unset(profile("q"), "x") }, EditMissing},
		"an unknown kind":     {func(e *Edit) error { return e.Add(SectionRef{"plugins", "x"}, "") }, EditName},
	} {
		e := editOf(t, RoleConfig, before)
		if err := c.do(e); editCode(err) != c.want || e.text() != before || e.Changed() {
			t.Errorf("%s: %v, want %s; %q", name, err, c.want, e.text())
		}
	}
	e := editOf(t, RoleConfig, before)
	if err := e.Set(profile("my team"), "region", "x"); err != nil || !strings.HasSuffix(e.text(), "x = 1\nregion = x\n") {
		t.Errorf("a name that is there: %v %q", err, e.text())
	}
}

func TestEditOpen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "utf16"), "\xff\xfe[\x00d\x00]\x00")
	write(t, filepath.Join(dir, "cr"), "[default]\rregion = a\r")
	for link, target := range map[string]string{"dangling": "nowhere", "null": os.DevNull} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("not run: no symbolic links here")
		}
	}
	for name, want := range map[string]EditCode{"utf16": EditEncoding, "cr": EditEncoding, "dangling": EditDangling, "null": EditNotRegular, ".": EditNotRegular, "utf16/x": EditUnreadable} {
		if _, err := NewEdit(filepath.Join(dir, name), RoleConfig); editCode(err) != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, err := NewEdit("", RoleConfig); editCode(err) != EditNotRegular {
		t.Errorf("no path: %v", err)
	}
}

func TestEditDiff(t *testing.T) {
	t.Parallel()
	if got := maskLine("credential_process = /opt/tool --id x"); got != "credential_process = /opt/tool --id x" {
		t.Errorf("masked without need: %s", got)
	}
	for _, line := range []string{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "  #aws_secret_access_key = abc", "credential_process = x --token=abc", "AWS_SESSION_TOKEN=abc"} {
		if got := maskLine(line); strings.Contains(got, "abc") || strings.Contains(got, "wJalr") {
			t.Errorf("shown: %s", got)
		}
	}
	e := editOf(t, RoleCredentials, "[a]\naws_access_key_id = AKIA\naws_secret_access_key = one/two\n\n[b]\nregion = x\n# aws_session_token = old\n\n[c]\nx = 1")
	steps := []error{
		e.Set(profile("a"), "aws_secret_access_key", "three"),
		e.Remove(profile("b")),
		e.Set(profile("c"), "region", "y"),
		e.Add(profile("d"), "new", Setting{"aws_session_token", "four"}),
	}
	var got strings.Builder
	for _, l := range e.Diff() {
		fmt.Fprintf(&got, "%c%d %s\n", l.Op, l.Line, l.Text)
	}
	want := ` 1 [a]
-3 aws_secret_access_key = ***
+3 aws_secret_access_key = ***
-5 [b]
-6 region = x
-7 # aws_session_token = ***
-8 
 9 [c]
+7 region = y
+8 
+9 # new
+10 [d]
+11 aws_session_token = ***
`
	if err := errors.Join(steps...); err != nil || got.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got.String(), want)
	}
}
