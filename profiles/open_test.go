package profiles

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// badFile is what can stand in the place of a shared file.
type badFile struct {
	name  string
	make  func(tb testing.TB, path string)
	state State
	code  string // of the finding; "" for none
	data  Data   // part of it
}

func testBadFiles(t *testing.T, tests []badFile) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, role := range []FileRole{RoleConfig, RoleCredentials} {
				o := texts(t, Documented, "[profile good]\nregion = r\n", "[good]\noutput = o\n")
				path := *o.ConfigFile
				if role == RoleCredentials {
					path = *o.CredentialsFile
				}
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
				test.make(t, path)
				f := mustLoad(t, o)
				bad := f.Config()
				if role == RoleCredentials {
					bad = f.Credentials()
				}
				if bad.State != test.state {
					t.Errorf("state %s, want %s", bad.State, test.state)
				}
				if got := codes(f.FileFindings()); got != test.code {
					t.Errorf("findings %q, want %q", got, test.code)
				}
				for _, found := range f.FileFindings() {
					if found.Origin.Path != path || (found.Severity == SeverityError) != (test.state == StateUnreadable) {
						t.Errorf("finding %+v of state %s", found, test.state)
					}
					for name, value := range test.data {
						if found.Data[name] != value {
							t.Errorf("data %s is %q, want %q", name, found.Data[name], value)
						}
					}
				}
				if p, ok := f.Profile("good"); !ok || len(p.Origins()) != 1 {
					t.Error("the profile of the other file is lost")
				}
			}
		})
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	text := func(content string) func(testing.TB, string) {
		return func(tb testing.TB, path string) { write(tb, path, content) }
	}
	units := func(s string, low, high int) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			pair := [2]byte{}
			pair[low], pair[high] = byte(u), byte(u>>8)
			b.Write(pair[:])
		}
		return b.String()
	}
	const hidden = "[profile hidden]\r\n[seen]\r\n"
	testBadFiles(t, []badFile{
		{"absent", func(testing.TB, string) {}, StateAbsent, CodeFileMissing, Data{"by": "option"}},
		{"below a file", func(tb testing.TB, path string) {}, StateAbsent, CodeFileMissing, nil},
		{"empty", text(""), StateRead, "", nil},
		{"folder", func(tb testing.TB, path string) { must(tb, os.Mkdir(path, 0o700)) }, StateUnreadable, CodeFileDirectory, nil},
		{"dangling link", func(tb testing.TB, path string) { must(tb, os.Symlink("/no/where", path)) }, StateUnreadable, CodeFileDanglingLink, Data{"target": "/no/where"}},
		{"null device", func(tb testing.TB, path string) { must(tb, os.Symlink(os.DevNull, path)) }, StateRead, "", nil},
		{"too large", func(tb testing.TB, path string) { write(tb, path, ""); must(tb, os.Truncate(path, 5<<30)) }, StateUnreadable, CodeFileTooLarge, Data{"size": strconv.Itoa(5 << 30)}},
		{"UTF-16 LE with a mark", text(units("\ufeff"+hidden, 0, 1)), StateUnreadable, CodeFileUTF16, nil},
		{"UTF-16 BE with a mark", text(units("\ufeff"+hidden, 1, 0)), StateUnreadable, CodeFileUTF16, nil},
		{"UTF-16 LE without", text(units(hidden, 0, 1)), StateUnreadable, CodeFileUTF16, nil},
		{"UTF-16 BE without", text(units(hidden, 1, 0)), StateUnreadable, CodeFileUTF16, nil},
		{"a mark alone", text(byteOrderMark), StateRead, CodeFileBOM, nil},
		{"too many sections", text(strings.Repeat("[a]\n", maxSections+2)), StateUnreadable, CodeFileTooLarge, Data{"sections": strconv.Itoa(maxSections)}},
	})
}

