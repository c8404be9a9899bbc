// Package house holds the rules of DESIGN section 3 that a test can hold: which
// package may import which, and how large a file may grow.
package house

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// layers are the packages from the ground up: one may import those of lower rows
// and, within `with`, nothing beside it.
var layers = map[string]int{
	"credence/internal/secret": 0, "credence/internal/sanitize": 0, "credence/internal/clock": 0,
	"credence/internal/termquiet": 0, "credence/internal/cells": 0, "credence/internal/qrcode": 0, "credence/internal/nodump": 0,
	"credence/internal/loopback": 0, "credence/internal/ownfile": 0,
	"credence/internal/process": 1, "credence/internal/browser": 2, "credence/internal/term": 1, "credence/internal/ptytest": 1, "credence/internal/tmuxtest": 1,
	"credence/profiles":         2,
	"credence/mfa":              2,
	"credence/chain/cache":      3,
	"credence/chain":            4,
	"credence/internal/keyring": 1, "credence/internal/sealed": 4, "credence/internal/stored": 4,
	"credence/internal/fakeaws/lane": 4, "credence/internal/fakeaws": 4, "credence/internal/fakeaws/demo": 5,
	"credence/internal/wording": 5, "credence/internal/shell": 5, "credence/internal/settings": 5, "credence/internal/signin": 5, "credence/internal/console": 5, "credence/internal/portal": 5,
	"credence/internal/endpoint": 5,
	"credence/tui":               6,
	"credence/internal/cli":      7,
	"credence":                   8,
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
	GoFiles    []string
	Dir        string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps,GoFiles,Dir", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func TestImportsPointDownwards(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 {
			continue
		}
		mine, known := layers[p.ImportPath]
		if !known {
			t.Errorf("%s has no place in the house: give it a layer here and in the design", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if theirs, ours := layers[i]; ours && theirs >= mine {
				t.Errorf("%s imports %s, which is not below it", p.ImportPath, i)
			}
		}
	}
}

func TestLibrariesKnowNoTerminal(t *testing.T) {
	t.Parallel()
	terminal := []string{"charmbracelet", "termenv", "golang.org/x/term", "credence/internal/term", "cobra"}
	for _, p := range packages(t) {
		if !slices.Contains([]string{"credence/chain", "credence/chain/cache", "credence/profiles", "credence/mfa"}, p.ImportPath) {
			continue
		}
		for _, dep := range p.Deps {
			for _, bad := range terminal {
				if strings.Contains(dep, bad) {
					t.Errorf("%s depends on %s", p.ImportPath, dep)
				}
			}
		}
		if slices.Contains(p.Deps, "github.com/aws/aws-sdk-go-v2/config") {
			t.Errorf("%s depends on the SDK's own chain", p.ImportPath)
		}
		for _, name := range p.GoFiles {
			refuseStandardStreams(t, filepath.Join(p.Dir, name))
		}
	}
}

// refuseStandardStreams fails where a library names os.Stdout and its like, or prints.
func refuseStandardStreams(t *testing.T, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	banned := []string{"os.Stdout", "os.Stderr", "os.Stdin", "fmt.Print", "fmt.Println", "fmt.Printf", "log.Print", "log.Printf", "log.Println"}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(banned, x.Name+"."+s.Sel.Name) {
				t.Errorf("%s uses %s.%s", path, x.Name, s.Sel.Name)
			}
		}
		return true
	})
}

func TestFilesAndNames(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		if folder := filepath.Base(filepath.Dir(path)); slices.Contains([]string{"util", "utils", "common", "helpers", "misc"}, folder) {
			t.Errorf("%s: %q says nothing of what is in it", path, folder)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(text, []byte("\n")); n > 500 {
			t.Errorf("%s has %d lines; 500 is the limit", path, n)
		}
		if bytes.Contains(text, []byte("\nfunc init()")) && !strings.Contains(path, "termquiet") && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has an init function", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
