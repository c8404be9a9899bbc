package cli

import (
	"context"

	"credence/internal/term"
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

// copy sends the address to the terminal's clipboard.
func (s *loginScreen) copy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(term.Clipboard(s.address, s.env("TMUX") != ""))
	s.note = "address sent to the clipboard"
	s.status()
}
