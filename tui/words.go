package tui

import (
	"strconv"
	"strings"
	"time"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// left is how long something lives, for a narrow column: 41m, 7h, 3d.
func left(d time.Duration) string {
	switch {
	case d <= 0:
		return "expired"
	case d < time.Minute:
		return "<1m"
	case d < 90*time.Minute:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Round(time.Hour)/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + "d"
}

// expiring is the time left from which on a session is renewed.
const expiring = cache.RenewalWindow

// leftSpan is how long a session lives, for the list; of one that is about to end, a
// sign says so too.
func leftSpan(end, now time.Time) span {
	if end.IsZero() {
		return span{good, "found"}
	}
	d := end.Sub(now)
	text := left(d)
	if d > 0 && d < expiring {
		text = "! " + text
	}
	return span{leftStyle(d), text}
}

// leftStyle is the colour of a time that is left.
func leftStyle(d time.Duration) style {
	switch {
	case d <= 0:
		return bad
	case d < expiring:
		return warn
	}
	return good
}

// look is how the symbol and the word of a state look.
func look(s chain.State) style {
	switch s {
	case chain.StateFound:
		return good
	case chain.StateErrored, chain.StateCanceled:
		return bad
	case chain.StateRunning, chain.StateWouldUse, chain.StateUnknown:
		return accent
	}
	return faint
}

// subject is what a step is about, in a word.
func subject(s *chain.StepTrace) string {
	switch s.Kind {
	case chain.StepAssumeRole:
		return lastOf(s.RoleArn)
	case chain.StepMFA:
		return lastOf(s.Serial)
	case chain.StepSource:
		if s.Profile != "" {
			return sanitize.Quote(s.Profile)
		}
	}
	return ""
}

// lastOf is what follows the last slash of an ARN; other text stays.
func lastOf(arn string) string {
	if strings.HasPrefix(arn, "arn:") {
		if n := strings.LastIndexByte(arn, '/'); n >= 0 && n+1 < len(arn) {
			arn = arn[n+1:]
		}
	}
	return sanitize.Text(arn)
}

// news is what a step has to say besides its subject, and the place it rests on. What
// its stage says already it does not say again.
func (m *Model) news(s *chain.StepTrace, stage *chain.StageTrace, width int) (text, place string) {
	place = stepPlace(s)
	switch {
	case s.State == chain.StateRunning:
		return "", place
	case s.State == chain.StateFound && s.Kind == chain.StepSource:
		return wording.Source(s.Source), place
	case s.State == chain.StateFound && s.Kind == chain.StepAssumeRole:
		return stepRequest(s), place
	case s.Kind == chain.StepRequest && stepRequest(s) != "":
		return stepRequest(s), ""
	case s.State != chain.StateFound && s.Reason.Code == stage.Reason.Code:
		return wording.State(s.State), place
	}
	return m.briefly(s.Reason, width), place
}

func stepPlace(s *chain.StepTrace) string {
	if o := s.Reason.Origin; o != nil && o.Kind != profiles.OriginDefault {
		return wording.Short(*o)
	}
	for _, e := range s.Evidence {
		if e.Kind == chain.EvidenceKey {
			return wording.Short(profiles.FileOrigin(e.Path, e.Line))
		}
	}
	return ""
}

// marked splits a sentence into spans: names of settings and variables, and places,
// look different from the words around them.
func marked(text string) []span {
	var spans []span
	for n, word := range strings.Split(text, " ") {
		if n > 0 {
			spans = append(spans, span{plain, " "})
		}
		core := strings.TrimRight(word, ".,;:)?")
		head := strings.TrimLeft(core, "(")
		open, tail := core[:len(core)-len(head)], word[len(core):]
		s := plain
		switch {
		case isPlace(head):
			s = faint
		case wording.IsSetting(head):
			s = keyName
		}
		spans = append(spans, span{plain, open}, span{s, head}, span{plain, tail})
	}
	return spans
}

// isPlace recognises config:31.
func isPlace(word string) bool {
	file, line, ok := strings.Cut(word, ":")
	return ok && file != "" && line != "" && strings.Trim(line, "0123456789") == "" && !strings.ContainsAny(file[:1], "0123456789")
}
