package shell

// Started is the shell that started the program: one of the names that its parent
// process goes by, else that of $SHELL, else the system's own. Sure says that it was
// the parent.
func Started(parent []string, lookup func(name string) (value string, ok bool)) (s Shell, sure bool) {
	for _, name := range parent {
		if s, ok := ByName(name); ok {
			return s, true
		}
	}
	login, _ := lookup("SHELL")
	if s, ok := ByName(login); ok {
		return s, false
	}
	return fallback(), false
}
