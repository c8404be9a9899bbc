package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
)

// useIdentity names the age identity file, and makes it where there is none.
func (a *app) useIdentity(f *settings.File, path string) error {
	path, err := filepath.Abs(a.expand(path))
	if err != nil {
		return err
	}
	made, err := sealed.EnsureIdentity(path)
	if err != nil {
		return restError(err)
	}
	if made {
		_, _ = fmt.Fprintf(a.Stderr, "Made an age identity in %s. Keep a copy: without it, what is sealed is lost.\n", sanitize.Text(path))
	}
	return f.Set("store.age_identity", path)
}

// rewrap encrypts the key file for what was chosen, where it is for something else, and
// gives the vault that has been opened for that; nil where nothing was to be done.
func (a *app) rewrap(ctx context.Context, chosen settings.Store) (*sealed.Vault, error) {
	old, err := a.resting().vault()
	if err != nil {
		return nil, err
	}
	there, closed, err := old.AgeFile()
	if err != nil || !there {
		return nil, err
	}
	to, err := a.vaultFor(chosen.AgeIdentity)
	if err != nil {
		return nil, err
	}
	if chosen.AgeIdentity != "" && !closed {
		if has, err := to.Ready(ctx, sealed.KindAge); has && err == nil {
			return to, nil
		}
		to.Forget(sealed.KindAge)
	}
	return to, restError(old.Rewrap(ctx, to))
}
