package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"credence/internal/cells"
	"credence/internal/sanitize"
	"credence/internal/term"
	"credence/mfa"
)

// CodePrompt asks for MFA codes on the controlling terminal, wherever the standard
// streams go. What is typed is not shown; a paste may hold blanks; anything but six
// digits is asked for again and does not count as an attempt. Afterwards the prompt
// is erased, unless the terminal is dumb (TERM=dumb), and the terminal's settings
// are restored, whatever ended the prompt.
//
// The errors are mfa.ErrNotInteractive where there is no terminal, mfa.ErrCanceled
// after ^C or ^D, and the context's cause. Prompts of one provider wait for each
// other.
func CodePrompt(dumb bool) mfa.CodeProvider {
	turn := make(chan struct{}, 1)
	return func(ctx context.Context, r mfa.Request) (string, error) {
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
		tty, err := term.Open()
		if errors.Is(err, term.ErrNone) {
			return "", mfa.ErrNotInteractive
		}
		if err != nil {
			return "", err
		}
		defer tty.Close()
		return (&codePrompt{tty: tty, request: r, dumb: dumb}).ask(ctx)
	}
}

// signalGrace is how long a prompt that got a signal waits for the program's own
// handler to end the context, whose cause says more.
const signalGrace = 200 * time.Millisecond

var errSignal = errors.New("a signal came")

// codePrompt is one prompt on the screen.
type codePrompt struct {
	tty     *term.TTY
	request mfa.Request
	dumb    bool
	lines   int // on the screen
}

// ask takes signals while the terminal is not as it was: without a handler they
// would end the process and leave a shell that shows nothing of what is typed.
func (p *codePrompt) ask(ctx context.Context) (string, error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	reading, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-signals:
			stop(errSignal)
		case <-reading.Done():
		}
	}()
	code, err := p.read(reading)
	switch {
	case errors.Is(err, term.ErrNone):
		return "", mfa.ErrNotInteractive
	case errors.Is(err, errSignal):
		select {
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case <-time.After(signalGrace):
			return "", mfa.ErrCanceled
		}
	}
	return code, err
}

// read shows the prompt and reads keys until there is a code or an error. The
// terminal is restored when it returns.
func (p *codePrompt) read(ctx context.Context) (string, error) {
	restore, err := p.tty.Hush()
	if err != nil {
		return "", err
	}
	defer func() { restore() }()
	defer p.erase()
	p.show("")
	var line codeLine
	typed := make([]byte, 128)
	for {
		n, err := p.tty.Read(ctx, typed)
		if err != nil {
			return "", err
		}
		for _, key := range typed[:n] {
			switch line.press(key) {
			case lineCanceled:
				return "", mfa.ErrCanceled
			case lineSuspended:
				p.erase()
				restore()
				p.tty.Suspend()
				if restore, err = p.tty.Hush(); err != nil {
					restore = func() {}
					return "", err
				}
				p.show("")
			case lineEntered:
				entered := line.take()
				code, err := mfa.Normalize(entered)
				if err == nil {
					return code, nil
				}
				p.erase()
				note := err.Error()
				if strings.TrimSpace(entered) == "" {
					note = ""
				}
				p.show(note)
			}
		}
	}
}

// show prints the prompt, each line cut to the terminal's width so that erase knows
// where it stands.
func (p *codePrompt) show(note string) {
	cols, _ := p.tty.Size()
	lines := promptLines(p.request, note)
	for i, line := range lines {
		lines[i] = cells.Truncate(line, cols-1)
	}
	p.lines = len(lines)
	fmt.Fprint(p.tty, strings.Join(lines, "\n"))
	if last := lines[len(lines)-1]; cells.Width(last) < cols-1 {
		fmt.Fprint(p.tty, " ")
	}
}

func (p *codePrompt) erase() {
	if p.lines == 0 {
		return
	}
	if p.dumb {
		fmt.Fprint(p.tty, "\n")
	} else {
		fmt.Fprint(p.tty, "\r\x1b[2K"+strings.Repeat("\x1b[1A\x1b[2K", p.lines-1))
	}
	p.lines = 0
}

// promptLines is the text of a prompt.
func promptLines(r mfa.Request, note string) []string {
	what := "an MFA code is needed"
	if r.RoleArn != "" {
		what += " for " + sanitize.Text(r.RoleArn)
	}
	if r.Profile != "" {
		what = sanitize.Text(r.Profile) + ": " + what
	}
	device := "device " + sanitize.Text(r.Serial)
	if r.Origin != "" {
		device += "  (" + sanitize.Text(r.Origin) + ")"
	}
	lines := []string{what, device}
	if r.LastErr != nil {
		lines = append(lines, "not accepted: "+sanitize.Text(whyNot(r.LastErr)))
	}
	if note != "" {
		lines = append(lines, note)
	}
	ask := "code:"
	if r.Attempt > 1 {
		ask = fmt.Sprintf("code (attempt %d of %d):", r.Attempt, mfa.MaxAttempts)
	}
	return append(lines, ask)
}

// whyNot is the part of a refusal that is about the code: of an error of the AWS
// SDK the service's own message, without the operation and request around it.
func whyNot(err error) string {
	if e, ok := errors.AsType[interface {
		error
		ErrorMessage() string
	}](err); ok && e.ErrorMessage() != "" {
		return e.ErrorMessage()
	}
	return err.Error()
}
