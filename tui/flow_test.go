package tui

import (
	"bytes"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/exp/teatest"

	"credence/chain"
)

// program runs a rig's model as a program.
func program(t *testing.T, options ...option) *teatest.TestModel {
	t.Helper()
	r := newRig(t, options...)
	m := New(t.Context(), *r.m.opts)
	return teatest.NewTestModel(t, m, teatest.WithInitialTermSize(100, 28))
}

func waitFor(t *testing.T, tm *teatest.TestModel, text string) {
	t.Helper()
	teatest.WaitFor(t, tm.Output(), func(out []byte) bool { return bytes.Contains(out, []byte(text)) }, teatest.WithDuration(longest), teatest.WithCheckInterval(10*time.Millisecond))
}

func final(t *testing.T, tm *teatest.TestModel) *Model {
	t.Helper()
	return tm.FinalModel(t, teatest.WithFinalTimeout(longest)).(*Model)
}

func TestFlowFilterResolveCode(t *testing.T) {
	t.Parallel()
	tm := program(t)
	waitFor(t, tm, "prod-admin")
	tm.Type("/")
	tm.Type("padm")
	waitFor(t, tm, "1 of 8")
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	waitFor(t, tm, "MFA code of jane")
	tm.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(goodCode), Paste: true})
	waitFor(t, tm, "● found")
	tm.Type("q")
	if c := final(t, tm).Choice(); c.Profile != "prod-admin" || c.Result == nil || c.Result.Outcome != chain.OutcomeFound {
		t.Errorf("choice %+v", c)
	}
}

func TestFlowQuitWhileAsking(t *testing.T) {
	t.Parallel()
	tm := program(t)
	waitFor(t, tm, "prod-admin")
	tm.Type("/")
	tm.Type("padm")
	waitFor(t, tm, "1 of 8")
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	waitFor(t, tm, "MFA code of jane")
	tm.Send(tea.KeyMsg{Type: tea.KeyCtrlC})
	if c := final(t, tm).Choice(); !c.Aborted || c.Result != nil {
		t.Errorf("choice %+v", c)
	}
}

func TestFlowCapturedChoice(t *testing.T) {
	t.Parallel()
	tm := program(t, func(_ *rig, o *Options) { o.Captured, o.Profile = true, new("prod-read") })
	waitFor(t, tm, "prod-read")
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	if c := final(t, tm).Choice(); c.Profile != "prod-read" || c.Result == nil {
		t.Errorf("choice %+v", c)
	}
}
