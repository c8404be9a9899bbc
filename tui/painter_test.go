package tui

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// paper is a terminal that keeps what it is sent. It can be made to take nothing.
type paper struct {
	mu     sync.Mutex
	text   strings.Builder
	writes int
	stuck  chan struct{} // while not nil and open
	wrote  chan struct{} // told of writes, if not nil
}

func (p *paper) Write(b []byte) (int, error) {
	if p.stuck != nil {
		<-p.stuck
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writes++
	select {
	case p.wrote <- struct{}{}:
	default:
	}
	return p.text.Write(b)
}

// take is what was sent since the last time, and in how many pieces.
func (p *paper) take() (string, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, n := p.text.String(), p.writes
	p.text.Reset()
	p.writes = 0
	return text, n
}

// painting is a painter on the alternate screen.
func painting(t *testing.T) (*painter, *paper) {
	t.Helper()
	sheet := &paper{}
	p := newPainter(sheet, 80, 24)
	if _, err := io.WriteString(p, enterAlternate); err != nil {
		t.Fatal(err)
	}
	sheet.take()
	return p, sheet
}

func TestPainterPaintsWhatChanged(t *testing.T) {
	t.Parallel()
	p, sheet := painting(t)
	p.show("one\ntwo\nthree")
	p.paint()
	text, writes := sheet.take()
	for _, line := range []string{"\x1b[1Hone", "\x1b[2Htwo", "\x1b[3Hthree"} {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in %q", line, text)
		}
	}
	if writes != 1 {
		t.Errorf("%d writes a frame", writes)
	}
	p.show("one\n2\nthree")
	p.paint()
	if text, _ := sheet.take(); !strings.Contains(text, "\x1b[2H2") || strings.Contains(text, "one") || strings.Contains(text, "three") {
		t.Errorf("changed one line, sent %q", text)
	}
	p.paint()
	p.show("one\n2\nthree")
	p.paint()
	if text, _ := sheet.take(); text != "" {
		t.Errorf("nothing changed, sent %q", text)
	}
	p.show("one\n2") // another size
	p.paint()
	if text, _ := sheet.take(); !strings.Contains(text, "one") || !strings.Contains(text, ansi.EraseScreenBelow) {
		t.Errorf("another size, sent %q", text)
	}
}

func TestPainterPaintsAnewWhatWasErased(t *testing.T) {
	t.Parallel()
	p, sheet := painting(t)
	p.show("frame")
	p.paint()
	sheet.take()
	for _, erase := range []func(){
		func() { _, _ = io.WriteString(p, ansi.EraseEntireScreen) },
		func() { painted{New(t.Context(), Options{}), p}.Update(tea.WindowSizeMsg{Width: 100, Height: 30}) },
	} {
		erase()
		sheet.take()
		p.paint()
		if text, _ := sheet.take(); !strings.Contains(text, "frame") {
			t.Errorf("sent %q", text)
		}
	}
}

func TestPainterLeavesTheShellAlone(t *testing.T) {
	t.Parallel()
	p, sheet := painting(t)
	p.show("frame")
	_, _ = io.WriteString(p, leaveAlternate)
	sheet.take()
	p.paint()
	if text, _ := sheet.take(); text != "" {
		t.Errorf("sent %q to a shell's screen", text)
	}
	_, _ = io.WriteString(p, enterAlternate+ansi.EraseEntireScreen)
	sheet.take()
	p.paint()
	if text, _ := sheet.take(); !strings.Contains(text, "frame") {
		t.Errorf("back again, sent %q", text)
	}
}

func TestPainterKeepsTheMark(t *testing.T) {
	t.Parallel()
	p, sheet := painting(t)
	if n, err := io.WriteString(p, ansi.CursorHomePosition+"\r"+mark+ansi.EraseLineRight); err != nil || n == 0 {
		t.Errorf("%d, %v", n, err)
	}
	_, _ = io.WriteString(p, ansi.HideCursor)
	if text, _ := sheet.take(); text != ansi.HideCursor {
		t.Errorf("sent %q", text)
	}
	if ansi.StringWidth(mark) != 0 {
		t.Error("the mark takes room")
	}
}

// A terminal that takes nothing keeps nobody from going on.
func TestPainterWaitsForNobody(t *testing.T) {
	t.Parallel()
	p, sheet := painting(t)
	sheet.stuck, sheet.wrote = make(chan struct{}), make(chan struct{}, 1)
	end := p.begin()
	defer end()
	done := make(chan struct{})
	go func() {
		for n := range 100 {
			p.show(strings.Repeat("x", n+1))
		}
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(longest):
		t.Fatal("a frame waited for the terminal")
	}
	close(sheet.stuck)
	var text strings.Builder
	for limit := time.After(longest); !strings.Contains(text.String(), strings.Repeat("x", 100)); {
		select {
		case <-sheet.wrote:
			now, _ := sheet.take()
			text.WriteString(now)
		case <-limit:
			t.Fatal("the newest frame never came")
		}
	}
}

func TestWidthsThatTerminalsDisagreeAbout(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{"│ prod-admin ● found …": false, "─┬▌▾◐✗→": false, "é": false, "世界": true, "❤\ufe0f": true, "e\u0301": true, "🇺🇸": true} {
		if doubtful(line) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}
