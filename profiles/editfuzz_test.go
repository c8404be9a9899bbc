package profiles

import (
	"maps"
	"strings"
	"testing"
)

// Whatever the file: a change that is made touches one line, or adds some, and the
// rest is the same to the byte; every other value reads as before.
func FuzzEdit(f *testing.F) {
	for i, seed := range seeds {
		f.Add(seed, "p", "region", "eu-west-1", i%2 == 0)
	}
	f.Add("[profile p]\nregion = a\r\n\t b = 1 # c\n", "p", "b", "x y", true)
	f.Add("[a]\nx = 1\n\n", "p", "region", "eu-west-1", false)
	f.Add("\n", "p", "region", "eu-west-1", true)
	f.Add("# only a comment", "p", "region", "eu-west-1", true)
	f.Add("[p]\naws_secret_access_key=a+/\n", "p", "aws_secret_access_key", "b#c", false)
	f.Fuzz(func(t *testing.T, text, name, key, value string, config bool) {
		role := RoleCredentials
		if config {
			role = RoleConfig
		}
		if len(text) > 1<<16 || utf16Order(text) != nil || strings.Contains(text, "\r") && !strings.Contains(text, "\n") {
			return
		}
		before := &Edit{role: role, real: "file"}
		before.load(text)
		if before.text() != text {
			t.Fatalf("read and not changed: %q", before.text())
		}
		e := &Edit{role: role, real: "file"}
		e.load(text)
		at := profile(name)
		isNew := !e.Has(at)
		if err := e.Set(at, key, value); err != nil {
			if e.text() != text {
				t.Fatalf("refused with %v, and changed: %q", err, e.text())
			}
			return
		}
		if got := e.Value(at, key); got != value {
			t.Fatalf("%q of %q is %q", key, e.text(), got)
		}
		old, changed := linesOf(text), linesOf(e.text())
		head := 0
		for head < len(old) && head < len(changed) && old[head] == changed[head] {
			head++
		}
		tail := 0
		for tail < len(old)-head && tail < len(changed)-head && old[len(old)-1-tail] == changed[len(changed)-1-tail] {
			tail++
		}
		if gone := len(old) - head - tail; gone > 1 {
			t.Fatalf("%d lines of %q are gone in %q", gone, text, e.text())
		}
		if added := len(changed) - head - tail; added > 3 {
			t.Fatalf("%d new lines", added)
		}
		had, has := readBack(t, role, text), readBack(t, role, e.text())
		for _, all := range []list{had, has} {
			if all[name] != nil {
				delete(all[name], key)
				maps.DeleteFunc(all[name], func(k, _ string) bool { return strings.EqualFold(k, key) })
				if len(all[name]) == 0 {
					delete(all, name)
				}
			}
		}
		if !equalLists(had, has) {
			t.Fatalf("%q\nbecame\n%q\nand reads\n%v\nnot\n%v", text, e.text(), has, had)
		}
		e.Diff()
		undone := &Edit{role: role, real: "file"}
		undone.load(e.text())
		if !undone.Revert(e.Undo()) || undone.text() != text {
			t.Fatalf("%q became %q, and by undoing that %q", text, e.text(), undone.text())
		}
		undone.Diff()
		if err := e.Remove(at); err != nil || e.Has(at) {
			t.Fatalf("%v, still there: %q", err, e.text())
		}
		if isNew && e.text() != text {
			t.Fatalf("%q was added to and taken from, and is %q", text, e.text())
		}
	})
}

// linesOf are the lines without their ends, which a last line may get.
func linesOf(text string) []string {
	lines := strings.Split(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// readBack is what a file of this text gives alone.
func readBack(t *testing.T, role FileRole, text string) list {
	t.Helper()
	config, credentials := text, absent
	if role == RoleCredentials {
		config, credentials = absent, text
	}
	return listed(load(t, Documented, config, credentials))
}
