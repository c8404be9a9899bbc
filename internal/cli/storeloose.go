package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"credence/chain/cache"
	"credence/internal/wording"
	"credence/mfa"
	"credence/profiles"
)

// troubles are what is wrong with the files of the caches, and the store's folder.
func (inv *inventory) troubles() []*cache.Diagnostic {
	found := slices.Clone(inv.problems)
	for _, it := range inv.items {
		found = append(found, it.Problems...)
	}
	return found
}

// isLoose reports that others may read or write a file.
func isLoose(d *cache.Diagnostic) bool {
	return d.Code == cache.CodeLoose || d.Code == cache.CodeWritable
}

// looseOf are those of some files that others may read or write.
func looseOf(paths ...string) []*cache.Diagnostic {
	var found []*cache.Diagnostic
	for _, path := range paths {
		if path == "" {
			continue
		}
		dir, name := filepath.Split(path)
		_, loose, err := cache.NewFiles(dir, nil).Read(name)
		if d, ok := errors.AsType[*cache.Diagnostic](err); ok {
			loose = d
		}
		if loose != nil && isLoose(loose) {
			found = append(found, loose)
		}
	}
	return found
}

// looseShared are the shared files that hold keys and that others may read or write.
func looseShared(o profiles.Options) []*cache.Diagnostic {
	at, err := profiles.Locate(o)
	if err != nil {
		return nil
	}
	var found []*cache.Diagnostic
	for _, path := range []string{at.Credentials.Path, at.Config.Path} {
		d := cache.Loose(path)
		if d == nil || !isLoose(d) {
			continue
		}
		text, err := os.ReadFile(d.Path)
		if path == at.Credentials.Path || err == nil && strings.Contains(strings.ToLower(string(text)), keySecret) {
			found = append(found, d)
		}
	}
	return found
}

// mayTighten asks a person whether others shall lose their rights.
func (a *app) mayTighten(ctx context.Context, found []*cache.Diagnostic) (bool, error) {
	if len(found) == 0 || a.Confirm == nil || a.flags.noInput || !a.StderrTerminal {
		return false, nil
	}
	for _, d := range found {
		_, _ = io.WriteString(a.Stderr, looseText(string(d.Code), wording.Path(d.Path, a.home()))+"\n")
	}
	yes, err := a.Confirm(ctx, "take these rights from others?")
	switch {
	case errors.Is(err, mfa.ErrNotInteractive):
		return false, nil
	case errors.Is(err, mfa.ErrCanceled):
		return false, told{ExitInterrupted}
	}
	return yes, err
}

// looseText says what others may do with a file.
func looseText(code, path string) string {
	if code == string(cache.CodeWritable) {
		return "others may write to " + path
	}
	return "others may read " + path
}

// loose reports the files of ours that others may read or write and, with fix, takes
// that right from them.
func (a *app) loose(r *storeReport, found []*cache.Diagnostic, fix bool) error {
	var failed []error
	for _, d := range found {
		p := fileProblem{Path: d.Path, Code: string(d.Code)}
		if fix {
			err := tighten(d.Path)
			p.Fixed = err == nil
			failed = append(failed, err)
		}
		r.Problems = append(r.Problems, p)
	}
	return errors.Join(failed...)
}

// tighten takes all rights of others from a file or folder, through no link.
func tighten(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	switch {
	case info.IsDir():
		return os.Chmod(path, 0o700)
	case info.Mode()&fs.ModeType != 0:
		return fmt.Errorf("%s is no regular file", path)
	}
	return os.Chmod(path, 0o600)
}
