package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"credence/internal/cells"
	"credence/internal/term"
	"credence/mfa"
)

// Confirm asks a question on the controlling terminal, wherever the standard streams
// go: y is yes, n, Enter and Escape are no. The errors are mfa.ErrNotInteractive where
// there is no terminal, mfa.ErrCanceled after ^C or ^D, and the context's cause.
func Confirm(ctx context.Context, question string) (bool, error) {
	tty, err := term.Open()
	if errors.Is(err, term.ErrNone) {
		return false, mfa.ErrNotInteractive
	}
	if err != nil {
		return false, err
	}
	defer tty.Close()
	reading, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	restore, err := tty.Hush()
	if err != nil {
		return false, mfa.ErrNotInteractive
	}
	defer restore()
	cols, _ := tty.Size()
	fmt.Fprint(tty, cells.Truncate(question, max(1, cols-8))+" [y/N] ")
	answer, err := readAnswer(reading, tty)
	fmt.Fprint(tty, answer+"\r\n")
	switch {
	case errors.Is(err, term.ErrNone):
		return false, mfa.ErrNotInteractive
	case err != nil && ctx.Err() != nil:
		return false, context.Cause(ctx)
	case err != nil && reading.Err() != nil:
		return false, mfa.ErrCanceled
	}
	return answer == "yes", err
}

// readAnswer reads keys until one is an answer. The rest is not shown.
func readAnswer(ctx context.Context, tty *term.TTY) (string, error) {
	typed := make([]byte, 128)
	for {
		n, err := tty.Read(ctx, typed)
		if err != nil {
			return "", err
		}
		switch typed[0] {
		case 'y', 'Y':
			return "yes", nil
		case 'n', 'N', '\r', '\n', 'q', 0x1b:
			if typed[0] == 0x1b && n > 1 { // an arrow or the like
				continue
			}
			return "no", nil
		case 3, 4: // ^C, ^D
			return "", mfa.ErrCanceled
		}
	}
}
