package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/keyring"
	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
)

func (a *app) storeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "where sessions and keys rest",
		Long: `Sessions rest in files that only you can read. They can be sealed instead, with a key
that rests in the keyring of your desktop, or in a file that age encrypts, for machines
without one. Long-term keys can be moved out of the shared credentials file, too.

Nothing falls back from one place to another: where a sealed store cannot be opened,
commands say so, go on without kept sessions, and keep none.

A keyring keeps secrets from other users and from whoever gets hold of the disk. It
does not keep them from other programs that you run.`,
		Example: `  credence store
  credence store move keyring
  credence store move age --identity ~/.config/credence/age.txt
  credence store import prod`,
		Args: noCommand("status", "move", "import", "export", "forget", "unlock"),
		RunE: a.run(a.storeStatus),
	}
	cmd.AddCommand(a.storeStatusCommand(), a.storeMoveCommand(), a.storeImportCommand(), a.storeExportCommand(), a.storeForgetCommand(), &cobra.Command{
		Use: "unlock", Short: "ask to unlock the keyring", Args: noArguments, RunE: a.run(a.storeUnlock),
		Long: `Ask the program that keeps the keyring to unlock it. It asks for the password in its own
way, on the desktop.`,
	})
	return cmd
}

// unlockPatience is how long somebody has to type the password of the keyring.
const unlockPatience = 2 * time.Minute

func (a *app) storeUnlock(ctx context.Context, _ *cobra.Command, _ []string) error {
	ring := a.resting().ring()
	err := ring.Check(ctx)
	if e, ok := errors.AsType[*keyring.Error](err); ok && e.Code == keyring.CodeLocked {
		if a.flags.noInput {
			return restError(err)
		}
		_, _ = fmt.Fprintf(a.Stderr, "%s asks for its password.\n", keyring.Name())
		asking, stop := context.WithTimeoutCause(ctx, unlockPatience, &keyring.Error{Code: keyring.CodeNoAnswer, Limit: unlockPatience})
		defer stop()
		err = ring.Unlock(asking)
	}
	if err != nil {
		if e, ok := errors.AsType[*keyring.Error](err); ok && (e.Code == keyring.CodeLocked || e.Code == keyring.CodeDismissed || e.Code == keyring.CodeRefused) {
			return &hintedError{err, []string{"without a desktop: gnome-keyring-daemon --unlock reads the password from standard input"}}
		}
		return restError(err)
	}
	_, err = io.WriteString(a.Stderr, "The keyring is unlocked.\n")
	return err
}

// placeName is a kind of place, for people.
func placeName(kind string) string {
	switch kind {
	case "", settings.StoreFile:
		return "plain files"
	case settings.StoreKeyring:
		return "sealed, key in " + keyring.Name()
	case settings.StoreAge:
		return "sealed, key in an age file"
	}
	return "sealed (" + sanitize.Text(kind) + ")"
}

// movable reports whether an entry holds secrets that can be sealed.
func movable(it cache.Item) bool { return it.Kind != cache.KindMarker && it.State != cache.Rejected }

// placeState is whether a place for keys can be used.
type placeState struct {
	State string `json:"state"` // ready, unused, closed (a passphrase opens it) or unreachable
	Code  string `json:"code,omitempty"`
	Why   string `json:"reason,omitempty"`
	Path  string `json:"path,omitempty"` // of the key file
	Name  string `json:"name"`
}

// The states of a place.
const (
	placeReady       = "ready"
	placeUnused      = "unused" // reachable, and holds no key of ours
	placeClosed      = "closed"
	placeUnreachable = "unreachable"
)

// keyringState looks at the keyring.
func (a *app) keyringState(ctx context.Context, vault *sealed.Vault) placeState {
	s := placeState{Name: keyring.Name()}
	has, err := vault.Ready(ctx, sealed.KindKeyring)
	return s.judge(has, err)
}

// ageState looks at the key file of age, and asks nobody.
func (a *app) ageState(ctx context.Context, vault *sealed.Vault) placeState {
	s := placeState{Name: "age", Path: vault.KeyFile(sealed.KindAge)}
	there, closed, err := vault.AgeFile()
	if err != nil || !there || closed {
		if closed {
			s.State = placeClosed
			return s
		}
		return s.judge(false, err)
	}
	has, err := vault.Ready(ctx, sealed.KindAge)
	return s.judge(has, err)
}

func (s placeState) judge(has bool, err error) placeState {
	switch {
	case err != nil:
		s.State, s.Why, s.Code = placeUnreachable, sanitize.Text(err.Error()), restCode(err)
	case has:
		s.State = placeReady
	default:
		s.State = placeUnused
	}
	return s
}

// restCode is the stable code of what is wrong with a place.
func restCode(err error) string {
	if e, ok := errors.AsType[*keyring.Error](err); ok {
		return string(e.Code)
	}
	if e, ok := errors.AsType[*sealed.Error](err); ok {
		return string(e.Code)
	}
	if e, ok := errors.AsType[*cache.Diagnostic](err); ok {
		return "file." + string(e.Code)
	}
	return ""
}
