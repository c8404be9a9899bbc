package sealed

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"credence/internal/secret"
)

// answers asks nobody: it gives one answer after the other, the last for ever.
func answers(words ...string) Ask {
	return func(_ context.Context, q Question) (secret.Text, error) {
		word := words[0]
		if len(words) > 1 {
			words = words[1:]
		}
		return secret.New(word), nil
	}
}

func TestAgePassphrase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := New(Options{Dir: dir, Ask: answers("correct horse"), work: 8})
	box, err := v.Seal(t.Context(), KindAge, "x", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(v.KeyFile(KindAge)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if there, asks, err := v.AgeFile(); !there || !asks || err != nil {
		t.Errorf("%v %v %v", there, asks, err)
	}
	for name, c := range map[string]struct {
		ask  Ask
		want Code
	}{
		"right":             {answers("correct horse"), ""},
		"at the third time": {answers("a", "b", "correct horse"), ""},
		"wrong":             {answers("a"), CodePassphrase},
		"empty":             {answers(""), CodePassphrase},
		"nobody to ask":     {nil, CodeCannotAsk},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plain, err := New(Options{Dir: dir, Ask: c.ask}).Open(t.Context(), KindAge, "x", box)
			if codeOf(err) != c.want || (err == nil) != (string(plain) == "plain") {
				t.Errorf("%q, %v", plain, err)
			}
		})
	}
}

// TestAgeHostile: a damaged key file is refused. The work of one that would cost minutes
// is not begun: nobody is asked for the passphrase that it would be done on.
func TestAgeHostile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := New(Options{Dir: dir, Ask: answers("word"), work: 8})
	if err := v.Prepare(t.Context(), KindAge); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(v.KeyFile(KindAge))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		text []byte
		want Code
	}{
		"empty":           {nil, CodeDamaged},
		"junk":            {[]byte("junk\n"), CodeDamaged},
		"half":            {whole[:len(whole)/2], CodeDamaged},
		"one byte less":   {whole[:len(whole)-1], CodeDamaged},
		"a byte more":     {append(bytes.Clone(whole), 'x'), CodeDamaged},
		"a cost too high": {bytes.Replace(whole, []byte(" 8\n"), fmt.Appendf(nil, " %d\n", maxWorkFactor+1), 1), CodeCost},
		"giant cost":      {bytes.Replace(whole, []byte(" 8\n"), []byte(" 30\n"), 1), CodeCost},
		"cost of 64 bits": {bytes.Replace(whole, []byte(" 8\n"), []byte(" 99999999999999999999\n"), 1), CodeCost},
		"negative cost":   {bytes.Replace(whole, []byte(" 8\n"), []byte(" -1\n"), 1), CodeCost},
		"two recipients":  {bytes.Replace(whole, []byte("-> scrypt"), []byte("-> X25519 a\nb\n-> scrypt"), 1), CodeDamaged},
		"endless header":  {append([]byte("age-encryption.org/v1\n"), bytes.Repeat([]byte("-> a\n\n"), 100_000)...), CodeDamaged},
	}
	for bit := range 40 { // spread over the whole file
		at := bit * len(whole) / 40
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << (bit % 8)
		cases[fmt.Sprintf("bit %d of byte %d", bit%8, at)] = struct {
			text []byte
			want Code
		}{flipped, ""}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, ageName), c.text, 0o600); err != nil {
				t.Fatal(err)
			}
			asked := 0
			ask := func(context.Context, Question) (secret.Text, error) {
				if asked++; asked > 1 {
					return secret.Text{}, &Error{Code: CodeCannotAsk}
				}
				return secret.New("word"), nil
			}
			_, err := New(Options{Dir: dir, Ask: ask}).Ready(t.Context(), KindAge)
			if err == nil || c.want != "" && codeOf(err) != c.want && codeOf(err) != CodeNoIdentity {
				t.Errorf("%v, want %s", err, c.want)
			}
			if c.want == CodeCost && asked > 0 {
				t.Error("a passphrase was asked for")
			}
		})
	}
}

// TestAgeCost: new key files say what they cost, which is no more than is ever paid.
func TestAgeCost(t *testing.T) {
	t.Parallel()
	if workFactor > maxWorkFactor || maxWorkFactor > 17 {
		t.Errorf("the work of new files is 2^%d, the most is 2^%d: half a second is 2^17", workFactor, maxWorkFactor)
	}
	dir := t.TempDir()
	if err := New(Options{Dir: dir, Ask: answers("word")}).Prepare(t.Context(), KindAge); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, ageName))
	if err != nil || !strings.Contains(string(text), fmt.Sprintf(" %d\n", workFactor)) {
		t.Errorf("%v: %.80q", err, text)
	}
}

