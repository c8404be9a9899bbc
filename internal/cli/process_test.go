package cli

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestProcessAsks: only a person who sees the question is asked, or where --tty says so.
func TestProcessAsks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		terminal bool
		args     []string
		asks     bool
		says     string
	}{
		{"an SDK's child", false, nil, false, "and there is no terminal to ask on; hint: credence use admin"},
		{"an SDK's child that may", false, []string{"--tty"}, true, ""},
		{"in a pipe of a person's", true, nil, true, ""},
		{"not to be asked", true, []string{"--no-input"}, false, "there is no terminal to ask on"},
		{"not to be asked, twice", false, []string{"--tty", "--no-input"}, false, "there is no terminal to ask on"},
	} {
		w, server := awsWorld(t, nil)
		w.StderrTerminal = c.terminal
		var asked atomic.Int32
		w.Prompt = phoneOf(server, &asked)
		r := w.run(t.Context(), append([]string{"process", "admin", "--color", "never"}, c.args...)...)
		if c.asks != (asked.Load() == 1) || c.asks != (r.code == ExitOK) || !strings.Contains(r.errors, c.says) {
			t.Errorf("%s: asked %d times: %+v", c.name, asked.Load(), r)
		}
		if !c.asks && (r.code != ExitInput || r.out != "" || !c.terminal && strings.Count(r.errors, "\n") != 1) {
			t.Errorf("%s: %+v", c.name, r)
		}
		if c.asks { // from now on nobody is asked
			before := asked.Load()
			if r = w.run(t.Context(), "process", "admin", "--no-input"); r.code != ExitOK || asked.Load() != before {
				t.Errorf("%s: %+v", c.name, r)
			}
		}
	}
}

// TestProcessRenewsEarly: what is handed to tools that keep it lives for 15 minutes.
func TestProcessRenewsEarly(t *testing.T) {
	t.Parallel()
	w, server, pass := keptWorld(t)
	for _, c := range []struct {
		minutes, calls int
		command        string
	}{{44, 0, "process"}, {2, 1, "process"}, {46, 0, "why"}, {10, 1, "why"}} {
		pass(time.Duration(c.minutes) * time.Minute)
		server.ResetRequests()
		if r := w.run(t.Context(), c.command, "admin"); r.code != ExitOK || server.Count("AssumeRole") != c.calls {
			t.Errorf("%s after %d min: %d requests, %+v", c.command, c.minutes, server.Count("AssumeRole"), r)
		}
	}
}
