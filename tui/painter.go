package tui

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	xterm "github.com/charmbracelet/x/term"
)

// painter writes frames to the terminal as soon as they are made. Bubble Tea writes
// them at the next tick of a clock of at most 120 a second, which every key would wait
// for. All else stays with it: it takes the terminal, gives it back whatever happens,
// and reads the keys. To it a frame is always the same mark, which the painter keeps
// from the terminal.
//
// A terminal that takes nothing more holds the painter up, and no key.
type painter struct {
	out   io.Writer
	wake  chan struct{}
	first tea.WindowSizeMsg // the size that the first frame is made for, until that is confirmed

	mu    sync.Mutex
	frame string // the newest
	all   bool   // what is on the screen is not known

	terminal sync.Mutex // one at a time writes
	open     bool       // the alternate screen is there
	shown    []string   // the lines on the screen
}

// mark is what Bubble Tea takes for the frame: a string to the terminal that no
// terminal prints (ECMA-48, application program command).
const mark = "\x1b_credence\x1b\\"

// What a terminal is told (xterm, "ctlseqs"): the alternate screen, and around a frame
// to show it at once and to break no line. One that knows nothing of the former takes
// no notice.
const (
	enterAlternate = "\x1b[?1049h"
	leaveAlternate = "\x1b[?1049l"
	beginFrame     = "\x1b[?2026h\x1b[?7l"
	endFrame       = "\x1b[?7h\x1b[?2026l"
)

// frameGap is the least time between two frames.
const frameGap = 2 * time.Millisecond

func newPainter(out io.Writer, width, height int) *painter {
	return &painter{out: out, wake: make(chan struct{}, 1), all: true, first: tea.WindowSizeMsg{Width: width, Height: height}}
}

// output is what Bubble Tea writes to: a file where the terminal is one, for the size
// of its window.
func (p *painter) output() io.Writer {
	if f, ok := p.out.(xterm.File); ok {
		return paintedFile{File: f, painter: p}
	}
	return p
}

// paintedFile is a terminal that is painted.
type paintedFile struct {
	xterm.File
	painter *painter
}

// Write hands through what Bubble Tea says to the terminal.
func (f paintedFile) Write(b []byte) (int, error) { return f.painter.Write(b) }

// Write hands through what Bubble Tea says to the terminal, its frames excepted.
func (p *painter) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte(mark)) {
		return len(b), nil
	}
	p.terminal.Lock()
	defer p.terminal.Unlock()
	switch {
	case bytes.Contains(b, []byte(enterAlternate)):
		p.open = true
	case bytes.Contains(b, []byte(leaveAlternate)):
		p.open = false
	case bytes.Contains(b, []byte(ansi.EraseEntireScreen)):
		defer p.again()
	}
	return p.out.Write(b)
}

// again has everything painted.
func (p *painter) again() {
	p.mu.Lock()
	p.all = true
	p.mu.Unlock()
	p.call()
}

// show has a frame painted; it waits for nothing.
func (p *painter) show(frame string) {
	p.mu.Lock()
	news := frame != p.frame
	p.frame = frame
	p.mu.Unlock()
	if news {
		p.call()
	}
}

func (p *painter) call() {
	select {
	case p.wake <- struct{}{}:
	default: // it has been called
	}
}

// begin paints until the function that it returns is called.
func (p *painter) begin() (end func()) {
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-p.wake:
			}
			p.paint()
			time.Sleep(frameGap)
		}
	}()
	return func() { close(done) }
}

// paint brings the newest frame to the screen, the lines that have changed in one
// write.
func (p *painter) paint() {
	p.terminal.Lock()
	defer p.terminal.Unlock()
	if !p.open {
		return
	}
	p.mu.Lock()
	frame, all := p.frame, p.all
	p.all = p.all && frame == ""
	p.mu.Unlock()
	if frame == "" {
		return
	}
	lines := strings.Split(frame, "\n")
	if all || len(lines) != len(p.shown) {
		p.shown = nil
	}
	if text := changes(p.shown, lines); text != "" {
		_, _ = io.WriteString(p.out, text)
	}
	p.shown = lines
}

// changes are the lines that differ, for a terminal: shown at once where it can do
// that, and cut at the edge where its idea of a width is not ours.
func changes(shown, lines []string) string {
	var b strings.Builder
	for n, line := range lines {
		if n < len(shown) && shown[n] == line {
			continue
		}
		if b.Len() == 0 {
			b.WriteString(beginFrame)
			if len(shown) == 0 {
				b.WriteString(ansi.CursorHomePosition + ansi.EraseScreenBelow)
			}
		}
		b.WriteString("\x1b[" + strconv.Itoa(n+1) + "H")
		if doubtful(line) {
			b.WriteString(ansi.EraseEntireLine)
		}
		b.WriteString(line)
	}
	if b.Len() == 0 {
		return ""
	}
	b.WriteString("\x1b[" + strconv.Itoa(len(lines)) + "H" + endFrame)
	return b.String()
}

// doubtful reports whether terminals may differ about the width of a line. The signs
// of the interface itself lie between 0x2000 and 0x2bff.
func doubtful(line string) bool {
	return strings.ContainsFunc(line, func(r rune) bool { return r >= 0x300 && (r < 0x2000 || r > 0x2bff) })
}

// painted is a model as Bubble Tea sees it. Models change in place: the one that their
// Update returns is the same.
type painted struct {
	tea.Model
	painter *painter
}

// Update takes a message in. A window that has another size, or says that it has the
// same one again, may show anything.
func (p painted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := msg.(tea.WindowSizeMsg); ok && !p.painter.known(size) {
		defer p.painter.again()
	}
	_, cmd := p.Model.Update(msg)
	return p, cmd
}

// known reports whether Bubble Tea tells the size that the first frame was made for,
// as it does once it runs.
func (p *painter) known(size tea.WindowSizeMsg) bool {
	first := p.first
	p.first = tea.WindowSizeMsg{}
	return size == first
}

// View has the frame painted.
func (p painted) View() string {
	p.painter.show(p.Model.View())
	return mark
}
