package shell

// ParentNames is empty: PowerShell is the shell there that has a hook.
func ParentNames() []string { return nil }

func fallback() Shell { return powershell{} }