func TestUTF16Names(t *testing.T) {
	t.Parallel()
	text := "\xff\xfe"
	for _, c := range "[profile hidden]\n[default]\n" {
		text += string([]byte{byte(c), 0})
	}
	found := load(t, Documented, text, "").FileFindings()
	if len(found) != 1 || found[0].Data["profiles"] != "hidden, default" {
		t.Errorf("got %+v, want the names of the profiles", found)
	}
}

// A file that belongs to somebody else says so. The test may run as root, who can
// read everything, so the refusal is made up.
func TestPermission(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config")
	write(t, path, "")
	r, _ := rulesOf(Documented)
	f := newFile(Location{Path: path}, RoleConfig, r, newSuggesters())
	f.refuseOpen(&fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission})
	if f.State != StateUnreadable || codes(f.notes) != CodeFilePermission {
		t.Fatalf("state %s, findings %s", f.State, codes(f.notes))
	}
	data := f.notes[0].Data
	if data["mode"] != "0600" || data["uid"] != strconv.Itoa(os.Geteuid()) {
		t.Errorf("data %v", data)
	}
}

// A file that grows past the limit while it is read is refused too.
func TestReadLimited(t *testing.T) {
	t.Parallel()
	if _, err := readLimited(endless{}, 10); err != errTooLarge {
		t.Errorf("error %v, want errTooLarge", err)
	}
	if got, err := readLimited(strings.NewReader("abc"), 0); got != "abc" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// A default file that is not there is nothing to talk about.
func TestAbsentDefaults(t *testing.T) {
	t.Parallel()
	f := mustLoad(t, Options{LookupEnv: env(map[string]string{"HOME": t.TempDir()})})
	if f.Config().State != StateAbsent || f.Credentials().State != StateAbsent || len(f.Lint()) != 0 || len(f.Names()) != 0 {
		t.Errorf("states %s %s, findings %+v", f.Config().State, f.Credentials().State, f.Lint())
	}
	f = mustLoad(t, Options{LookupEnv: env(map[string]string{"HOME": t.TempDir(), "AWS_CONFIG_FILE": "/no/where"}), CredentialsFile: new("")})
	if found := f.FileFindings(); codes(found) != CodeFileMissing+" "+CodeFileMissing || found[0].Data["name"] != "AWS_CONFIG_FILE" || found[1].Data["name"] != "filepath" {
		t.Errorf("findings %+v", found)
	}
}

func TestFileFacts(t *testing.T) {
	t.Parallel()
	f := load(t, Documented, "[default]\n", absent)
	if c := f.Config(); c.State != StateRead || c.Size != 10 || c.ModTime.IsZero() || c.Role != RoleConfig || c.Origin != OptionOrigin("configFilepath") {
		t.Errorf("config %+v", c.Location)
	}
	if c := f.Credentials(); c.State != StateAbsent || c.Size != 0 || !c.ModTime.IsZero() {
		t.Errorf("credentials %+v", c.Location)
	}
}

// Long lines and long sections are cut, and the rest is read.
func TestLimits(t *testing.T) {
	t.Parallel()
	f := load(t, Documented, "[profile a]\nx = "+strings.Repeat("y", MaxLineLength)+"\nz = 1\n["+strings.Repeat("y", MaxLineLength)+"]\nz = 2\n[profile b]\nz = 3\n", "")
	if got, want := listed(f), (list{"a": {"z": "1"}, "b": {"z": "3"}}); !equalLists(got, want) {
		t.Errorf("got %d profiles, want %q", len(got), want)
	}
	f = load(t, Documented, "[profile a]\nfirst = 1\n"+strings.Repeat("x = y\n", maxSectionLines)+"last = 1\n[profile b]\nz = 3\n", "")
	a, _ := f.Profile("a")
	if b, ok := f.Profile("b"); !a.Has("first") || a.Has("last") || !ok || !b.Has("z") {
		t.Error("a long section is not cut, or takes others along")
	}
	if len(find(f.ProfileFindings("a"), CodeSectionTooLong)) != 1 {
		t.Error("nothing says that the section is cut")
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
