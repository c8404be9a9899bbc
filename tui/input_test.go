package tui

import tea "github.com/charmbracelet/bubbletea"

func resizeTo(w, h int) tea.Msg { return tea.WindowSizeMsg{Width: w, Height: h} }

func clickAt(x, y int) tea.Msg {
	return tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft}
}

func wheelAt(x, y int) tea.Msg {
	return tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonWheelDown}
}
