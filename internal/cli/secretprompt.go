package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/secret"
	"credence/internal/term"
	"credence/mfa"
)

// PassphrasePrompt asks for passphrases on the controlling terminal, wherever the
// standard streams go. What is typed is not shown. The errors are a *sealed.Error of
// CodeCannotAsk where there is no terminal, mfa.ErrCanceled after ^C or ^D, and the
// context's cause.
func PassphrasePrompt() sealed.Ask {
	return func(ctx context.Context, q sealed.Question) (secret.Text, error) {
		tty, err := term.Open()
		if errors.Is(err, term.ErrNone) {
			return secret.Text{}, &sealed.Error{Code: sealed.CodeCannotAsk, Path: q.File}
		}
		if err != nil {
			return secret.Text{}, err
		}
		defer tty.Close()
		// Without a handler a signal would leave a terminal that shows nothing.
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		defer stop()
		restore, err := tty.Hush()
		if err != nil {
			return secret.Text{}, err
		}
		defer restore()
		return askPassphrase(ctx, tty, q)
	}
}

// hushed is a terminal that shows nothing of what is typed.
type hushed interface {
	Read(ctx context.Context, p []byte) (int, error)
	Write(p []byte) (int, error)
}

// askPassphrase asks once or, for a new passphrase, until it is typed twice alike.
func askPassphrase(ctx context.Context, tty hushed, q sealed.Question) (secret.Text, error) {
	file := sanitize.Text(q.File)
	switch {
	case q.New:
		fmt.Fprintf(tty, "Choose a passphrase for %s: without it, what is sealed is lost.\n", file)
	case q.Wrong:
		fmt.Fprint(tty, "That is not the passphrase.\n")
	}
	for {
		word, err := askLine(ctx, tty, "passphrase of "+file+": ")
		if err != nil || !q.New {
			return secret.New(word), err
		}
		if word == "" {
			continue
		}
		again, err := askLine(ctx, tty, "once more: ")
		switch {
		case err != nil:
			return secret.Text{}, err
		case again == word:
			return secret.New(word), nil
		}
		fmt.Fprint(tty, "They differ.\n")
	}
}

func askLine(ctx context.Context, tty hushed, label string) (string, error) {
	fmt.Fprint(tty, label)
	defer fmt.Fprint(tty, "\n")
	line := codeLine{limit: maxPassphrase}
	typed := make([]byte, 128)
	for {
		n, err := tty.Read(ctx, typed)
		if err != nil {
			if ctx.Err() != nil {
				err = mfa.ErrCanceled
			}
			return "", err
		}
		for _, key := range typed[:n] {
			switch line.press(key) {
			case lineCanceled:
				return "", mfa.ErrCanceled
			case lineEntered:
				return line.take(), nil
			}
		}
	}
}

// maxPassphrase is the longest passphrase that is taken, in bytes.
const maxPassphrase = 1024
