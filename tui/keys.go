package tui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
)

// binding is a key, its help and the action that it stands for.
type binding struct {
	key.Binding
	do     action
	footer bool // it is worth a place in the footer
}

// keyMap is every binding by the mode in which it counts, in the order of the
// footer and the help. It is the only place that names keys.
type keyMap struct {
	list   []*binding
	filter []*binding
	prompt []*binding
	signIn []*binding
	copy   []*binding
	help   []*binding
	roles  []*binding // of the accounts and roles
}

func bind(do action, label, help string, keys ...string) *binding {
	return &binding{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help)), do: do}
}

// shown puts a binding into the footer too.
func (b *binding) shown() *binding {
	b.footer = true
	return b
}

func newKeyMap() *keyMap {
	return &keyMap{
		list: []*binding{
			bind(actBack, "esc", "cancel", "esc").shown(),
			bind(actChoose, "enter", "use", "enter").shown(),
			bind(actInspect, "i", "inspect", "i").shown(),
			bind(actSignIn, "l", "sign in", "l"),
			bind(actFilter, "/", "filter", "/").shown(),
			bind(actPane, "tab", "chain", "tab", "shift+tab").shown(),
			bind(actAll, "a", "all sources", "a").shown(),
			bind(actWhoami, "w", "whoami", "w").shown(),
			bind(actReveal, "s", "show secrets", "s").shown(),
			bind(actEdit, "e", "edit", "e").shown(),
			bind(actCopy, "y", "copy", "y").shown(),
			bind(actAccounts, "A", "accounts and roles", "A"),
			bind(actAgain, "r", "run again", "r"),
			bind(actDrop, "x", "drop the session", "x"),
			bind(actPin, "p", "pin", "p"),
			bind(actSort, "o", "another order", "o"),
			bind(actGroup, "t", "another grouping", "t"),
			bind(actFold, "space", "fold the group", " "),
			bind(actUp, "↑ k", "up", "up", "k"),
			bind(actDown, "↓ j", "down", "down", "j"),
			bind(actPageUp, "pgup", "a page up", "pgup", "ctrl+b"),
			bind(actPageDown, "pgdn", "a page down", "pgdown", "ctrl+f"),
			bind(actTop, "g", "first", "g", "home"),
			bind(actBottom, "G", "last", "G", "end"),
			bind(actHelp, "?", "help", "?").shown(),
			bind(actSuspend, "ctrl-z", "to the shell", "ctrl+z"),
			bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
			bind(actQuit, "q", "quit", "q").shown(),
		},
		filter: append([]*binding{
			bind(actChoose, "enter", "use", "enter").shown(),
			bind(actFilterKeep, "tab", "keep the filter", "tab").shown(),
			bind(actFilterEnd, "esc", "leave the filter", "esc").shown(),
			bind(actUp, "↑ ^p", "up", "up", "ctrl+p", "ctrl+k"),
			bind(actDown, "↓ ^n", "down", "down", "ctrl+n", "ctrl+j"),
			bind(actPageUp, "pgup", "a page up", "pgup", "ctrl+b"),
			bind(actPageDown, "pgdn", "a page down", "pgdown", "ctrl+f"),
		}, fieldBindings()...),
		prompt: []*binding{
			bind(actDigits, "0-9", "code", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9").shown(),
			bind(actSubmit, "enter", "submit", "enter").shown(),
			bind(actEraseDigit, "backspace", "erase", "backspace", "ctrl+h").shown(),
			bind(actEraseCode, "ctrl-u", "erase all", "ctrl+u", "ctrl+w"),
			bind(actCancelCode, "esc", "cancel", "esc").shown(),
			bind(actSuspend, "ctrl-z", "to the shell", "ctrl+z"),
			bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
		},
		signIn: []*binding{
			bind(actAgreeSignIn, "enter", "sign in", "enter").shown(),
			bind(actCopyAddress, "c", "copy the address", "c", "y").shown(),
			bind(actLargeCode, "r", "QR code", "r").shown(),
			bind(actByDevice, "d", "by a code instead", "d").shown(),
			bind(actLeaveSignIn, "esc", "cancel", "esc").shown(),
			bind(actSuspend, "ctrl-z", "to the shell", "ctrl+z"),
			bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
			bind(actQuit, "q", "quit", "q").shown(),
		},
		copy: []*binding{
			bind(actCopyName, "n", "name", "n").shown(),
			bind(actCopyARN, "a", "ARN", "a").shown(),
			bind(actCopyAccount, "i", "account id", "i").shown(),
			bind(actCopyKey, "k", "access key id", "k").shown(),
			bind(actCopyExports, "e", "exports, with the secrets", "e").shown(),
			bind(actLeave, "esc", "leave", "esc", "q", "y").shown(),
			bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
		},
		help: []*binding{
			bind(actLeave, "esc", "leave the help", "esc", "?", "q", "enter").shown(),
			bind(actUp, "↑ k", "up", "up", "k"),
			bind(actDown, "↓ j", "down", "down", "j"),
			bind(actSuspend, "ctrl-z", "to the shell", "ctrl+z"),
			bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
		},
		roles: append([]*binding{
			bind(actChoose, "enter", "use", "enter").shown(),
			bind(actLeave, "esc", "leave", "esc").shown(),
			bind(actType, "type", "to filter", "").shown(), // any letter
			bind(actMove, "↑↓", "move", "↑↓").shown(),      // the two below do it
			bind(actUp, "↑ ^p", "up", "up", "ctrl+p", "ctrl+k", "shift+tab"),
			bind(actDown, "↓ ^n", "down", "down", "ctrl+n", "ctrl+j", "tab"),
			bind(actPageUp, "pgup", "a page up", "pgup", "ctrl+b"),
			bind(actPageDown, "pgdn", "a page down", "pgdown", "ctrl+f"),
		}, fieldBindings()...),
	}
}

// fieldBindings are the keys wherever a filter is typed.
func fieldBindings() []*binding {
	return []*binding{
		bind(actErase, "backspace", "erase", "backspace", "ctrl+h"),
		bind(actEraseWord, "ctrl-w", "erase a word", "ctrl+w", "alt+backspace"),
		bind(actEraseAll, "ctrl-u", "erase all", "ctrl+u"),
		bind(actEraseBehind, "delete", "erase behind", "delete"),
		bind(actCaretLeft, "←", "left", "left"),
		bind(actCaretRight, "→", "right", "right"),
		bind(actCaretStart, "ctrl-a", "to its start", "ctrl+a", "home"),
		bind(actCaretEnd, "ctrl-e", "to its end", "ctrl+e", "end"),
		bind(actSuspend, "ctrl-z", "to the shell", "ctrl+z"),
		bind(actAbort, "ctrl-c", "quit at once", "ctrl+c"),
	}
}

// scope is the bindings of a mode.
func (k *keyMap) scope(m mode) []*binding {
	switch m {
	case modeFilter:
		return k.filter
	case modePrompt:
		return k.prompt
	case modeSignIn:
		return k.signIn
	case modeCopy:
		return k.copy
	case modeHelp:
		return k.help
	case modeRoles:
		return k.roles
	}
	return k.list
}

// action is what a key does in a mode.
func (k *keyMap) action(m mode, name string) action {
	for _, b := range k.scope(m) {
		if b.Enabled() && slices.Contains(b.Keys(), name) {
			return b.do
		}
	}
	return actNone
}

// footer is the bindings of a mode that are worth a place there and count now.
func (k *keyMap) footer(m mode) []*binding {
	var shown []*binding
	for _, b := range k.scope(m) {
		if b.Enabled() && b.footer {
			shown = append(shown, b)
		}
	}
	return shown
}

// moves reports whether a key of the list only moves the cursor.
func (k *keyMap) moves(name string) bool {
	switch k.action(modeList, name) {
	case actUp, actDown, actPageUp, actPageDown, actTop, actBottom:
		return true
	}
	return false
}

// enable says whether the bindings of an action count, and what their help says
// where it is not empty.
func (k *keyMap) enable(do action, on bool, help string) {
	for _, scope := range [][]*binding{k.list, k.filter, k.prompt, k.signIn, k.copy, k.help, k.roles} {
		for _, b := range scope {
			if b.do != do {
				continue
			}
			b.SetEnabled(on)
			if help != "" {
				b.SetHelp(b.Help().Key, help)
			}
		}
	}
}

// scrollHelp says whether the help has more than the window shows.
func (k *keyMap) scrollHelp(on bool) {
	for _, b := range k.help {
		b.footer = b.do == actLeave || on && (b.do == actUp || b.do == actDown)
	}
}

// show says whether the bindings of an action are worth a place in the footer.
func (k *keyMap) show(do action, on bool) {
	for _, b := range slices.Concat(k.list, k.copy) {
		if b.do == do {
			b.footer = on
		}
	}
}
