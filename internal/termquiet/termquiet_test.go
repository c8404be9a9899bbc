//go:build unix

package termquiet_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"credence/internal/ptytest"
	"credence/internal/termquiet"
)

// patience is far less than the five seconds of termenv and far more than a start.
const patience = 4 * time.Second

type model struct{}

func (model) Init() tea.Cmd                         { return tea.Quit }
func (m model) Update(tea.Msg) (tea.Model, tea.Cmd) { return m, nil }
func (model) View() string {
	return lipgloss.NewStyle().Foreground(lipgloss.Color("1")).Render("drawn")
}

// The test binary runs itself as a program with an interface.
func TestMain(m *testing.M) {
	part := os.Getenv("TERMQUIET_TEST")
	if part == "" {
		os.Exit(m.Run())
	}
	termquiet.Restore()
	term, set := os.LookupEnv("TERM")
	fmt.Printf("TERM %q %v\n", term, set)
	if part == "interface" {
		if _, err := tea.NewProgram(model{}).Run(); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSilentTerminalIsAskedNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		part string
		term []string
		want string
	}{
		"command":        {"command", []string{"TERM=xterm-256color"}, `TERM "xterm-256color" true`},
		"command, kitty": {"command", []string{"TERM=xterm-kitty", "COLORTERM=truecolor"}, `TERM "xterm-kitty" true`},
		"no TERM":        {"command", nil, `TERM "" false`},
		"empty TERM":     {"command", []string{"TERM="}, `TERM "" true`},
		"interface":      {"interface", []string{"TERM=xterm-256color"}, "\x1b[31mdrawn"}, // in colour, too
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			s := ptytest.Start(t, ptytest.Options{Env: append(c.term, "TERMQUIET_TEST="+c.part, "GORACE=atexit_sleep_ms=0")}, self(t))
			if code := s.Wait(); code != 0 {
				t.Errorf("code = %d", code)
			}
			if took := time.Since(began); took > patience {
				t.Errorf("took %v", took)
			}
			raw := s.Raw()
			if asked := ptytest.Queries(raw); len(asked) > 0 {
				t.Errorf("the terminal was asked: %q", asked)
			}
			if !bytes.Contains(raw, []byte(c.want)) {
				t.Errorf("terminal received %q, want %q in it", raw, c.want)
			}
			if s.StateChanged() {
				t.Error("the terminal's settings were not restored")
			}
		})
	}
}

// Without the package the query is there, and this test's terminal sees it.
func TestTheQueryIsNoticed(t *testing.T) {
	t.Parallel()
	loud := filepath.Join(t.TempDir(), "loud")
	if out, err := exec.Command("go", "build", "-o", loud, "./testdata/loud").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := ptytest.Start(t, ptytest.Options{Env: []string{"TERM=xterm-256color"}}, loud)
	s.Until("background query", func(raw []byte) bool { return len(ptytest.Queries(raw)) > 0 })
	if !bytes.Contains(s.Raw(), []byte("\x1b]11;?")) {
		t.Errorf("terminal received %q", s.Raw())
	}
}
