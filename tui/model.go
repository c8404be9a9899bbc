package tui

import (
	"context"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/profiles"
)

// mode decides who gets the keys.
type mode int

const (
	modeList mode = iota
	modeFilter
	modePrompt
	modeSignIn
	modeCopy
	modeHelp
	modeRoles // the list of accounts and roles has them
)

// Model is the root: it routes messages and keys to the parts and lays them out.
type Model struct {
	opts   *Options
	theme  *theme
	keys   *keyMap
	spoken map[string]string // see voice
	lay    layout
	now    time.Time
	mode   mode

	files   *profiles.Files
	loadErr error
	early   chan tea.Msg // brings the files that were begun to be read before the start
	opened  time.Time
	list    list
	walks   walks
	chain   chainPane
	prompt  prompt
	signs   signIns
	pane    *accountsPane // over everything else while it is open
	help    helpPane
	notice  notice
	ticker  ticker

	typing      typing
	behindCaret int                  // bytes of the filter behind the caret
	changes     chan struct{}        // of the shared files
	kept        map[string]time.Time // ends of sessions by profile
	signedOut   map[string]bool      // by what the sign-in is for
	chosen      *target
	warned      warning
	tty         struct { // the terminal itself, for a program that takes it over
		in  io.Reader
		out io.Writer
	}
	revealUntil time.Time
	choice      Choice
}

// New makes the inspector. The context ends its walks. What was read beforehand is
// there in the first frame: see Load.
func New(ctx context.Context, o Options) *Model {
	o.fillIn()
	m := &Model{
		opts: &o, theme: newTheme(o.Colour), keys: newKeyMap(), now: o.Clock(),
		list: newList(o.Settings.Sort, o.Settings.Group), walks: newWalks(ctx, &o),
	}
	m.spoken = spoken(m.keys, o.SignIn != nil)
	m.list.state, m.ticker.after = o.State, after
	m.chain.at, m.opened = target{ambient: true}, m.now
	m.resize(o.Width, o.Height)
	return m
}

// Load reads the shared files, as the first frame should show them. It does what the
// command of Init would do.
func (m *Model) Load() {
	m.handle(loadFiles(m.opts.fileOptions()))
	m.refresh()
}

// start puts the cursor where the program begins.
func (m *Model) start() {
	switch {
	case m.opts.Profile != nil:
		m.list.selectTarget(target{name: *m.opts.Profile})
	case m.opts.Settings.Sort == "recent" && len(m.list.state.Recents) > 0:
		m.list.selectTarget(target{name: m.list.state.Recents[0].Profile})
	}
	m.chain.at, _ = m.list.selected()
}

// Choice is what the program ended with.
func (m *Model) Choice() Choice { return m.choice }

// Init begins what goes on behind the first frame.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.loading(), m.follow(), m.later(), m.ticker.next(m.pace(), m.now))
}

// Update takes a message in.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.opts.Clock()
	if m.opts.Trace != nil {
		m.opts.Trace(kindOf(msg))
	}
	cmd := m.handle(msg)
	follow := m.follow()
	m.refresh()
	return m, tea.Batch(cmd, follow, m.ticker.next(m.pace(), m.now))
}

// handle routes a message to the part that it is for.
func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return m.key(msg)
	case tea.MouseMsg:
		if m.pane != nil {
			return m.pane.list.mouse(msg)
		}
		return m.mouse(msg)
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.BlurMsg:
		m.hideSecrets()
	case tea.FocusMsg:
		return m.readSessions() // somebody was in another terminal
	case tea.ResumeMsg:
		return m.takeMouse()
	case loadedMsg:
		return m.loaded(msg)
	case readyMsg:
		return tea.Batch(m.behind(), m.beginWatch())
	case watching:
		m.changes = msg.changes
		return m.nextChange()
	case filesChangedMsg:
		return tea.Batch(m.reload(), m.nextChange())
	case placesMsg:
		m.takePlaces(msg)
		return m.readSessions()
	case sessionsMsg:
		m.takeSessions(msg)
	case explainedMsg:
		return m.walks.takeExplained(msg, m.now)
	case eventsMsg:
		return m.walks.takeEvents(msg, m.now)
	case twoMsgs:
		m.handle(msg.first)
		return m.handle(msg.second)
	case codeRequestMsg:
		m.closePane()
		return m.askCode(msg)
	case signInAskedMsg:
		return m.askSignIn(msg)
	case runEndedMsg:
		return m.runEnded(msg.id)
	case tickMsg:
		m.ticker.taken(msg)
	case quitMsg:
		return m.quit()
	default:
		return m.handleAnswer(msg)
	}
	return nil
}

// handleAnswer takes in what a command of an action has done.
func (m *Model) handleAnswer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case signInTargetMsg:
		if s := m.signs.of(msg.from); s != nil {
			s.to = msg.to
		}
		return m.newsOf(msg.from)
	case signInEventMsg:
		return m.takeSignIn(msg.from, msg.event)
	case signInEndedMsg:
		return m.signInEnded(msg.from)
	case identityMsg:
		m.takeIdentity(msg)
	case accountsMsg:
		return m.takeAccounts(msg)
	case roleMsg:
		return m.takeRole(msg)
	case savedMsg:
		return m.saved(msg)
	case droppedMsg:
		return m.dropped(msg)
	case copiedMsg:
		m.copied(msg)
	case editedMsg:
		return m.edited(msg)
	case brokenMsg:
		m.say(bad, msg.err.Error())
	}
	return nil
}

// resize lays the window out anew.
func (m *Model) resize(w, h int) {
	m.lay = layoutOf(w, h)
	m.list.resize(m.listHeight())
}

// refresh brings what depends on everything else up to date: the keys that count,
// the details of the rows on the screen.
func (m *Model) refresh() {
	m.list.resize(m.listHeight())
	m.readVisible()
	m.takeTurn()
	m.enableKeys()
}
