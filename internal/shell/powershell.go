package shell

import "strings"

// powershell is Windows PowerShell and PowerShell 7 (about_Quoting_Rules: in single
// quotes a quote is written twice; the typographic quotes count as quotes too).
type powershell struct{}

func (powershell) Name() string { return "powershell" }

// Assign implements Shell.
func (powershell) Assign(c Change) (string, error) {
	var b strings.Builder
	for _, name := range c.Unset {
		b.WriteString("Remove-Item -ErrorAction Ignore -LiteralPath Env:" + name + "\n")
	}
	for _, v := range c.Set {
		b.WriteString("$Env:" + v.Name + " = " + powershellQuote(v.Value.Reveal()) + "\n")
	}
	return b.String(), nil
}

// Switch implements Shell.
func (p powershell) Switch(m Move, hooked bool) (string, error) { return structured(p, m, hooked) }

func (p powershell) Hook(program string) string {
	return hook("powershell.ps1", p, word(program, "(Get-Command -CommandType Application credence)[0]", powershellQuote))
}

func (powershell) Evaluate(command string) string {
	return command + " | Out-String | Invoke-Expression"
}

func (powershell) StartFile() string { return "$PROFILE" }

func (p powershell) InstallLine() string { return p.Evaluate("credence init powershell") }

func powershellQuote(value string) string {
	return "'" + strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛").Replace(value) + "'"
}
