package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// handleSignals ends the program when the context ends, which the signals of the
// system do. The function that is returned stops that.
func handleSignals(ctx context.Context, p *tea.Program) func() {
	stop := context.AfterFunc(ctx, func() { go p.Quit() })
	return func() { stop() }
}
