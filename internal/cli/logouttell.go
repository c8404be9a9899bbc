package cli

import (
	"fmt"
	"strings"
	"time"

	"credence/chain/cache"
	"credence/internal/cells"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// words say what was ended on the server, what was removed here, and what goes on. here:
// this shell is on an identity of the sign-in.
func (l *logoutRun) words(lasts time.Time, here bool) string {
	t, now := l.theme(l.Stderr), l.Clock()
	var b strings.Builder
	for _, s := range l.ended {
		name := t.paint(bold, sanitize.Quote(s.name))
		switch s.server {
		case nothingToEnd:
			fmt.Fprintf(&b, "○ %s  was not signed in on this computer\n", name)
		case endedNow:
			fmt.Fprintf(&b, "%s %s  signed out on the server\n", t.paint(green, "●"), name)
		case endedBefore:
			fmt.Fprintf(&b, "%s %s  the sign-in was over on the server already\n", t.paint(green, "●"), name)
		case notReached:
			why := l.page(l.Stderr).wrap("NOT signed out on the server: "+firstWords(s.trouble), 4+cells.Width(sanitize.Quote(s.name)))
			fmt.Fprintf(&b, "%s %s  %s\n", t.paint(red, "✗"), name, strings.Join(why, "\n  "))
			if s.until.After(now) {
				fmt.Fprintf(&b, "  %s\n", t.paint(faint, "a copy of the token elsewhere is good until "+wording.Clock(s.until, now)))
			}
		}
	}
	if len(l.ended) == 0 {
		b.WriteString("nobody is signed in on this computer\n")
	}
	for _, k := range l.removed {
		what := removedWords(k)
		fmt.Fprintf(&b, "  removed  %s %s\n", what, t.paint(faint, wording.CachePath(k.Path, l.home())))
	}
	if lasts.After(now) {
		b.WriteString(l.note(t, "role credentials that were handed out work until "+wording.Clock(lasts, now)+": the server does not take them back"))
	}
	if here {
		b.WriteString(l.shellWords(t))
	}
	return b.String()
}

// note is a note, broken into lines on a terminal.
func (l *logoutRun) note(t theme, text string) string {
	return t.paint(yellow, "note") + "  " + strings.Join(l.page(l.Stderr).wrap(text, 6), "\n      ") + "\n"
}

// removedWords say what an item was.
func removedWords(k keptItem) string {
	switch k.Kind {
	case cache.KindSSOToken:
		return "token"
	case cache.KindRegistration:
		return "client registration"
	}
	what := "role session"
	switch {
	case len(k.users) > 0:
		what += " of " + sanitize.Quote(k.users[0])
	case k.Profile != "":
		what += " of " + sanitize.Quote(k.Profile)
	case k.RoleName != "" && k.SSO != "":
		what += " of " + sanitize.Quote(k.roleName())
	}
	if k.Tool == cache.ToolAWSCLI || k.Tool == cache.ToolPublished {
		what += " in the AWS CLI's cache"
	}
	return what
}

// report is the object of `logout --json` (version 1).
func (l *logoutRun) report(lasts time.Time) any {
	type endReport struct {
		Name   string    `json:"name"`
		Server serverEnd `json:"server"` // ended, was-over, not-reached, none
		Error  string    `json:"error,omitempty"`
		Until  string    `json:"tokenGoodUntil,omitempty"` // where the server was not reached
	}
	type removedReport struct {
		Kind string `json:"kind"`
		Tool string `json:"tool"`
		Path string `json:"path"`
	}
	ends, gone := []endReport{}, []removedReport{}
	for _, s := range l.ended {
		e := endReport{Name: s.name, Server: s.server}
		if s.server == notReached {
			e.Error, e.Until = firstWords(s.trouble), stampOf(s.until)
		}
		ends = append(ends, e)
	}
	for _, k := range l.removed {
		gone = append(gone, removedReport{string(k.Kind), string(k.Tool), k.Path})
	}
	return struct {
		Version   int             `json:"version"`
		SignedOut []endReport     `json:"signedOut"`
		Removed   []removedReport `json:"removed"`
		Until     string          `json:"roleCredentialsWorkUntil,omitempty"`
		Failed    []string        `json:"failed"`
	}{1, ends, gone, stampOf(lasts), messages(l.failed)}
}
