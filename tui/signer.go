package tui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/internal/signin"
)

// SignInDesk signs people in to IAM Identity Center.
type SignInDesk interface {
	// Target is what the sign-in of a profile is for: with an empty name that of the
	// profile that the environment chooses, else the only one there is. The error is a
	// *chain.Error where a remedy is known.
	Target(ctx context.Context, profile string) (chain.SSOTarget, error)
	// SignIn signs in, and returns when the token is on disk; a token that the server
	// takes is left alone unless force is set. device leaves the browser of this computer
	// out. observe is told what happens, in order. The error is that of signin.Run.
	SignIn(ctx context.Context, to chain.SSOTarget, force, device bool, observe func(signin.Event)) (signin.Result, error)
}

// signer is the worker's half of a sign-in: of a walk that needs one, or of its own. The
// screen agrees, or asks for a device code; all else goes the other way, as messages.
type signer struct {
	walk   runID  // that waits for it; 0 for none
	at     target // in whose place it is shown
	agreed chan bool
	device chan struct{}

	msgs   chan tea.Msg       // of one of its own
	cancel context.CancelFunc // likewise

	result signin.Result // before signInEndedMsg
	err    error
}

// The news of a sign-in.
type (
	// signInAskedMsg asks whether to sign in on behalf of a run.
	signInAskedMsg struct {
		from    *signer
		request chain.SignInRequest
	}
	// signInTargetMsg says what a sign-in of its own is for.
	signInTargetMsg struct {
		from *signer
		to   chain.SSOTarget
	}
	signInEventMsg struct {
		from  *signer
		event signin.Event
	}
	// signInEndedMsg says that a sign-in has ended; how is in the signer.
	signInEndedMsg struct{ from *signer }
)

func newSigner(walk runID, at target) *signer {
	return &signer{walk: walk, at: at, agreed: make(chan bool, 1), device: make(chan struct{}, 1)}
}

// startSigner begins a sign-in of its own: of the profile of a target, or a known one.
// It waits until the screen agrees.
func startSigner(ctx context.Context, desk SignInDesk, at target, to *chain.SSOTarget, force bool) *signer {
	s := newSigner(0, at)
	s.msgs = make(chan tea.Msg, pending)
	ctx, s.cancel = context.WithCancel(ctx)
	post := func(msg tea.Msg) bool {
		select {
		case s.msgs <- msg:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(s.msgs)
		defer s.cancel()
		defer func() {
			if p := recover(); p != nil {
				s.err = fmt.Errorf("internal error: %v", p)
			}
		}()
		if to == nil {
			known, err := desk.Target(ctx, at.name)
			if err != nil {
				s.err = err
				return
			}
			to = &known
			post(signInTargetMsg{s, known})
		}
		s.result, s.err = s.lead(ctx, desk, *to, force, post)
	}()
	return s
}

// next reads what has happened in a sign-in of its own.
func (s *signer) next() tea.Cmd {
	if s.msgs == nil {
		return nil
	}
	return func() tea.Msg {
		if msg, open := <-s.msgs; open {
			return msg
		}
		return signInEndedMsg{s}
	}
}

// errByDevice ends a try of a sign-in, for one by a device code.
var errByDevice = errors.New("by a device code instead")

// lead signs in once the screen has agreed.
func (s *signer) lead(ctx context.Context, desk SignInDesk, to chain.SSOTarget, force bool, post func(tea.Msg) bool) (signin.Result, error) {
	select {
	case yes := <-s.agreed:
		if !yes {
			return signin.Result{}, chain.ErrSignInDeclined
		}
	case <-ctx.Done():
		return signin.Result{}, context.Cause(ctx)
	}
	observe := func(e signin.Event) { post(signInEventMsg{s, e}) }
	res, err := s.try(ctx, desk, to, force, observe)
	if errors.Is(err, errByDevice) {
		return desk.SignIn(ctx, to, force, true, observe)
	}
	return res, err
}

// try signs in, unless the screen asks for a device code meanwhile.
func (s *signer) try(ctx context.Context, desk SignInDesk, to chain.SSOTarget, force bool, observe func(signin.Event)) (signin.Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-s.device:
			stop(errByDevice)
		case <-ctx.Done():
		}
	}()
	return desk.SignIn(ctx, to, force, false, observe)
}

// signIn is the chain.SignIn of the run: it asks the screen, and signs in.
func (r *run) signIn(ctx context.Context, request chain.SignInRequest) error {
	s := newSigner(r.id, target{})
	if !r.post(signInAskedMsg{s, request}) {
		return context.Cause(r.ctx)
	}
	s.result, s.err = s.lead(ctx, r.desk, request.Target, request.Force, r.post)
	r.post(signInEndedMsg{s})
	return s.err
}
