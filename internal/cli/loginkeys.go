package cli

import (
	"context"
	"encoding/base64"
	"strings"
)

// keys reads what is typed until the sign-in is over. Without keys, ^C still works.
func (s *loginScreen) keys(ctx context.Context, leave context.CancelCauseFunc) {
	restore, err := s.tty.Hush()
	if err != nil {
		return
	}
	defer func() { restore() }()
	typed := make([]byte, 64)
	for {
		n, err := s.tty.Read(ctx, typed)
		if err != nil {
			return
		}
		switch key := typed[0]; {
		case n == 1 && key == 0x1b, key == 0x03, key == 0x04, n == 1 && key == 'q':
			leave(errLoginLeft)
			return
		case n == 1 && (key == 'c' || key == 'y'):
			s.copy()
		case key == 0x1a:
			s.erase()
			restore()
			s.tty.Suspend()
			if restore, err = s.tty.Hush(); err != nil {
				restore = func() {}
				return
			}
			s.mu.Lock()
			s.status()
			s.mu.Unlock()
		}
	}
}

// copy sends the address to the terminal's clipboard (OSC 52). The terminal does not
// tell whether it took it.
func (s *loginScreen) copy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	sequence := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(s.address)) + "\a"
	if s.env("TMUX") != "" {
		sequence += "\x1bPtmux;" + strings.ReplaceAll(sequence, "\x1b", "\x1b\x1b") + "\x1b\\"
	}
	s.write(sequence)
	s.note = "address sent to the clipboard"
	s.status()
}
