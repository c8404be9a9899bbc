package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/profiles"
)

// loadFiles reads the shared files: the names of the profiles now, the rest of them
// when it is asked for.
func loadFiles(o profiles.Options) tea.Msg {
	files, err := profiles.Load(o)
	if err != nil {
		return loadedMsg{err: err}
	}
	return loadedMsg{files: files, names: files.Names()}
}

// loaded takes in the shared files.
func (m *Model) loaded(msg loadedMsg) tea.Cmd {
	m.loadErr = msg.err
	if msg.err != nil {
		return nil
	}
	m.files = msg.files
	m.list.setNames(msg.names)
	m.walks.filesChanged(msg.files)
	return m.later()
}

// reload reads the files again; what is on the screen stays until that is done.
func (m *Model) reload() tea.Cmd {
	return guarded(func() tea.Msg { return loadFiles(m.opts.fileOptions()) })
}

// calm is how long after the names the rest is read: the frame that shows them is out
// by then, and had the processor for itself.
const calm = 40 * time.Millisecond

// readyMsg says that it is time to read the rest.
type readyMsg struct{}

func (m *Model) later() tea.Cmd { return m.ticker.after(calm, readyMsg{}) }

// behind reads, behind the frame that shows the names, the details of all profiles.
func (m *Model) behind() tea.Cmd {
	files := m.files
	if files == nil {
		return nil
	}
	details := func() tea.Msg {
		all := make([]detail, 0, m.list.profiles())
		for p := range files.Passing() {
			all = append(all, detailOf(p))
		}
		return detailsMsg{files, all}
	}
	return guarded(details)
}

// readSessions looks for the sessions that are kept.
func (m *Model) readSessions() tea.Cmd {
	files, read := m.files, m.opts.Sessions
	if read == nil || files == nil {
		return nil
	}
	return guarded(func() tea.Msg { return sessionsMsg{read(context.Background(), files)} })
}

// takeDetails takes in the details, unless the files have changed since.
func (m *Model) takeDetails(msg detailsMsg) {
	if msg.files == m.files {
		m.list.setDetails(msg.details)
	}
}

// readVisible reads the details of the rows on the screen that are not known yet.
// They are in memory: only their text is looked at.
func (m *Model) readVisible() {
	if m.files == nil {
		return
	}
	read := func(r *row) {
		if r.read {
			return
		}
		if p, ok := m.files.Profile(r.name); ok {
			r.detail = detailOf(p)
		}
		r.read = true
	}
	for _, e := range m.list.visible() {
		if e.row > 0 {
			read(&m.list.rows[e.row])
		}
	}
}
