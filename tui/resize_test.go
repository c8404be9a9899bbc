package tui

import tea "github.com/charmbracelet/bubbletea"

func resizeTo(w, h int) tea.Msg { return tea.WindowSizeMsg{Width: w, Height: h} }
