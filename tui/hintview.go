package tui

import (
	"slices"
	"strings"

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
	message := wording.Message(e)
	if rest, ok := strings.CutPrefix(message, "ended before"); ok && e.Code == chain.CodeCanceled {
		message = "canceled before" + rest
	}
	t.add(marked(capital(m.tilde(m.local(message))) + ".")...)
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

// lSignsIn is the remedy that is a key here.
const lSignsIn = "l signs in"

// hints are the remedies of an error, with the keys of the inspector in the place of
// its commands.
func (m *Model) hints(e *chain.Error) []string {
	signsIn := m.opts.SignIn != nil && signInCode(e.Code)
	var hints []string
	if signsIn {
		hints = append(hints, lSignsIn)
	}
	for _, hint := range wording.Hints(e) {
		switch {
		case hint == "credence list", strings.HasSuffix(hint, ": credence list"): // the list is on the screen
		default:
			if hint = m.keyed(hint); !slices.Contains(hints, hint) {
				hints = append(hints, hint)
			}
		}
	}
	if at, ok := m.editPlace(); ok && e.Origin != nil && at == *e.Origin {
		hints = append(hints, "e opens "+wording.Short(at))
	}
	return hints
}

// keyed is a remedy with the key that does what its command would.
func (m *Model) keyed(hint string) string {
	if m.opts.SignIn != nil && strings.HasSuffix(hint, "sign in anew") {
		return hint + ": l"
	}
	before, _, found := strings.Cut(hint, "credence login")
	switch {
	case !found || m.opts.SignIn == nil:
		return hint
	case before == "":
		return lSignsIn
	}
	return before + "l"
}
