package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// ErrNoTerminal says that there is no terminal to draw on or to read keys from.
var ErrNoTerminal = errors.New("no terminal to draw on")

// Run opens the inspector on the terminal of the options and returns what was chosen.
// The terminal is as it was when it returns, whatever ended it: a key, the end of the
// context, a signal, a panic. The choice counts only if the error is nil.
func Run(ctx context.Context, o Options) (Choice, error) {
	o.fillIn()
	walks, stop := context.WithCancel(ctx)
	defer stop() // what is still under way ends with the program
	t := newTerminal(o.Input, o.Output, o.Width, o.Height, o.Mouse)
	o.Output = t.painter.output()
	m := New(walks, o)
	m.loadEarly(patienceOfStart)
	defer spareCollector()()
	err := t.run(ctx, m, func(keys io.Reader) { m.tty.in, m.tty.out = bare(keys), t.out })
	m.walks.end()
	if err != nil {
		return Choice{}, err
	}
	return m.Choice(), nil
}

// terminal is what a program draws on and reads keys from.
type terminal struct {
	in      io.Reader // nil is the process's own
	out     io.Writer
	painter *painter
	mouse   bool
}

// newTerminal is a terminal of so many cells; without an output it is standard error.
func newTerminal(in io.Reader, out io.Writer, width, height int, mouse bool) *terminal {
	if out == nil {
		out = os.Stderr
	}
	return &terminal{in, out, newPainter(out, width, height), mouse}
}

// run runs a model until it ends. The error is the context's cause, or ErrNoTerminal, or
// that the program broke down. begin is told where the keys come from.
func (t *terminal) run(ctx context.Context, m tea.Model, begin func(keys io.Reader)) error {
	gone, vanish := context.WithCancel(context.Background())
	defer vanish()
	keys, closeKeys, err := keyboard(t.in, vanish)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoTerminal, err)
	}
	defer closeKeys()
	begin(keys)
	defer keepStdout()()
	defer t.painter.begin()()
	p := tea.NewProgram(painted{m, t.painter}, t.options(keys)...)
	defer handleSignals(ctx, p)()
	defer context.AfterFunc(gone, p.Quit)()
	_, err = p.Run()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the interface broke down: %w", err)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrNoTerminal, err)
	case gone.Err() != nil:
		return fmt.Errorf("%w: it is gone", ErrNoTerminal)
	}
	return nil
}

// options are those of Bubble Tea. Its clock of frames paints nothing (see painter), and
// goes as slowly as it can.
func (t *terminal) options(keys io.Reader) []tea.ProgramOption {
	options := []tea.ProgramOption{tea.WithAltScreen(), tea.WithOutput(t.painter.output()), tea.WithFPS(1), tea.WithReportFocus(), tea.WithoutSignalHandler()}
	if keys != nil {
		options = append(options, tea.WithInput(keys))
	}
	if t.mouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	return options
}

// patienceOfStart is how long the first frame waits for the files: few profiles are
// read in less, many while Bubble Tea gets going.
const patienceOfStart = 4 * time.Millisecond

// spareCollector puts garbage collection off while the program starts; the function
// that is returned ends that at once.
func spareCollector() func() {
	usual := debug.SetGCPercent(-1)
	again := sync.OnceFunc(func() { debug.SetGCPercent(usual) })
	timer := time.AfterFunc(calm, again)
	return func() {
		timer.Stop()
		again()
	}
}

// keepStdout makes os.Stdout standard error until the function that it returns is
// called: Bubble Tea prints panics to os.Stdout, which a shell may be about to run.
func keepStdout() func() {
	kept := os.Stdout
	os.Stdout = os.Stderr
	return func() { os.Stdout = kept }
}
