// Command loud imports bubbletea without termquiet: what the test must be able to
// notice.
package main

import tea "github.com/charmbracelet/bubbletea"

func main() { _ = tea.Quit }
