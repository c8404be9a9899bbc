package tui

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"credence/profiles"
)

// openEditor opens the file at the line that the chain pane is about.
func (m *Model) openEditor() tea.Cmd {
	at, ok := m.editPlace()
	if !ok {
		return nil
	}
	argv := editorCommand(m.opts.Env, at.Path, at.Line)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = m.tty.in, m.tty.out, m.tty.out
	return tea.ExecProcess(cmd, func(err error) tea.Msg { return editedMsg{err} })
}

// edited reads the files again once the editor has ended.
func (m *Model) edited(msg editedMsg) tea.Cmd {
	if msg.err != nil {
		m.say(bad, "the editor ended with an error: "+msg.err.Error())
	}
	return tea.Batch(m.takeMouse(), m.reload())
}

// editPlace is the place of the line that is selected, else of what decided, else of
// the profile itself.
func (m *Model) editPlace() (profiles.Origin, bool) {
	if i := m.shown(); i != nil {
		if l := m.chain.selectedLine(i); l != nil {
			if at, ok := placeOf(l); ok {
				return at, true
			}
		}
		if i.result != nil && i.result.Error != nil {
			if o := i.result.Error.Origin; o != nil && o.Kind == profiles.OriginFile {
				return *o, true
			}
		}
	}
	if p := m.profileAt(); p != nil && len(p.Origins()) > 0 {
		return p.Origins()[0], true
	}
	if m.files != nil && m.files.Config().State == profiles.StateRead {
		return profiles.FileOrigin(m.files.Config().Path, 1), true
	}
	return profiles.Origin{}, false
}

// placeOf is the file and line that a line of the chain rests on.
func placeOf(l *chainLine) (profiles.Origin, bool) {
	end := l.end()
	if o := end.Reason.Origin; o != nil && o.Kind == profiles.OriginFile {
		return *o, true
	}
	for _, e := range end.Evidence {
		if e.Path != "" && e.Line > 0 {
			return profiles.FileOrigin(e.Path, e.Line), true
		}
	}
	return profiles.Origin{}, false
}

// editorCommand is the command that opens a file at a line: $VISUAL, else $EDITOR,
// else vi. Editors that do not know +LINE get the line their own way.
func editorCommand(env func(string) (string, bool), path string, line int) []string {
	editor := "vi"
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if value, _ := env(name); strings.TrimSpace(value) != "" {
			editor = value
			break
		}
	}
	argv := strings.Fields(editor)
	number := strconv.Itoa(max(1, line))
	switch strings.TrimSuffix(filepath.Base(argv[0]), ".exe") {
	case "code", "code-insiders", "codium", "cursor", "windsurf":
		return append(argv, "--wait", "--goto", path+":"+number)
	case "subl", "zed", "hx", "helix":
		return append(argv, path+":"+number)
	case "notepad", "open", "xdg-open":
		return append(argv, path)
	}
	return append(argv, "+"+number, path)
}
