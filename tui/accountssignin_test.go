package tui

import (
	"context"
	"errors"
	"testing"

	"credence/chain"
)

// Where the accounts take a sign-in, that is offered, and then they are shown.
func TestAccountsAfterASignIn(t *testing.T) {
	t.Parallel()
	d := newStubDesk()
	signedIn, reads := make(chan struct{}), make(chan string, 8)
	r := newRig(t, withDesk(d), func(_ *rig, o *Options) {
		o.Accounts = func(_ context.Context, profile string) (Inventory, error) {
			reads <- profile
			select {
			case <-signedIn:
				return Inventory{Title: "corp", Accounts: sampleAccounts()}, nil
			default:
				return Inventory{}, &chain.Error{Reason: chain.Reason{Code: chain.CodeSSOTokenMissing, Data: chain.Data{"session": "corp"}}}
			}
		}
	})
	r.at("sso-dev")
	r.press("A")
	r.shows("never signed in to corp")
	r.shows("enter signs in   esc leaves")
	r.press("esc")
	r.shows("profiles")
	if r.m.pane != nil || r.m.mode != modeList {
		t.Errorf("mode %v", r.m.mode)
	}
	r.press("A")
	r.shows("enter signs in")
	r.press("enter")
	r.shows("code  " + deviceCode)
	close(signedIn)
	d.end <- nil
	r.shows("sign-in corp · 5 accounts, 6 roles")
	if len(reads) != 3 {
		t.Errorf("read %d times", len(reads))
	}
}

// The list opens at once; what is typed while it is read filters it, and esc ends the
// reading.
func TestAccountsBeingRead(t *testing.T) {
	t.Parallel()
	hold, ended := make(chan struct{}), make(chan error, 1)
	r := newRig(t, func(_ *rig, o *Options) {
		o.Accounts = func(ctx context.Context, _ string) (Inventory, error) {
			select {
			case <-hold:
				return Inventory{Title: "corp", Accounts: sampleAccounts()}, nil
			case <-ctx.Done():
				ended <- ctx.Err()
				return Inventory{}, ctx.Err()
			}
		}
	})
	r.at("sso-dev")
	r.press("A")
	r.shows("reading the accounts and roles")
	r.press("enter")
	r.press("esc")
	r.shows("profiles")
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	r.press("A")
	r.typing("prod")
	close(hold)
	r.shows("/prod")
	r.shows("1 of 6")
}
