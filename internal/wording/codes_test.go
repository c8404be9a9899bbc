package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"credence/chain"
	"credence/profiles"
)

// constants are the string constants of a package whose names begin with prefix, by
// their names. They are read from the source, so that a new code cannot be forgotten.
func constants(t *testing.T, dir, prefix string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of %s: %v", dir, err)
	}
	found := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, name := range spec.Names {
				if !strings.HasPrefix(name.Name, prefix) || i >= len(spec.Values) {
					continue
				}
				if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if value, err := strconv.Unquote(literal.Value); err == nil && strings.Contains(value, ".") {
						found[name.Name] = value
					}
				}
			}
			return true
		})
	}
	if len(found) < 10 {
		t.Fatalf("only %d constants %s… in %s", len(found), prefix, dir)
	}
	return found
}

// checkText holds the rules of every wording.
func checkText(t *testing.T, what, text string) {
	t.Helper()
	switch {
	case text == "":
		t.Errorf("%s: no text", what)
	case strings.HasSuffix(text, "."):
		t.Errorf("%s ends with a full stop: %q", what, text)
	case strings.ContainsAny(text, "{}\n") || strings.Contains(text, "  "):
		t.Errorf("%s: %q", what, text)
	}
}

func lower(t *testing.T, what, text string) {
	t.Helper()
	word, _, _ := strings.Cut(text, " ")
	if first := []rune(word + " ")[0]; unicode.IsUpper(first) && strings.ToUpper(word) != word {
		t.Errorf("%s begins in upper case: %q", what, text)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	full := facts{data: everyFact{}.data(), origin: new(profiles.FileOrigin("/h/.aws/config", 31))}
	for name, code := range constants(t, "chain", "Code") {
		e, ok := lookup(chain.Code(code))
		if !ok {
			t.Errorf("%s (%s) has no words", name, code)
			continue
		}
		bare := chain.Reason{Code: chain.Code(code)}
		if bare.Code != chain.CodeNotReached {
			checkText(t, name+" reason", Reason(bare))
			checkText(t, name+" reason in full", e.reason.fill(full))
		}
		lower(t, name, Reason(bare))
		if e.message != nil {
			checkText(t, name+" message", Message(&chain.Error{Reason: bare}))
			checkText(t, name+" message in full", e.message.fill(full))
			lower(t, name, e.message.fill(full))
		}
		if e.change != nil {
			checkText(t, name+" change", e.change.fill(full))
		}
		for _, h := range e.hints {
			text, _ := expand(h, full)
			checkText(t, name+" hint", text)
		}
		for _, h := range Hints(&chain.Error{Reason: bare}) {
			if strings.Contains(h, missing) {
				t.Errorf("%s: a hint without its facts is shown: %q", name, h)
			}
		}
	}
}

func TestEveryFindingHasWords(t *testing.T) {
	t.Parallel()
	codes := constants(t, "chain", "Finding")
	for name, code := range constants(t, "profiles", "Code") {
		codes[name] = code
	}
	for name, code := range codes {
		if _, ok := lookupFinding(code); !ok {
			t.Errorf("%s (%s) has no words", name, code)
			continue
		}
		for _, f := range []profiles.Finding{
			{Code: code, Origin: profiles.FileOrigin("/h/.aws/config", 31)},
			{Code: code, Origin: profiles.FileOrigin("/h/.aws/config", 31), Data: everyFact{}.data()},
		} {
			message, hint := Finding(f)
			checkText(t, name, message)
			lower(t, name, message)
			if hint != "" {
				checkText(t, name+" hint", hint)
			}
		}
	}
}

// TestNoWordsWithoutCode finds wordings of codes that no longer exist.
func TestNoWordsWithoutCode(t *testing.T) {
	t.Parallel()
	codes, findings := map[string]bool{}, map[string]bool{}
	for _, code := range constants(t, "chain", "Code") {
		codes[code] = true
	}
	for _, all := range []map[string]string{constants(t, "chain", "Finding"), constants(t, "profiles", "Code")} {
		for _, code := range all {
			findings[code] = true
		}
	}
	for _, words := range families {
		for code := range words() {
			if !codes[string(code)] {
				t.Errorf("reason %s", code)
			}
		}
	}
	for _, words := range findingFamilies {
		for code := range words() {
			if !findings[code] {
				t.Errorf("finding %s", code)
			}
		}
	}
}

// everyFact gives a value for every name that a phrase may ask for.
type everyFact struct{}

func (everyFact) data() profiles.Data {
	data := profiles.Data{}
	add := func(text string) {
		for {
			_, after, ok := strings.Cut(text, "{")
			if !ok {
				return
			}
			text = strings.TrimPrefix(after, "?")
			if after != text {
				continue
			}
			blank, _, _ := strings.Cut(after, "}")
			names, filter, _ := strings.Cut(blank, "|")
			for name := range strings.SplitSeq(names, "/") {
				data[name] = sample(filter)
			}
		}
	}
	for _, words := range families {
		for _, e := range words() {
			for _, p := range []phrase{e.reason, e.message, e.change, e.hints} {
				for _, text := range p {
					add(text)
				}
			}
		}
	}
	for _, words := range findingFamilies {
		for _, r := range words() {
			for _, text := range append(append(phrase{}, r.message...), r.hint...) {
				add(text)
			}
		}
	}
	return data
}

func sample(filter string) string {
	switch filter {
	case "role", "account":
		return "arn:aws:iam::111122223333:role/Admin"
	case "because":
		return string(chain.CodeEnvUnset)
	case "ms", "skew", "left":
		return "1500"
	}
	return "x"
}
