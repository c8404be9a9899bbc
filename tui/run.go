package tui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
	"credence/mfa"
)

// runID tells runs apart.
type runID int

// run is one resolve under way: a goroutine that walks the chain and a channel of
// what happens. One command reads the channel at a time, so that the order holds.
// The result does not go through the channel, where a cancel could lose it.
type run struct {
	id     runID
	desk   SignInDesk // nil where nobody can sign in
	msgs   chan tea.Msg
	ctx    context.Context
	cancel context.CancelFunc
	result *chain.Result // after msgs is closed
	broken error         // a panic of the walk
}

// pending is how many messages wait for the screen before the walk waits for it.
const pending = 64

// startRun walks the chain in a goroutine of its own.
func startRun(ctx context.Context, id runID, opts chain.Options, codes func(mfa.CodeProvider) mfa.CodeProvider, desk SignInDesk) *run {
	r := &run{id: id, desk: desk, msgs: make(chan tea.Msg, pending)}
	r.ctx, r.cancel = context.WithCancel(ctx)
	opts.Mode, opts.SignIn = chain.ModeResolve, nil
	if desk != nil {
		opts.SignIn = r.signIn
	}
	opts.MFACodeProvider = r.code
	if codes != nil {
		opts.MFACodeProvider = codes(r.code)
	}
	observe := opts.Observe
	opts.Observe = func(e chain.Event) {
		if observe != nil {
			observe(e)
		}
		r.post(eventsMsg{id, []chain.Event{e}})
	}
	go r.walk(opts)
	return r
}

func (r *run) walk(opts chain.Options) {
	defer close(r.msgs)
	defer r.cancel()
	defer func() {
		if p := recover(); p != nil {
			r.broken = fmt.Errorf("internal error: %v", p)
		}
	}()
	// The error is that of the result.
	r.result, _ = chain.Resolve(r.ctx, opts)
}

// post hands a message to the screen, or drops it where nobody reads any more.
func (r *run) post(msg tea.Msg) bool {
	select {
	case r.msgs <- msg:
		return true
	case <-r.ctx.Done():
		return false
	}
}

// next reads what has happened; events that are there already come together.
func (r *run) next() tea.Cmd {
	return func() tea.Msg {
		msg, open := <-r.msgs
		if !open {
			return runEndedMsg{r.id}
		}
		first, ok := msg.(eventsMsg)
		if !ok {
			return msg
		}
		for len(first.events) < pending {
			select {
			case msg, open := <-r.msgs:
				if !open {
					return eventsMsg{r.id, first.events}
				}
				more, ok := msg.(eventsMsg)
				if !ok {
					return twoMsgs{first, msg}
				}
				first.events = append(first.events, more.events...)
			default:
				return first
			}
		}
		return first
	}
}

// twoMsgs are two messages of one run that were read at once.
type twoMsgs struct{ first, second tea.Msg }

// code is the mfa.CodeProvider of the run: it asks the screen and waits.
func (r *run) code(ctx context.Context, request mfa.Request) (string, error) {
	reply := make(chan codeAnswer, 1)
	if !r.post(codeRequestMsg{r.id, request, reply}) {
		return "", context.Cause(r.ctx)
	}
	select {
	case a := <-reply:
		return a.code, a.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
