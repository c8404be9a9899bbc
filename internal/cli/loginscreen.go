package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"credence/chain"
	"credence/internal/cells"
	"credence/internal/sanitize"
	"credence/internal/signin"
	"credence/internal/wording"
)

// Terminal is the controlling terminal; *term.TTY is the real one.
type Terminal interface {
	io.WriteCloser
	// Hush makes keys come at once, without echo and signals, until restore.
	Hush() (restore func(), err error)
	// Read reads what was typed; it ends with the context's cause.
	Read(ctx context.Context, p []byte) (int, error)
	Size() (cols, rows int)
	Suspend()
}

// errLoginLeft says that the person left a sign-in.
var errLoginLeft = errors.New("the sign-in was left")

// loginScreen is a sign-in on a terminal: the address, the code, a countdown, keys. What
// it prints stays; only its last line changes.
type loginScreen struct {
	*app
	tty    Terminal
	target chain.SSOTarget

	mu      sync.Mutex
	address string
	expires time.Time
	note    string
	drawn   bool // the last line is on the screen
}

// loginScreen is the screen, nil where there is no terminal to draw on.
func (a *app) loginScreen(target chain.SSOTarget) *loginScreen {
	if a.Terminal == nil || !a.StderrTerminal || a.env("TERM") == "dumb" {
		return nil
	}
	tty, err := a.Terminal()
	if err != nil {
		return nil
	}
	return &loginScreen{app: a, tty: tty, target: target}
}

// run signs in. The terminal is as it was when it returns.
func (s *loginScreen) run(ctx context.Context, desk *chain.SSO, o signin.Options) (signin.Result, error) {
	defer func() { _ = s.tty.Close() }()
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	var helpers sync.WaitGroup
	begin := sync.OnceFunc(func() {
		helpers.Go(func() { s.keys(ctx, leave) })
		helpers.Go(func() { s.countdown(ctx) })
	})
	o.Observe = func(e signin.Event) {
		s.observe(e)
		if e.Kind == signin.EventAddress {
			begin()
		}
	}
	res, err := signin.Run(ctx, desk, s.target, o)
	leave(nil)
	helpers.Wait()
	s.erase()
	return res, err
}

func (s *loginScreen) observe(e signin.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Kind != signin.EventAddress {
		s.tellNote(e)
		return
	}
	s.address, s.expires = e.Address, e.Expires
	cols, rows := s.tty.Size()
	s.write(s.page(e, cols, rows))
	s.status()
}

// tellNote says what goes on besides: in the last line or, where the person has to act
// on it, in one that stays. The caller holds mu.
func (s *loginScreen) tellNote(e signin.Event) {
	note := loginNote(e)
	switch {
	case note == "":
		return
	case e.Kind == signin.EventNotOpened:
		s.write("\r\x1b[2K" + s.theme(s.Stderr).paint(yellow, "note") + "  " + note + "\n")
	default:
		s.note = note
	}
	s.status()
}

// page is all that stays on the screen. The QR code makes it narrower where it must,
// and is left out where it does not fit even so.
func (s *loginScreen) page(e signin.Event, cols, rows int) string {
	t := s.theme(s.Stderr)
	lines := []string{t.paint(bold, loginTitle(s.target)), wording.AskToConfirm(e.Method == signin.ByBrowser), "", "  " + sanitize.Text(e.Address), ""}
	if e.UserCode == "" {
		return strings.Join(lines, "\n") + "\n"
	}
	lines = append(lines, "  code  "+t.paint(bold, sanitize.Text(e.UserCode)), "")
	wide := strings.Join(lines, "\n") + "\n"
	if !t.colour {
		return wide
	}
	wrapped := cells.Width("  "+e.Address) / max(cols, 1)
	if code := drawQR(e.Address, cols, rows-len(lines)-wrapped-2); code != "" {
		return wide + code + "\n"
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	if code := drawQR(e.Address, cols, rows-len(lines)-wrapped-1); code != "" {
		return strings.Join(lines, "\n") + "\n" + code
	}
	return wide
}

func (s *loginScreen) write(text string) { _, _ = io.WriteString(s.tty, text) }

// status draws the last line. The caller holds mu.
func (s *loginScreen) status() {
	if s.address == "" {
		return
	}
	t := s.theme(s.Stderr)
	cols, _ := s.tty.Size()
	left := max(0, s.expires.Sub(s.Clock()))
	text := fmt.Sprintf("%d:%02d left", int(left.Minutes()), int(left.Seconds())%60)
	keys := "c copy the address   esc cancel"
	note := s.note
	if note == "" {
		note = "waiting"
	}
	room := cols - 1 - cells.Width(text) - cells.Width(keys) - 4
	if room < 8 {
		keys, room = "esc cancel", cols-1-cells.Width(text)-len("esc cancel")-4
	}
	note = cells.Truncate(note, max(room, 1))
	gap := strings.Repeat(" ", max(1, cols-1-cells.Width(note)-2-cells.Width(text)-cells.Width(keys)))
	s.write("\r\x1b[2K" + note + "  " + t.paint(bold, text) + gap + t.paint(faint, keys))
	s.drawn = true
}

func (s *loginScreen) erase() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drawn {
		s.write("\r\x1b[2K")
		s.drawn = false
	}
}

// countdown draws the time anew each second, from the clock.
func (s *loginScreen) countdown(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.mu.Lock()
			s.status()
			s.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}
