package tui

import (
	"slices"

	"credence/chain"
	"credence/internal/wording"
)

// errorParagraphs are the cause of an error, and its remedies.
func (m *Model) errorParagraphs(t *paragraphs, e *chain.Error) {
	title := "no credentials"
	if e.Stage != "" {
		title = wording.Stage(chain.StageInfo{ID: e.Stage})
	}
	t.add(span{bold, "why"}, span{faint, "  " + title})
	from := len(t.rows)
	t.add(marked(wording.Capital(m.voice().Message(e)) + ".")...)
	t.cause = rowRange{from, len(t.rows)}
	if e.Code == chain.CodeMFACanceled || e.Code == chain.CodeCanceled {
		t.gap()
		t.labelled(span{accent, "→"}, 2, span{plain, "enter or i begins again"})
		return
	}
	hints := m.hints(e)
	if len(hints) > 0 {
		t.gap()
	}
	for _, hint := range hints {
		t.labelled(span{accent, "→"}, 2, marked(hint)...)
	}
}

// hints are the remedies of an error. A sign-in that is wanted comes first.
func (m *Model) hints(e *chain.Error) []string {
	var hints []string
	if signs := m.signsIn(); signs != "" && signInCode(e.Code) {
		hints = append(hints, signs)
	}
	for _, hint := range m.voice().Hints(e) {
		if !slices.Contains(hints, hint) {
			hints = append(hints, hint)
		}
	}
	if at, ok := m.editPlace(); ok && e.Origin != nil && at == *e.Origin {
		hints = append(hints, "e opens "+wording.Short(at))
	}
	return hints
}

// signsIn is the remedy that the wording has for a sign-in that is wanted; empty where
// nobody can sign in.
func (m *Model) signsIn() string {
	if l := m.spoken[wording.KeySignIn]; l != "" {
		return l + " signs in"
	}
	return ""
}
