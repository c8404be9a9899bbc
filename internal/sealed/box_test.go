package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"credence/internal/secret"
)

func TestBox(t *testing.T) {
	t.Parallel()
	k := newKey()
	for _, plain := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte("session"), 1000), make([]byte, MaxPlain)} {
		sealed, err := box(k, "place", plain)
		if err != nil {
			t.Fatal(err)
		}
		got, err := unbox([]Key{newKey(), k}, "place", sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", len(plain), err)
		}
		if again, _ := box(k, "place", plain); bytes.Equal(again, sealed) {
			t.Error("the same box twice")
		}
	}
	if _, err := box(k, "", make([]byte, MaxPlain+1)); err == nil {
		t.Error("too much was sealed")
	}
}

// TestBoxTampered: every bit and every length but the whole is refused, with a reason.
func TestBoxTampered(t *testing.T) {
	t.Parallel()
	k := newKey()
	sealed, err := box(k, "place", []byte("secret content"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(sealed) * 8 {
		edited := bytes.Clone(sealed)
		edited[i/8] ^= 1 << (i % 8)
		if plain, err := unbox([]Key{k}, "place", edited); err == nil || plain != nil {
			t.Fatalf("bit %d: opened", i)
		}
	}
	for n := range len(sealed) {
		if _, err := unbox([]Key{k}, "place", sealed[:n]); codeOf(err) != CodeTruncated {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	for name, c := range map[string]struct {
		keys   []Key
		bound  string
		sealed []byte
		want   Code
	}{
		"another place": {[]Key{k}, "other", sealed, CodeTampered},
		"another key":   {[]Key{newKey()}, "place", sealed, CodeOtherKey},
		"more behind":   {[]Key{k}, "place", append(bytes.Clone(sealed), 0), CodeTampered},
		"not ours":      {[]Key{k}, "place", bytes.Repeat([]byte("a"), 100), CodeNotOurs},
	} {
		if _, err := unbox(c.keys, c.bound, c.sealed); codeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func codeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

func TestKeyText(t *testing.T) {
	t.Parallel()
	k := newKey()
	text := k.text().Reveal()
	if got, ok := parseKey(secret.New(text + "\n")); !ok || got != k {
		t.Error("a key does not survive its text")
	}
	for _, bad := range []string{"", "junk", keyPrefix, text[:len(text)-1], text[1:], text + "A", strings.Replace(text, keyPrefix, keyPrefix+"A", 1), keyPrefix + "!!!!"} {
		if _, ok := parseKey(secret.New(bad)); ok {
			t.Errorf("%d bytes of something else were taken for a key", len(bad))
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%x", "%s", "%d"} {
		if got := fmt.Sprintf(verb, k); got != secret.Mask {
			t.Errorf("%s printed %q", verb, got)
		}
	}
}

func FuzzUnbox(f *testing.F) {
	k := Key{1, 2, 3}
	whole, err := box(k, "place", []byte("plain"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(magic))
	f.Add(bytes.Repeat([]byte{0xff}, 80))
	f.Fuzz(func(t *testing.T, data []byte) {
		plain, err := unbox([]Key{k}, "place", data)
		if (err == nil) != bytes.Equal(data, whole) && string(plain) != "plain" {
			t.Errorf("%x: %q, %v", data, plain, err)
		}
	})
}
