package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/mfa"
	"credence/profiles"
)

// editing is a change of a shared file that a command shows before it writes it.
type editing struct {
	*profiles.Edit
	written bool
	backup  string // the file as it was; empty where there is none
}

// apply writes the change. The error is that of the edit.
func (e *editing) apply(ctx context.Context, now time.Time) error {
	done, err := e.Apply(ctx, now)
	if err == nil {
		e.written, e.backup = done.Path != "", done.Backup
	}
	return err
}

// write applies the change and says so.
func (a *app) write(ctx context.Context, e *editing) error {
	if err := e.apply(ctx, a.Clock()); err != nil {
		return a.editFailure(err)
	}
	return a.tellWritten(e)
}

func (a *app) tellWritten(e *editing) error {
	text := "written"
	if e.backup != "" {
		text += "; the file as it was is " + wording.Path(e.backup, a.home())
	}
	return a.remark(text)
}

// consent asks a person whether to write the change. Where nobody can be asked it says
// which flag stands for a yes.
func (a *app) consent(ctx context.Context, e *editing, flag string) (yes, asked bool, err error) {
	unasked := "nothing is written yet: add " + flag
	if a.Confirm == nil || a.flags.noInput || !a.StderrTerminal {
		return false, false, a.remark(unasked)
	}
	yes, err = a.Confirm(ctx, "write this to "+wording.Path(e.Path(), a.home())+"?")
	switch {
	case errors.Is(err, mfa.ErrNotInteractive):
		return false, false, a.remark(unasked)
	case errors.Is(err, mfa.ErrCanceled):
		return false, true, told{ExitInterrupted}
	case err != nil || yes:
		return yes, true, err
	}
	return false, true, a.remark("nothing was written")
}

// editFailure gives the error of an edit its words.
func (a *app) editFailure(err error) error {
	if e, ok := errors.AsType[*profiles.EditError](err); ok {
		message, hints := wording.EditError(e, a.home())
		return &hintedError{errors.New(message), hints}
	}
	return err
}

// diffText is a change for people: the file, the one behind a link, and line by line
// what changes.
func diffText(t theme, e *profiles.Edit, home string) string {
	var b strings.Builder
	path := wording.Path(e.Path(), home)
	if e.RealPath() != e.Path() {
		path += " → " + wording.Path(e.RealPath(), home)
	}
	if !e.Exists() {
		path += " (a new file)"
	}
	b.WriteString(t.paint(bold, path) + "\n")
	diff := e.Diff()
	wide := 1
	for _, l := range diff {
		wide = max(wide, len(strconv.Itoa(l.Line)))
	}
	for _, l := range diff {
		look := plain
		switch l.Op {
		case profiles.DiffAdded:
			look = green
		case profiles.DiffRemoved:
			look = red
		}
		line := fmt.Sprintf("%c %s", l.Op, sanitize.Text(l.Text))
		b.WriteString(t.paint(faint, fmt.Sprintf("%*d ", wide+1, l.Line)) + t.paint(look, strings.TrimRight(line, " ")) + "\n")
	}
	return b.String()
}

// changedLine is a line of a change in JSON, secrets masked.
type changedLine struct {
	Op   string `json:"op"` // "+", "-", or " " for orientation
	Line int    `json:"line"`
	Text string `json:"text"`
}

func changedLines(e *profiles.Edit) []changedLine {
	changes := []changedLine{}
	for _, l := range e.Diff() {
		changes = append(changes, changedLine{string(rune(l.Op)), l.Line, l.Text})
	}
	return changes
}
