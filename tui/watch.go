package tui

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/fsnotify/fsnotify"

	"credence/profiles"
)

// settle is how long files have to be left alone before they are read again: editors
// write in several steps.
const settle = 80 * time.Millisecond

// watch tells of changes of the shared files. The folders are watched, because
// programs replace files rather than write to them. Where the system does not watch,
// nothing is told: r reads the files again.
func watch(ctx context.Context, o profiles.Options) chan struct{} {
	changes := make(chan struct{}, 1)
	at, err := profiles.Locate(o)
	if err != nil {
		return changes
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return changes
	}
	files := []string{filepath.Clean(at.Config.Path), filepath.Clean(at.Credentials.Path)}
	for _, path := range files {
		// A folder that is not there cannot be watched, and has no files to change.
		_ = watcher.Add(filepath.Dir(path))
	}
	go report(ctx, watcher, files, changes)
	return changes
}

// report passes on the changes of the files once they have settled.
func report(ctx context.Context, watcher *fsnotify.Watcher, files []string, changes chan<- struct{}) {
	defer watcher.Close()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case e, open := <-watcher.Events:
			if !open {
				return
			}
			if slices.Contains(files, filepath.Clean(e.Name)) && e.Op != fsnotify.Chmod {
				timer.Reset(settle)
			}
		case _, open := <-watcher.Errors:
			if !open {
				return
			}
		case <-timer.C:
			select {
			case changes <- struct{}{}:
			default: // one is waiting to be read
			}
		}
	}
}

// watching is a watch that has begun.
type watching struct{ changes chan struct{} }

// beginWatch begins to watch the shared files, once.
func (m *Model) beginWatch() tea.Cmd {
	if m.changes != nil {
		return nil
	}
	m.changes = make(chan struct{}) // until the watch has begun
	ctx, o := m.walks.ctx, m.opts.fileOptions()
	return guarded(func() tea.Msg { return watching{watch(ctx, o)} })
}

// nextChange waits for the next change.
func (m *Model) nextChange() tea.Cmd {
	ctx, changes := m.walks.ctx, m.changes
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-changes:
			return filesChangedMsg{}
		}
	}
}
