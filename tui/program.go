package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// framesPerSecond is the most that Bubble Tea paints; each halving of the rate adds
// milliseconds to every key.
const framesPerSecond = 120

// ErrNoTerminal says that there is no terminal to draw on or to read keys from.
var ErrNoTerminal = errors.New("no terminal to draw on")

// Run opens the inspector on the terminal of the options and returns what was chosen.
// The terminal is as it was when it returns, whatever ended it: a key, the end of the
// context, a signal, a panic. The choice counts only if the error is nil.
func Run(ctx context.Context, o Options) (Choice, error) {
	o.fillIn()
	walks, stop := context.WithCancel(ctx)
	defer stop() // what is still under way ends with the program
	m := New(walks, o)
	m.loadEarly(patienceOfStart)
	defer spareCollector()()
	options := []tea.ProgramOption{
		tea.WithAltScreen(), tea.WithFPS(framesPerSecond), tea.WithOutput(o.Output), tea.WithReportFocus(), tea.WithoutSignalHandler(),
	}
	if o.Input != nil {
		options = append(options, tea.WithInput(o.Input))
	}
	if o.Mouse {
		options = append(options, tea.WithMouseCellMotion())
	}
	defer keepStdout()()
	p := tea.NewProgram(m, options...)
	defer handleSignals(ctx, p)()
	_, err := p.Run()
	switch {
	case ctx.Err() != nil:
		return Choice{}, context.Cause(ctx)
	case errors.Is(err, tea.ErrProgramPanic):
		return Choice{}, fmt.Errorf("the inspector broke down: %w", err)
	case err != nil:
		return Choice{}, fmt.Errorf("%w: %w", ErrNoTerminal, err)
	}
	return m.Choice(), nil
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
