package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/stored"
	"credence/internal/wording"
)

// storedLine is the credential_process of a profile whose keys are kept, written as
// processCommand writes its lines.
func storedLine(program, name string, windows bool) (string, error) {
	if strings.ContainsFunc(program+name, isControl) || strings.HasPrefix(name, "-") {
		return "", fmt.Errorf("no credential_process can have the name %s in it", sanitize.Quote(name))
	}
	words := []string{program, "process", "--stored", name}
	if windows {
		if strings.Contains(program, " ") && strings.Contains(name, " ") {
			words = append(words, "--no-input") // no quotes at both ends of the line
		}
		return windowsLine(words), nil
	}
	return posixLine(words, name)
}

// ownLine is storedLine for this program on this system.
func (a *app) ownLine(name string) (string, error) {
	return storedLine(a.program(), name, runtime.GOOS == "windows")
}

// isStoredLine reports whether a credential_process is one of storedLine's.
func isStoredLine(line, name string) bool {
	words, err := chain.SplitProcess(line)
	if runtime.GOOS == "windows" {
		words, err = strings.Fields(strings.ReplaceAll(line, `"`, "")), nil
		name = strings.Join(strings.Fields(name), " ")
		return strings.Contains(strings.Join(words, " "), " process --stored "+name)
	}
	return err == nil && len(words) >= 4 && strings.Contains(filepath.Base(words[0]), "credence") && slices.Equal(words[1:4], []string{"process", "--stored", name})
}

// processStored answers the protocol with the kept keys of a profile. No chain is
// walked, so that nothing can lead back here.
func (a *app) processStored(ctx context.Context, name string, args []string) error {
	if len(args) > 0 {
		return usage(errors.New("--stored names the profile already"), "credence process --stored "+wording.Shell(name))
	}
	safe, err := a.safe()
	if err != nil {
		return err
	}
	keys, err := safe.Get(ctx, name)
	if errors.Is(err, stored.ErrNone) {
		return &hintedError{fmt.Errorf("no keys of %s are kept", sanitize.Quote(name)), []string{"credence store status"}}
	}
	if err != nil {
		return restError(err)
	}
	answer, err := protocol(chain.Credentials{AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey, SessionToken: keys.SessionToken})
	if err != nil {
		return err
	}
	_, err = bare(a.Stdout).Write(answer)
	return err
}
