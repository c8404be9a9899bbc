package cli

import (
	"fmt"
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
)

// processCommand is the value of credential_process that asks program for a profile. The
// SDKs split it in three ways: botocore by the rules of Python's shlex, on Windows by
// those of Microsoft's C library; the others have a shell do it. A POSIX line has
// backslashes and no quotes: both read them alike, and nobody takes the quotes around a
// value for the file's.
func processCommand(program, profile string, windows bool) (string, error) {
	if strings.ContainsFunc(program+profile, isControl) {
		return "", fmt.Errorf("%s: %w", sanitize.Quote(profile), errUnprintable)
	}
	words := []string{program, "process", profile}
	if strings.HasPrefix(profile, "-") {
		words = []string{program, "process", "--profile=" + profile}
	}
	if windows {
		return windowsLine(words), nil
	}
	return posixLine(words, profile)
}

// posixLine are words, of which one is a profile's name, as one line that every SDK
// splits into them again.
func posixLine(words []string, profile string) (string, error) {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = posixWord(word)
	}
	line := strings.Join(quoted, " ")
	if split, err := chain.SplitProcess(line); err != nil || !slices.Equal(split, words) {
		return "", fmt.Errorf("%s: no line says this name to every SDK", sanitize.Quote(profile))
	}
	return line, nil
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }

// posixWord escapes what means something to a shell.
func posixWord(word string) string {
	var b strings.Builder
	for _, r := range word {
		if r < 0x80 && !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// windowsLine puts quotes where there is a blank, and never at both ends of the line,
// which the SDK for Go would take away.
func windowsLine(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = word
		if strings.ContainsAny(word, " \t&|<>^()") {
			quoted[i] = `"` + word + `"`
		}
	}
	if strings.HasPrefix(quoted[0], `"`) && strings.HasSuffix(quoted[len(quoted)-1], `"`) {
		return quoted[0] + " -p " + quoted[len(quoted)-1] + " process"
	}
	return strings.Join(quoted, " ")
}
