package cli

import (
	"errors"

	"credence/internal/keyring"
	"credence/internal/sealed"
	"credence/internal/settings"
	"credence/internal/wording"
)

// restError is an error of a keyring, a vault or the settings with its remedies.
func restError(err error) error {
	hints := restHints(err)
	if err == nil || len(hints) == 0 {
		return err
	}
	return &hintedError{err, hints}
}

// restHints are the remedies of what is wrong with a place for secrets.
func restHints(err error) []string {
	if e, ok := errors.AsType[*keyring.Error](err); ok {
		switch e.Code {
		case keyring.CodeLocked, keyring.CodeDismissed:
			return []string{"unlock it: credence store unlock"}
		case keyring.CodeNoDefault:
			return []string{"log in on the desktop, or start one: gnome-keyring-daemon --unlock"}
		case keyring.CodeNoAnswer:
			return []string{"the program that keeps it hangs, or waits for somebody: restart it", "credence store status"}
		case keyring.CodeForeign:
			return []string{"delete the item " + keyring.Service + " from " + keyring.Name()}
		}
		return []string{"run it in a desktop session", "without one, age needs no daemon: credence store move age"}
	}
	if e, ok := errors.AsType[*sealed.Error](err); ok {
		switch e.Code {
		case sealed.CodeCannotAsk:
			return []string{"run it in a terminal, or with --tty (credence process --tty asks there whoever started it)", "an identity file needs nobody: credence store move age --identity FILE"}
		case sealed.CodeNoIdentity:
			return []string{"make one: credence store move age --identity FILE", "or name one: credence config set store.age_identity FILE"}
		case sealed.CodeOpenFile:
			return []string{"chmod 600 " + wording.Shell(e.Path)}
		case sealed.CodeDamaged, sealed.CodeCost:
			return []string{"put a copy of it back; without one, what is sealed is lost: rm " + wording.Shell(e.Path)}
		case sealed.CodeWrongKey:
			return []string{"name the identity that it was made for: credence config set store.age_identity FILE"}
		}
		return nil
	}
	if _, ok := errors.AsType[*settings.Problem](err); ok {
		return []string{"credence config list shows the settings that there are"}
	}
	return nil
}
