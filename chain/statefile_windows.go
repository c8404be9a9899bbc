package chain

const stateOpenFlags = 0

func lockUnsupported(error) bool { return false }
