package tui

import (
	"context"
	"os"
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
// programs replace files rather than write to them, and the folder above one that is
// not there. Where the system does not watch, nothing is told: r reads the files again.
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
	w := &folders{Watcher: watcher, files: []string{filepath.Clean(at.Config.Path), filepath.Clean(at.Credentials.Path)}}
	for _, path := range w.files {
		w.follow(filepath.Dir(path))
	}
	go w.report(ctx, changes)
	return changes
}

// folders are those of the shared files, being watched.
type folders struct {
	*fsnotify.Watcher
	files []string
}

// follow watches a folder, or waits for it to come.
func (w *folders) follow(folder string) {
	if w.Add(folder) == nil {
		return
	}
	if above := filepath.Dir(folder); above != folder {
		_ = w.Add(above) // one that is missing too is too far away
	}
}

// concerns reports whether an event is about a file, or about the folder of one: of
// that, the watch is begun anew.
func (w *folders) concerns(e fsnotify.Event) bool {
	name, about := filepath.Clean(e.Name), false
	for _, path := range w.files {
		folder := filepath.Dir(path)
		switch {
		case name == path && e.Op != fsnotify.Chmod:
			about = true
		case name == folder && e.Has(fsnotify.Create):
			if w.Add(folder) == nil && !slices.ContainsFunc(w.files, func(other string) bool { return filepath.Dir(other) == filepath.Dir(folder) }) {
				_ = w.Remove(filepath.Dir(folder))
			}
			about = true
		case name == folder && (e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)):
			w.follow(folder)
			about = true
		}
	}
	return about
}

// report passes on the changes of the files once they have settled.
func (w *folders) report(ctx context.Context, changes chan<- struct{}) {
	defer w.Close()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case e, open := <-w.Events:
			if !open {
				return
			}
			if w.concerns(e) {
				timer.Reset(settle)
			}
		case _, open := <-w.Errors:
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

// beginWatch begins to watch the shared files, once. What has changed since they were
// read is told too.
func (m *Model) beginWatch() tea.Cmd {
	if m.changes != nil {
		return nil
	}
	m.changes = make(chan struct{}) // until the watch has begun
	ctx, o, files := m.walks.ctx, m.opts.fileOptions(), m.files
	return guarded(func() tea.Msg {
		changes := watch(ctx, o)
		if files != nil && (outdated(files.Config()) || outdated(files.Credentials())) {
			select {
			case changes <- struct{}{}:
			default:
			}
		}
		return watching{changes}
	})
}

// outdated reports whether a file is not what was read.
func outdated(f *profiles.File) bool {
	info, err := os.Stat(f.Path)
	if err != nil || f.State != profiles.StateRead {
		return (err == nil) != (f.State != profiles.StateAbsent)
	}
	return !info.ModTime().Equal(f.ModTime)
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
