package term

import "testing"

func TestClipboard(t *testing.T) {
	t.Parallel()
	const plain = "\x1b]52;c;eA==\a"
	if got := Clipboard("x", false); got != plain {
		t.Errorf("%q", got)
	}
	if got := Clipboard("x", true); got != plain+"\x1bPtmux;\x1b\x1b]52;c;eA==\a\x1b\\" {
		t.Errorf("inside tmux %q", got)
	}
}
