package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/portal"
)

// withAccounts gives the inspector an inventory, and notes for which profile it is read.
func withAccounts(asked *string, fail error) option {
	return func(_ *rig, o *Options) {
		o.Accounts = func(_ context.Context, profile string) (Inventory, error) {
			*asked = profile
			return Inventory{Title: "corp", Accounts: sampleAccounts(), Session: func(_ context.Context, r portal.Role) (*chain.Result, error) {
				if r.Name == "Ops" {
					return nil, &chain.Error{Reason: chain.Reason{Code: chain.CodeSSODenied, Data: chain.Data{"role": r.Name, "account": r.Account.ID}}}
				}
				return &chain.Result{Outcome: chain.OutcomeFound, Profile: chain.ProfileChoice{Name: "corp:" + r.Account.Name + "/" + r.Name, SelectedBy: chain.SelectedByArgument}}, nil
			}}, fail
		}
	}
}

func TestAccountsInTheInspector(t *testing.T) {
	t.Parallel()
	var asked string
	r := newRig(t, withAccounts(&asked, nil))
	r.at("sso-dev")
	r.press("A")
	r.shows("sign-in corp · 5 accounts, 6 roles")
	if asked != "sso-dev" {
		t.Errorf("read for %q", asked)
	}
	r.typing("q")
	r.shows("/q")
	r.press("esc")
	r.press("esc")
	r.shows("profiles")
	if r.m.pane != nil || r.quit {
		t.Fatal("the list does not close, or takes the program with it")
	}
	r.press("A")
	r.shows("sign-in corp")
	r.typing("Ops")
	r.press("enter")
	r.shows("Ops in account")
	r.press("A")
	r.shows("sign-in corp")
	r.typing("prod")
	r.press("enter")
	r.shows("credence exec corp:prod/ReadOnly")
	if c := r.m.Choice(); c.Profile != "corp:prod/ReadOnly" || c.Result == nil || r.quit {
		t.Errorf("%+v", c)
	}
}

func TestAccountsTaken(t *testing.T) {
	t.Parallel()
	var asked string
	r := newRig(t, withAccounts(&asked, nil), func(_ *rig, o *Options) { o.Captured = true })
	r.press("A")
	r.shows("enter take")
	r.typing("prod")
	r.press("enter")
	r.until("the end", func() bool { return r.quit })
	if c := r.m.Choice(); c.Profile != "corp:prod/ReadOnly" || c.Result == nil {
		t.Errorf("%+v", c)
	}
}

func TestAccountsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	var asked string
	for want, fail := range map[string]error{
		"sign in first: credence login corp": &chain.Error{Reason: chain.Reason{Code: chain.CodeSSOTokenExpired, Data: chain.Data{"session": "corp"}}},
		"broken":                             errors.New("broken"),
	} {
		r := newRig(t, withAccounts(&asked, fail))
		r.press("A")
		r.shows(want)
		if r.m.pane != nil {
			t.Error("a list without an inventory")
		}
	}
	r := newRig(t)
	r.press("A")
	if view := r.screen(); r.m.pane != nil || strings.Contains(view, "reading") {
		t.Errorf("%s", view)
	}
}

// TestTheMouseInTheAccounts: the wheel moves the cursor, a click puts it on a row, and
// nothing else moves it.
func TestTheMouseInTheAccounts(t *testing.T) {
	t.Parallel()
	var asked string
	r := newRig(t, withAccounts(&asked, nil), sized(80, 9))
	r.press("A")
	r.shows("sign-in corp")
	for _, step := range []struct {
		send tea.Msg
		row  int
	}{
		{clickAt(5, 5), 1},
		{clickAt(5, 3), 1},
		{clickAt(5, 7), 1},
		{wheelAt(5, 5), 4},
		{clickAt(5, 4), 2},
	} {
		r.send(step.send)
		if at := r.m.pane.list.cursor; at != step.row {
			t.Errorf("%v: on row %d, want %d", step.send, at, step.row)
		}
	}
}

// TestAPickedRoleSaysHowItIsUsed, in as many words as the footer has room for.
func TestAPickedRoleSaysHowItIsUsed(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]string{
		100: " corp:1/Ops is chosen: credence exec corp:1/Ops runs with it",
		50:  " corp:1/Ops is chosen: credence exec corp:1/Ops ",
		40:  " corp:1/Ops is chosen   ",
	} {
		r := newRig(t, sized(width, 28))
		r.settled()
		r.send(roleMsg{result: &chain.Result{Profile: chain.ProfileChoice{Name: "corp:1/Ops"}}})
		if lines := strings.Split(r.screen(), "\n"); !strings.HasPrefix(lines[len(lines)-1], want) {
			t.Errorf("%d: %q, want %q", width, lines[len(lines)-1], want)
		}
	}
}

// TestACodeEndsTheReadingOfAccounts: nothing goes on behind what is asked.
func TestACodeEndsTheReadingOfAccounts(t *testing.T) {
	t.Parallel()
	reading, ended := make(chan struct{}), make(chan struct{})
	r := newRig(t, func(_ *rig, o *Options) {
		o.Accounts = func(ctx context.Context, _ string) (Inventory, error) {
			close(reading)
			<-ctx.Done()
			close(ended)
			return Inventory{}, ctx.Err()
		}
	})
	r.at("prod-admin")
	r.press("i", "A")
	<-reading
	r.shows("MFA code of jane")
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the accounts are still being read")
	}
	r.lacks("canceled")
}
