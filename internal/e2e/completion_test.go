//go:build unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"credence/internal/tmuxtest"
)

// completing are the shells in which completion is tried, how they start without a
// person's own files, and how they take the script in.
var completing = map[string]struct {
	argv []string
	take string
}{
	"bash":          {[]string{"bash", "--norc", "--noprofile"}, "source <(credence completion bash)"},
	"zsh":           {[]string{"zsh", "-f"}, "autoload -U compinit && compinit -D -u && source <(credence completion zsh)"},
	"zsh, packaged": {[]string{"zsh", "-f"}, "mkdir ~/f && credence completion zsh >~/f/_credence && fpath=(~/f $fpath) && autoload -U compinit && compinit -D -u"},
	"fish":          {[]string{"fish", "--no-config"}, "credence completion fish | source"},
}

// completionHome has profiles with names that shells take apart.
func completionHome(t *testing.T) string {
	return home(t, ".aws/config", "[profile prod-admin]\nregion = eu-west-1\n[profile prod-read]\nregion = eu-west-1\n[profile with:colon]\nregion = x\n"+
		"[profile \"data science\"]\nregion = y\n[profile it's]\nregion = z\n[profile 東京]\nregion = z\n")
}

// TestCompletion types beginnings and tabs into real shells. What the shell then runs
// shows what it made of them.
func TestCompletion(t *testing.T) {
	t.Parallel()
	for name, shell := range completing {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := lane(t, shell.argv[0])
			at := completionHome(t)
			env := slices.DeleteFunc(environment(at, "PS1=$ ", "PROMPT=$ "), func(v string) bool { return strings.HasPrefix(v, "PATH=") })
			env = append(env, "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"))
			s := tmuxtest.Start(t, tmuxtest.Options{Env: env}, append([]string{path}, shell.argv[1:]...)...)
			s.Line(shell.take + "; echo re''ady")
			s.Shows("ready")
			// credence is a function of the shell's from here on, that says what it was given.
			if name == "fish" {
				s.Line(`function ask; printf '<%s>' $argv; echo; end; echo de''fined`)
			} else {
				s.Line(`ask() { printf '<%s>' "$@"; echo; }; echo de''fined`)
			}
			s.Shows("defined")
			for i, c := range []struct{ typed, shown, want string }{
				{"why prod-a", "prod-admin", "<why><prod-admin>"},
				{"why with", "with", "<why><with:colon>"},
				{"why with:c", "colon", "<why><with:colon>"},
				{"why data", "science", "<why><data science>"},
				{"why it", "it", "<why><it's>"},
				{"why 東", "東京", "<why><東京>"},
				{"list --as rus", "rust", "<list><--as><rust>"},
				{"compl", "completion", "<completion>"},
				{"status --format star", "starship", "<status><--format><starship>"},
				{"why --dry", "--dry-run", "<why><--dry-run>"},
				{"cache clear prod-admin prod-r", "prod-read", "<cache><clear><prod-admin><prod-read>"},
			} {
				s.Keys("C-u")
				s.PasteBare("credence " + c.typed)
				s.Keys("Tab")
				tag := fmt.Sprintf("case-%d", i)
				s.Until("the completion of "+c.typed, func(screen string) bool {
					lines := strings.Split(strings.TrimRight(screen, "\n "), "\n")
					last := lines[len(lines)-1]
					return strings.Contains(last, c.shown) && len(strings.TrimSpace(last)) > len("$ credence "+c.typed)
				})
				// Home, and the command becomes an argument of ask.
				s.Keys("C-a")
				s.PasteBare("echo " + tag + "; ask ")
				s.Keys("Enter")
				s.Shows(tag+"\n", "<credence>"+c.want)
			}
		})
	}
}
