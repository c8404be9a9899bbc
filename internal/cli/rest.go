package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/keyring"
	"credence/internal/sealed"
	"credence/internal/secret"
	"credence/internal/settings"
	"credence/internal/stored"
	"credence/internal/wording"
	"credence/mfa"
)

// resting is where secrets rest: the settings, read when they are first needed, and
// the vault for what is sealed.
type resting struct {
	places func() (settings.Places, error)
	chosen func() (settings.Store, error)
	vault  func() (*sealed.Vault, error)
	ring   func() *keyring.Keyring
	quiet  bool // nobody can be asked: the inspector has the terminal
}

// resting is made once a run: a keyring is asked once, and so is a person.
func (a *app) resting() *resting {
	if a.rest != nil {
		return a.rest
	}
	r := &resting{}
	r.places = sync.OnceValues(func() (settings.Places, error) { return settings.Locate(a.Env.Lookup, a.home()) })
	r.chosen = sync.OnceValues(func() (settings.Store, error) {
		at, err := r.places()
		if err != nil {
			return settings.Store{}, err
		}
		return settings.ReadStore(at.Config)
	})
	r.ring = sync.OnceValue(func() *keyring.Keyring { return keyring.New(keyring.Options{Lookup: a.Env.Lookup}) })
	r.vault = sync.OnceValues(func() (*sealed.Vault, error) {
		chosen, err := r.chosen()
		if err != nil {
			return nil, err
		}
		return a.vaultFor(chosen.AgeIdentity)
	})
	a.rest = r
	return r
}

// vaultFor is the vault with an age identity; "" for a passphrase.
func (a *app) vaultFor(identity string) (*sealed.Vault, error) {
	at, err := a.resting().places()
	if err != nil {
		return nil, err
	}
	var ring sealed.Keyring = a.resting().ring()
	if a.Phone != nil {
		ring = demoRing{}
	}
	return sealed.New(sealed.Options{
		Dir: at.Data, Keyring: ring, Identity: a.expand(identity), Ask: a.passphrase(), Clock: a.Clock,
	}), nil
}

// demoRing is the keyring of the demo: none, so that nothing of it stays behind.
type demoRing struct{}

var errDemoRing = errors.New("the demo leaves your keyring alone")

// Find implements sealed.Keyring.
func (demoRing) Find(context.Context, string) ([]secret.Text, error) { return nil, errDemoRing }

// Add implements sealed.Keyring.
func (demoRing) Add(context.Context, string, string, secret.Text) error { return errDemoRing }

// Remove implements sealed.Keyring.
func (demoRing) Remove(context.Context, string, func(secret.Text) bool) (int, error) {
	return 0, errDemoRing
}

// expand puts the home folder in the place of a leading ~.
func (a *app) expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(a.home(), rest)
	}
	return path
}

// passphrase asks a person, where that is possible.
func (a *app) passphrase() sealed.Ask {
	if a.flags.noInput || a.AskSecret == nil {
		return nil
	}
	return func(ctx context.Context, q sealed.Question) (secret.Text, error) {
		if a.resting().quiet {
			return secret.Text{}, &sealed.Error{Code: sealed.CodeCannotAsk, Path: q.File}
		}
		q.File = wording.Path(q.File, a.home())
		word, err := a.AskSecret(ctx, q)
		if errors.Is(err, mfa.ErrCanceled) && a.leave != nil {
			a.leave(ErrInterrupted) // the prompt took the ^C: it was for the command
		}
		return word, err
	}
}

// sealer is the seal of the store of sessions (cache.Sealer). It has no need of the
// settings before there is something to seal.
type sealer struct{ rest *resting }

// Kind implements cache.Sealer.
func (s sealer) Kind(profile string) (string, error) {
	chosen, err := s.rest.chosen()
	if err != nil {
		return "", err
	}
	return sealKind(chosen.Of(profile)), nil
}

// sealKind is the seal of a kind of place: none of plain files.
func sealKind(place string) string {
	if place == settings.StoreFile {
		return ""
	}
	return place
}

// Seal implements cache.Sealer.
func (s sealer) Seal(ctx context.Context, kind, bound string, plain []byte) ([]byte, error) {
	vault, err := s.rest.vault()
	if err != nil {
		return nil, err
	}
	return vaultSeal{vault}.Seal(ctx, kind, bound, plain)
}

// Open implements cache.Sealer.
func (s sealer) Open(ctx context.Context, kind, bound string, box []byte) ([]byte, error) {
	vault, err := s.rest.vault()
	if err != nil {
		return nil, err
	}
	return vaultSeal{vault}.Open(ctx, kind, bound, box)
}

// safe is where long-term keys are kept.
func (a *app) safe() (*stored.Safe, error) {
	at, err := a.resting().places()
	if err != nil {
		return nil, err
	}
	return stored.Open(at.Data, sealer{a.resting()}, a.Clock), nil
}

// tellSealed says of a walk that a sealed store could not be used: commands that print
// no findings would go on without it in silence. nil where the command prints them.
func (a *app) tellSealed(cmd *cobra.Command) func(chain.Event) {
	if name := cmd.Name(); !cmd.HasParent() || name == "why" {
		return nil
	}
	var said []string
	return func(e chain.Event) {
		if e.Kind != chain.EventFinding || e.Finding.Code != chain.FindingCacheSealed && e.Finding.Code != chain.FindingCacheUnsealed {
			return
		}
		if cause := e.Finding.Data["cause"]; !slices.Contains(said, cause) {
			said = append(said, cause)
			if message, hint := wording.Finding(*e.Finding); a.oneLine {
				_, _ = io.WriteString(a.Stderr, "credence: "+message+"; hint: "+hint+"\n")
			} else {
				_, _ = io.WriteString(a.Stderr, a.page(a.Stderr).note(*e.Finding, true))
			}
		}
	}
}
