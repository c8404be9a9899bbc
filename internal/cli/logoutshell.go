package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/shell"
)

// leaving is how a logout takes the identity off the shell that it was typed in.
type leaving struct {
	off    string // text for the shell; empty where there is none to evaluate it
	hooked bool   // the shell's hook evaluates it
	came   bool   // the identity came with the program that started the shell
}

// leaving says how, or that it cannot be done: before anything else is.
func (a *app) leaving(cmd *cobra.Command) (l leaving, err error) {
	l.hooked = cmd.Flags().Changed("state")
	if l.hooked && shell.ParseState(cmd.Flag("state").Value.String()).Was == nil {
		l.came = true
		return l, nil
	}
	name := optional(cmd, "shell", cmd.Flag("shell").Value.String())
	if name == nil {
		return l, nil
	}
	sh, err := shellByName(*name)
	if err != nil {
		return l, err
	}
	l.off, err = sh.Switch(shell.Move{Kind: shell.MoveOff}, l.hooked)
	if errors.Is(err, shell.ErrNeedsHook) {
		return l, &hintedError{errors.New(sh.Name() + " goes back with its hook alone"), []string{installHint(sh)}}
	}
	return l, err
}

// here reports whether this shell is on an identity of the sign-ins: of their profiles,
// of a role without one, or with a session that was kept.
func (l *logoutRun) here() bool {
	name := l.env(shell.ProfileVariable)
	if name == "" {
		return false
	}
	if l.users[name] {
		return true
	}
	key := l.env("AWS_ACCESS_KEY_ID")
	for _, k := range l.removed {
		if key != "" && k.AccessKeyID == key {
			return true
		}
	}
	if _, isProfile := l.inv.files.Profile(name); isProfile || !strings.Contains(name, "/") {
		return false
	}
	t, _, err := signInOf(l.desk, name)
	_, ours := l.tokens[cache.AWSTokenName(t.Name())]
	return err == nil && ours
}

// shellWords say what becomes of this shell.
func (l *logoutRun) shellWords(t theme) string {
	name := sanitize.Quote(l.env(shell.ProfileVariable))
	switch {
	case l.shell.off != "":
		return "  left     " + name + ": this shell is as it was before the first switch\n"
	case l.shell.came || l.env(execVariable) != "":
		return l.note(t, "this shell was started with the session of "+name+", and still holds it: exit")
	}
	return l.note(t, "this shell still holds the session of "+name+": credence use --off")
}
