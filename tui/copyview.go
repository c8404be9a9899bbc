package tui

// copyParagraphs are the menu of what can be copied.
func (m *Model) copyParagraphs(t *paragraphs) {
	t.add(span{bold, "copy"}, span{faint, "  to the clipboard of the terminal"})
	for _, b := range m.keys.copy {
		if b.Enabled() && b.do != actLeave && b.do != actAbort {
			t.labelled(span{accent, b.Help().Key}, 3, span{plain, b.Help().Desc})
		}
	}
}
