package cli

import (
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/signin"
	"credence/internal/wording"
)

// loginLines tells of a sign-in in lines, where there is no terminal to draw on.
type loginLines struct {
	*app
	target chain.SSOTarget
}

func (l *loginLines) observe(e signin.Event) {
	switch e.Kind {
	case signin.EventAddress:
		l.tell(l.theme(l.Stderr).paint(bold, loginTitle(l.target)))
		l.tell(wording.AskToConfirm(e.Method == signin.ByBrowser))
		l.tell("  " + sanitize.Text(e.Address))
		if e.UserCode != "" {
			l.tell("  code " + sanitize.Text(e.UserCode))
		}
		l.tell("waiting until " + wording.Clock(e.Expires, l.Clock()))
	case signin.EventNotOpened, signin.EventTrouble, signin.EventSlowDown:
		l.tell(loginNote(e))
	}
}

// loginTitle says to what one signs in.
func loginTitle(t chain.SSOTarget) string {
	title := "sign in to " + sanitize.Quote(t.Name())
	if t.Session != "" {
		title += "  " + sanitize.Text(t.StartURL)
	}
	return title + "  " + sanitize.Text(t.Region)
}

// loginNote is what goes on besides, in a few words.
func loginNote(e signin.Event) string {
	switch e.Kind {
	case signin.EventOpened:
		return "the browser was opened"
	case signin.EventNotOpened:
		why := strings.TrimPrefix(firstLine(e.Err.Error()), "open a browser with ")
		return "no browser was opened (" + sanitize.Text(why) + "): open the address yourself"
	case signin.EventTrouble:
		return "no answer from the sign-in service, trying again: " + reasonWords(e.Err)
	case signin.EventSlowDown:
		return "the sign-in service asks for longer pauses: " + wording.Left(e.Interval)
	case signin.EventStranger:
		return "something else knocked at the port, and got nothing"
	case signin.EventConfirmed:
		return "confirmed"
	}
	return ""
}

// reasonWords is the message of an error without what everybody knows by now.
func reasonWords(err error) string {
	text := firstWords(err)
	if _, rest, ok := strings.Cut(text, "did not answer: "); ok {
		return rest
	}
	return text
}
