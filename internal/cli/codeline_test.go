package cli

import "testing"

func TestCodeLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keys, want string
		event      lineEvent // of the last key
	}{
		"digits":             {"123456\r", "123456", lineEntered},
		"line feed":          {"123456\n", "123456", lineEntered},
		"blanks stay":        {" 12 3\t\r", " 12 3\t", lineEntered},
		"backspace":          {"12x\x7f3\x08\r", "12", lineEntered},
		"too many of them":   {"\x7f\x7f1\r", "1", lineEntered},
		"line erased":        {"999\x15123\r", "123", lineEntered},
		"word erased":        {"999\x17123\r", "123", lineEntered},
		"arrow keys":         {"1\x1b[A2\x1b[1;5D3\x1bOC4\r", "1234", lineEntered},
		"bracketed paste":    {"\x1b[200~123456\x1b[201~\r", "123456", lineEntered},
		"escape alone":       {"1\x1b2\r", "12", lineEntered},
		"two escapes":        {"\x1b\x1b[A1\r", "1", lineEntered},
		"unended sequence":   {"1\x1b[2\r", "1", lineEntered},
		"nothing":            {"\r", "", lineEntered},
		"interrupt":          {"123\x03", "123", lineCanceled},
		"interrupt, escaped": {"1\x1b[\x03", "1", lineCanceled},
		"end of input":       {"\x04", "", lineCanceled},
		"suspend forgets":    {"123\x1a", "", lineSuspended},
		"endless":            {string(make([]byte, 1000)) + "\r", string(make([]byte, maxCodeLine)), lineEntered},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l codeLine
			event := lineTyped
			for i := range len(c.keys) {
				if event != lineTyped {
					t.Fatalf("event %d before key %d", event, i)
				}
				event = l.press(c.keys[i])
			}
			if got := l.take(); got != c.want || event != c.event {
				t.Errorf("typed %q, event %d; want %q, %d", got, event, c.want, c.event)
			}
			if l.take() != "" {
				t.Error("taken twice")
			}
		})
	}
}
