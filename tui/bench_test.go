package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"credence/chain"
)

// manyProfiles is a model of n profiles at 120×40, all of their details read.
func manyProfiles(b *testing.B, n int) *Model {
	b.Helper()
	var config strings.Builder
	for i := range n {
		switch i % 3 {
		case 0:
			fmt.Fprintf(&config, "[profile team-%d-prod-%05d]\nrole_arn = arn:aws:iam::%012d:role/Admin\nsource_profile = base\nregion = eu-west-1\n", i%17, i, i)
		case 1:
			fmt.Fprintf(&config, "[profile bench-static-%05d]\nregion = eu-west-1\n", i)
		default:
			fmt.Fprintf(&config, "[profile sso-%05d-dev]\nsso_session = corp\nsso_account_id = %012d\nsso_role_name = Read\n", i, i)
		}
	}
	home := b.TempDir()
	path := filepath.Join(home, "config")
	if err := os.WriteFile(path, []byte(config.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	none := func(string) (string, bool) { return "", false }
	m := New(b.Context(), Options{
		Width: 120, Height: 40, Colour: true, Home: home,
		Chain: chain.Options{ConfigFilepath: &path, Filepath: new(filepath.Join(home, "none")), Env: chain.Environment{Lookup: none}},
	})
	m.ticker.after = after
	m.Load()
	m.Update(placesMsg{m.files, readPlaces(m.files, n, nil)})
	return m
}

func press(r rune) tea.Msg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}} }

var sizes = []int{1000, 10000}

// BenchmarkMove moves the cursor a row and draws.
func BenchmarkMove(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := manyProfiles(b, n)
			for i := 0; b.Loop(); i++ {
				m.Update(press([]rune("jk")[i/30%2]))
				_ = m.View()
			}
		})
	}
}

// BenchmarkFilter types a filter of five letters, drawing after each.
func BenchmarkFilter(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := manyProfiles(b, n)
			for b.Loop() {
				m.act(actFilter)
				for _, r := range "bench" {
					m.Update(press(r))
					_ = m.View()
				}
				m.act(actFilterEnd)
			}
		})
	}
}

// BenchmarkFirstFrame reads the files and draws the first frame.
func BenchmarkFirstFrame(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := *manyProfiles(b, n).opts
			b.ReportAllocs()
			for b.Loop() {
				m := New(b.Context(), o)
				m.Load()
				_ = m.View()
			}
		})
	}
}
