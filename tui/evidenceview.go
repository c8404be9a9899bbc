package tui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

func asChainError(err error) (*chain.Error, bool) { return errors.AsType[*chain.Error](err) }

// lineParagraphs explain the line that is selected, with everything it looked at.
func (m *Model) lineParagraphs(t *paragraphs, i *inspection, l *chainLine) {
	if l.step == nil {
		t.add(span{bold, wording.Stage(l.stage.StageInfo)}, span{look(l.stage.State), "  " + wording.State(l.stage.State)})
		if i.result != nil || l.stage.State != chain.StatePlanned {
			t.add(m.explained(l.stage, i)...)
		}
		m.evidenceParagraphs(t, l.stage.Evidence)
		return
	}
	s := l.step
	t.add(span{bold, wording.StepLabel(s.Kind)}, span{look(s.State), "  " + wording.State(s.State)}, span{faint, "  in " + wording.Stage(l.stage.StageInfo)})
	text, place := m.voice().Step(s, l.stage.Reason)
	sentence := marked(text)
	if place != "" && len(s.Evidence) == 0 {
		sentence = append(sentence, span{faint, "  " + place})
	}
	t.add(sentence...)
	m.evidenceParagraphs(t, s.Evidence)
}

// evidenceParagraphs are the things that were looked at, one a line: where, what,
// and the value where it is no secret.
func (m *Model) evidenceParagraphs(t *paragraphs, evidence []chain.Evidence) {
	if len(evidence) > 0 {
		t.gap()
	}
	for _, e := range evidence {
		t.add(m.evidence(e, t.width)...)
	}
}

// evidence is one thing that was looked at.
func (m *Model) evidence(e chain.Evidence, width int) []span {
	switch e.Kind {
	case chain.EvidenceVariable:
		spans := []span{{keyName, sanitize.Text(e.Name)}, {faint, " " + sanitize.Text(e.State)}}
		if e.Value != "" {
			spans = []span{{keyName, sanitize.Text(e.Name)}, {plain, " = " + sanitize.Text(e.Value)}}
		}
		return spans
	case chain.EvidenceKey:
		value := sanitize.Text(e.Value)
		if value == "" && profiles.IsSecretKey(e.Key) {
			value = "***"
		}
		at := profiles.FileOrigin(e.Path, e.Line)
		place := wording.Place(at, m.opts.Home)
		if widthOf(place)+len(e.Key)+len(value)+5 > width {
			place = wording.Short(at)
		}
		return []span{{faint, place + "  "}, {keyName, sanitize.Text(e.Key)}, {plain, " = " + value}}
	case chain.EvidenceFile:
		return []span{{plain, wording.Path(e.Path, m.opts.Home)}, {faint, "  " + sanitize.Text(strings.ReplaceAll(e.State, "-", " "))}}
	case chain.EvidenceRequest:
		return []span{{plain, wording.Request(e)}, {faint, "  " + wording.Elapsed(time.Duration(e.Elapsed))}}
	case chain.EvidenceProcess:
		spans := []span{{plain, sanitize.Text(strings.Join(e.Argv, " "))}}
		if e.ExitCode != nil {
			spans = append(spans, span{faint, "  exit code " + strconv.Itoa(*e.ExitCode)})
		}
		if e.Stderr != "" {
			spans = append(spans, span{bad, "  " + sanitize.Text(e.Stderr)})
		}
		return spans
	case chain.EvidenceCache:
		spans := []span{{plain, wording.Path(e.Path, m.opts.Home)}}
		if !e.Expires.IsZero() {
			spans = append(spans, span{faint, "  until " + wording.Clock(e.Expires, m.now)})
		}
		return spans
	}
	return []span{{plain, wording.Evidence(e)}, {faint, " " + sanitize.Text(e.Value)}}
}
