package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A stable code gets at least one test: each is named, by its constant or its text,
// in some test or test data.
func TestEveryCodeIsTested(t *testing.T) {
	t.Parallel()
	tests := testCorpus(t)
	for _, folder := range []string{"chain", "profiles"} {
		for name, code := range codesOf(t, filepath.Join(root, folder)) {
			if !strings.Contains(tests, code) && !strings.Contains(tests, name) {
				t.Errorf("%s: no test names %s (%s)", folder, code, name)
			}
		}
	}
}

// codesOf are the string constants of a package that look like a code: two or more
// words of lower-case letters and dashes, with dots between.
func codesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	codes := map[string]string{}
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			lit, ok := spec.Values[0].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			code, err := strconv.Unquote(lit.Value)
			prefixed := strings.HasPrefix(spec.Names[0].Name, "Code") || strings.HasPrefix(spec.Names[0].Name, "Finding")
			if err == nil && prefixed && strings.Contains(code, ".") {
				codes[spec.Names[0].Name] = code
			}
			return true
		})
	}
	if len(codes) == 0 {
		t.Fatalf("%s has no codes: the test looks for the wrong thing", folder)
	}
	return codes
}

func testCorpus(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !strings.HasSuffix(path, "_test.go") && !strings.Contains(path, "testdata") || strings.Contains(path, ".git/") {
			return nil
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
