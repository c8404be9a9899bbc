package tui

// leastCopyTitle is the height of the pane from which on the menu has a title.
const leastCopyTitle = 8

// copyParagraphs are the menu of what can be copied.
func (m *Model) copyParagraphs(t *paragraphs) {
	title := []span{{bold, "copy"}, {faint, "  to the clipboard"}}
	if widthOf(textOf(title)) <= t.width && m.lay.chain.h >= leastCopyTitle {
		t.add(title...)
	}
	for _, b := range m.keys.copy {
		if b.Enabled() && b.do != actLeave && b.do != actAbort {
			t.labelled(span{accent, b.Help().Key}, 3, span{plain, b.Help().Desc})
		}
	}
}