// BenchmarkAgeCost measures what the dearest key file that is opened at all costs.
func BenchmarkAgeCost(b *testing.B) {
	dir := b.TempDir()
	if err := New(Options{Dir: dir, Ask: answers("word"), work: maxWorkFactor}).Prepare(b.Context(), KindAge); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := New(Options{Dir: dir, Ask: answers("word")}).Ready(b.Context(), KindAge); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAgeIdentity(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	identity := filepath.Join(dir, "id.txt")
	if made, err := EnsureIdentity(identity); !made || err != nil {
		t.Fatalf("%v, %v", made, err)
	}
	if made, err := EnsureIdentity(identity); made || err != nil {
		t.Fatalf("a second time: %v, %v", made, err)
	}
	text, err := os.ReadFile(identity)
	if err != nil || !strings.Contains(string(text), "AGE-SECRET-KEY-1") {
		t.Fatalf("%v", err)
	}
	v := New(Options{Dir: dir, Identity: identity})
	box, err := v.Seal(t.Context(), KindAge, "x", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if _, asks, err := v.AgeFile(); asks || err != nil {
		t.Errorf("%v %v", asks, err)
	}
	open := func(path string) error {
		_, err := New(Options{Dir: dir, Identity: path}).Open(t.Context(), KindAge, "x", box)
		return err
	}
	if err := open(identity); err != nil {
		t.Error(err)
	}
	other := filepath.Join(dir, "other.txt")
	if _, err := EnsureIdentity(other); err != nil {
		t.Fatal(err)
	}
	junk := filepath.Join(dir, "junk.txt")
	if err := os.WriteFile(junk, []byte("AGE-SECRET-KEY-1JUNK\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	loose := filepath.Join(dir, "loose.txt")
	if err := os.WriteFile(loose, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]Code{
		"": CodeNoIdentity, filepath.Join(dir, "none"): CodeNoIdentity, other: CodeWrongKey, junk: CodeBadIdentity, loose: CodeOpenFile,
	} {
		err := open(path)
		if codeOf(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
		if strings.Contains(err.Error(), "AGE-SECRET") {
			t.Errorf("the error shows the identity: %v", err)
		}
	}
}

// TestAgePostQuantum: identities of age-keygen -pq do as well.
func TestAgePostQuantum(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "pq.txt")
	if err := os.WriteFile(path, []byte(id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := New(Options{Dir: dir, Identity: path})
	box, err := v.Seal(t.Context(), KindAge, "x", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := New(Options{Dir: dir, Identity: path}).Open(t.Context(), KindAge, "x", box); err != nil || string(plain) != "plain" {
		t.Errorf("%q, %v", plain, err)
	}
}

// TestRewrap: another identity or passphrase opens the same boxes, the old one no more.
func TestRewrap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one, two := filepath.Join(dir, "1.txt"), filepath.Join(dir, "2.txt")
	for _, path := range []string{one, two} {
		if _, err := EnsureIdentity(path); err != nil {
			t.Fatal(err)
		}
	}
	vault := func(identity string) *Vault {
		return New(Options{Dir: dir, Identity: identity, Ask: answers("word"), work: 8})
	}
	if err := vault(one).Rewrap(t.Context(), vault(two)); err != nil {
		t.Errorf("without a key file: %v", err)
	}
	box, err := vault(one).Seal(t.Context(), KindAge, "x", []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		old      Code
	}{{one, two, CodeWrongKey}, {two, "", ""}, {"", one, CodeNoIdentity}} {
		if err := vault(c.from).Rewrap(t.Context(), vault(c.to)); err != nil {
			t.Fatal(err)
		}
		if plain, err := vault(c.to).Open(t.Context(), KindAge, "x", box); err != nil || string(plain) != "plain" {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
		if _, err := vault(c.from).Open(t.Context(), KindAge, "x", box); codeOf(err) != c.old {
			t.Errorf("%s still opens it: %v", c.from, err)
		}
	}
	if err := vault(two).Rewrap(t.Context(), vault(one)); codeOf(err) != CodeWrongKey {
		t.Errorf("with the wrong identity: %v", err)
	}
}
