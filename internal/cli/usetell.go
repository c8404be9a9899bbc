package cli

import (
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/settings"
	"credence/internal/shell"
	"credence/internal/wording"
)

// tellSwitch says in a line or two what the shell is now, and what is gone.
func (s *switching) tellSwitch(res *chain.Result, session shell.Session, change shell.Change) {
	how := wording.Source(res.Source)
	switch {
	case session.ByName && !res.Keys.HasSessionToken():
		how += ", by AWS_PROFILE alone: long-term keys are not exported"
	case session.ByName:
		how += ", by AWS_PROFILE alone"
	}
	parts := []string{how}
	if account := res.Keys.AccountID; account != "" {
		parts = append(parts, "account "+sanitize.Quote(account))
	}
	if region := res.Region.Value; region != "" {
		parts = append(parts, sanitize.Quote(region))
	}
	if end := session.Expiration; !session.ByName && !end.IsZero() {
		parts = append(parts, wording.TimeLeft(end.Sub(s.Clock())))
	}
	t := s.theme(s.Stderr)
	name := "ambient"
	if session.Profile != "" {
		name = sanitize.Quote(session.Profile)
	}
	s.tell(t.paint(green, "●") + " " + t.paint(bold, name) + "  " + strings.Join(parts, t.paint(faint, " · ")))
	if gone := s.cleared(change); gone != "" {
		s.tell("  " + t.paint(faint, gone))
	}
}

// ofSwitch are the variables that a switch sets: that one goes with the identity that
// was left is not worth telling.
var ofSwitch = []string{
	"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_PROFILE",
}

// cleared says what was there before and is not any more.
func (s *switching) cleared(change shell.Change) string {
	left := s.env(shell.ProfileVariable)
	now := left != "" && change.Sets(shell.ProfileVariable, left) // the same again
	var names []string
	for _, name := range change.Unset {
		ours := strings.HasPrefix(name, "CREDENCE_") || name == "AWSU_PROFILE" || left != "" && slices.Contains(ofSwitch, name)
		if _, set := s.Env.Lookup(name); set && !ours {
			names = append(names, name)
		}
	}
	var said []string
	if left != "" && !now {
		said = append(said, "left "+sanitize.Quote(left))
	}
	if len(names) > 0 {
		said = append(said, "cleared "+strings.Join(names, ", "))
	}
	return strings.Join(said, ", ")
}

// tellBack says what the shell has gone back to; nil is not known.
func (s *switching) tellBack(was *shell.Memory) {
	if was == nil {
		return // without the hook; the shell itself complains
	}
	t := s.theme(s.Stderr)
	what := t.paint(bold, sanitize.Quote(was.Profile))
	switch {
	case was.Profile == "" && was.AccessKeyID != "":
		what = "back to the keys " + sanitize.Quote(was.AccessKeyID) + " that this shell had"
	case was.Profile == "":
		what = "back to what this shell had before"
	}
	if !was.Until.IsZero() {
		what += "  " + wording.TimeLeft(was.Until.Sub(s.Clock()))
	}
	s.tell(t.paint(green, "●") + " " + what)
}

// countUse notes that a profile was used. It is no reason to fail.
func (a *app) countUse(p chain.ProfileChoice) {
	if !p.Named() {
		return
	}
	at, err := settings.Locate(a.Env.Lookup, a.home())
	if err != nil {
		return
	}
	_, _ = settings.Change(at.State, func(s settings.State) settings.State { return s.Used(p.Name, a.Clock()) })
}
