package tui

import (
	"sync/atomic"
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

// loadEarly begins to read the shared files before the program runs, and takes them in
// if that is done soon.
func (m *Model) loadEarly(soon time.Duration) {
	m.early = make(chan tea.Msg, 1)
	load, early := m.reload(), m.early
	go func() { early <- load() }()
	select {
	case msg := <-early:
		m.early = nil
		m.handle(msg)
		m.refresh()
	case <-time.After(soon):
	}
}

// loading waits for the files that are being read, or reads them.
func (m *Model) loading() tea.Cmd {
	switch early := m.early; {
	case m.files != nil || m.loadErr != nil:
		return nil
	case early != nil:
		return func() tea.Msg { return <-early }
	}
	return m.reload()
}

// loaded takes in the shared files.
func (m *Model) loaded(msg loadedMsg) tea.Cmd {
	m.loadErr = msg.err
	if msg.err != nil {
		return nil
	}
	first := m.files == nil
	m.files = msg.files
	m.list.setNames(msg.names)
	if first {
		m.start()
	}
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

// behind reads, behind the frame that shows the names, what all profiles are searched by.
func (m *Model) behind() tea.Cmd {
	files := m.files
	if files == nil {
		return nil
	}
	count := m.list.profiles()
	return guarded(func() tea.Msg { return placesMsg{files, readPlaces(files, count, m.typing.wait)} })
}

// share is how many profiles are read before the processor is left to the screen, for
// twice as long as that took.
const share = 64

// readPlaces reads what all profiles are searched by.
func readPlaces(files *profiles.Files, count int, wait func()) []place {
	all := make([]place, 0, count)
	began := time.Now()
	for p := range files.Passing() {
		all = append(all, placeOfProfile(p))
		if len(all)%share == 0 && wait != nil {
			time.Sleep(2 * time.Since(began))
			wait()
			began = time.Now()
		}
	}
	return all
}

// typing knows when a key was pressed last, for what goes on behind the screen.
type typing struct{ last atomic.Int64 }

// pause is how long after a key the work behind the screen rests, and rests at most.
const (
	pause     = 60 * time.Millisecond
	pauseMost = 2 * time.Second
)

func (t *typing) pressed() { t.last.Store(time.Now().UnixNano()) }

// wait waits until nobody has pressed a key for a moment.
func (t *typing) wait() {
	for began := time.Now(); time.Since(began) < pauseMost; {
		rest := pause - time.Since(time.Unix(0, t.last.Load()))
		if rest <= 0 {
			return
		}
		time.Sleep(rest)
	}
}

// takePlaces takes in what the profiles are searched by, unless the files have
// changed since.
func (m *Model) takePlaces(msg placesMsg) {
	if msg.files == m.files {
		m.list.setPlaces(msg.places)
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
