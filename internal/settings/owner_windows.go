package settings

// foreignHome: what administrators make inherits the rights of its folder here.
func foreignHome(string) (string, bool) { return "", false }
