package tui

import tea "github.com/charmbracelet/bubbletea"

// action is something that can be done: by a key, by a click, by a test.
type action int

// The actions.
const (
	actNone action = iota
	actChoose
	actInspect
	actFilter
	actFilterKeep
	actFilterEnd
	actErase
	actEraseWord
	actEraseAll
	actEraseBehind
	actCaretLeft
	actCaretRight
	actCaretStart
	actCaretEnd
	actPane
	actAll
	actWhoami
	actReveal
	actEdit
	actCopy
	actCopyName
	actCopyARN
	actCopyAccount
	actCopyKey
	actCopyExports
	actAccounts
	actSignIn
	actAgreeSignIn
	actCopyAddress
	actLargeCode
	actByDevice
	actLeaveSignIn
	actAgain
	actDrop
	actPin
	actSort
	actGroup
	actFold
	actUp
	actDown
	actPageUp
	actPageDown
	actTop
	actBottom
	actBack
	actLeave
	actHelp
	actDigits
	actType
	actMove
	actSubmit
	actEraseDigit
	actEraseCode
	actCancelCode
	actSuspend
	actAbort
	actQuit
)

// handlers are what the actions do, but for those that edit a field.
var handlers = map[action]func(*Model) tea.Cmd{
	actChoose:     func(m *Model) tea.Cmd { return m.resolveSelected(true) },
	actInspect:    func(m *Model) tea.Cmd { return m.resolveSelected(false) },
	actFilter:     (*Model).openFilter,
	actFilterKeep: (*Model).keepFilter,
	actFilterEnd:  (*Model).endFilter,
	actPane:       (*Model).switchPane,
	actAll:        (*Model).showAll,
	actWhoami:     (*Model).whoami,
	actReveal:     (*Model).reveal,
	actEdit:       (*Model).openEditor,
	actCopy:       (*Model).openCopyMenu,
	actAccounts:   (*Model).openAccounts,
	actSignIn:     (*Model).signIn,
	actAgain:      (*Model).again,
	actDrop:       (*Model).dropSession,
	actPin:        (*Model).pin,
	actSort:       (*Model).nextOrder,
	actGroup:      (*Model).nextGrouping,
	actFold:       (*Model).fold,
	actUp:         func(m *Model) tea.Cmd { return m.move(-1) },
	actDown:       func(m *Model) tea.Cmd { return m.move(1) },
	actPageUp:     func(m *Model) tea.Cmd { return m.move(-m.page()) },
	actPageDown:   func(m *Model) tea.Cmd { return m.move(m.page()) },
	actTop:        func(m *Model) tea.Cmd { return m.toEnd(false) },
	actBottom:     func(m *Model) tea.Cmd { return m.toEnd(true) },
	actBack:       (*Model).back,
	actLeave:      (*Model).leave,
	actHelp:       (*Model).openHelp,
	actSubmit:     (*Model).submitCode,
	actEraseDigit: func(m *Model) tea.Cmd { m.prompt.erase(1); return nil },
	actEraseCode:  func(m *Model) tea.Cmd { m.prompt.erase(codeDigits); return nil },
	actCancelCode: (*Model).cancelCode,
	actSuspend:    func(*Model) tea.Cmd { return tea.Suspend },
	actAbort:      (*Model).abort,
	actQuit:       (*Model).quit,

	actAgreeSignIn: (*Model).agreeToSignIn,
	actCopyAddress: (*Model).copyAddress,
	actLargeCode:   (*Model).largeCode,
	actByDevice:    (*Model).byDevice,
	actLeaveSignIn: (*Model).leaveSignIn,

	actCopyName:    func(m *Model) tea.Cmd { return m.copy(copyName) },
	actCopyARN:     func(m *Model) tea.Cmd { return m.copy(copyARN) },
	actCopyAccount: func(m *Model) tea.Cmd { return m.copy(copyAccount) },
	actCopyKey:     func(m *Model) tea.Cmd { return m.copy(copyKey) },
	actCopyExports: func(m *Model) tea.Cmd { return m.copy(copyExports) },
}

// act does what an action says.
func (m *Model) act(a action) tea.Cmd {
	if do := handlers[a]; do != nil {
		return do(m)
	}
	if change := fieldEdits[a]; change != nil {
		return m.edit(change)
	}
	return nil
}
