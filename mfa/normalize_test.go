package mfa_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"credence/mfa"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"123456":             "123456",
		"000000":             "000000",
		" 123 456\n":         "123456",
		"123-456":            "123456",
		"123\u00a0456\r\n":   "123456",
		"\t1 2 3 4 5 6":      "123456",
		"\ufeff123\u2009456": "123456",
		"":                   "",
		"      ":             "",
		"12345":              "",
		"1234567":            "",
		"123456 7":           "",
		"12345a":             "",
		"hunter2":            "",
		"123.456":            "",
		"１２３４５６":             "", // full-width
		"١٢٣٤٥٦":             "",
		"+123456":            "",
		"123456\x00":         "",
		"12345\xff6":         "",
	} {
		got, err := mfa.Normalize(in)
		if got != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, mfa.ErrBadCode) {
			t.Errorf("Normalize(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

var sixDigits = regexp.MustCompile(`^[0-9]{6}$`)

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"123456", " 123 456\n", "1234567", "123-456", "secret", "１２３４５６", "\u200b12\xff3456", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := mfa.Normalize(s)
		if err != nil {
			if code != "" || !errors.Is(err, mfa.ErrBadCode) {
				t.Errorf("Normalize(%q) = %q, %v", s, code, err)
			}
			return
		}
		if !sixDigits.MatchString(code) {
			t.Errorf("Normalize(%q) = %q", s, code)
		}
		if again, err := mfa.Normalize(code); err != nil || again != code {
			t.Errorf("not idempotent: %q, %q, %v", code, again, err)
		}
		// Nothing but digits made the code, and no letter was passed over.
		if kept := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, s); kept != code || strings.ContainsFunc(s, unicode.IsLetter) {
			t.Errorf("Normalize(%q) = %q", s, code)
		}
	})
}
