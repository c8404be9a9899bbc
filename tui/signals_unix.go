//go:build unix

package tui

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
)

// handleSignals ends the program when the context ends or a signal comes. A second
// signal does not wait for it: the terminal is restored and the signal takes its
// course. The function that is returned stops that.
func handleSignals(ctx context.Context, p *tea.Program) func() {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		select {
		case <-done:
			return
		case <-ctx.Done():
		case <-signals:
		}
		go p.Quit()
		first := true
		for {
			select {
			case <-done:
				return
			case s := <-signals:
				if first { // the one that has ended the context
					first = false
					continue
				}
				_ = p.ReleaseTerminal()
				signal.Reset(s)
				if number, ok := s.(syscall.Signal); ok {
					_ = syscall.Kill(syscall.Getpid(), number)
				}
			}
		}
	}()
	return func() {
		close(done)
		signal.Stop(signals)
	}
}
