package chain

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// variableProcessGuard lists the credential_process commands that are running, by
// what processEntry makes of them. It is set for the command and what it starts, so
// that a command that asks for its own profile again is met instead of followed.
const variableProcessGuard = "CREDENCE_PROCESS_GUARD"

// processEntry stands for the credential_process of a profile of a file. It shows
// neither to the command's children.
func processEntry(path, profile string) string {
	sum := sha256.Sum256([]byte(path + "\x00" + profile))
	return hex.EncodeToString(sum[:8])
}

// processGuard is an entry and the variable as we were started with it.
type processGuard struct{ entry, running string }

// holds reports whether the command is running already.
func (g processGuard) holds() bool {
	return slices.Contains(strings.Split(g.running, ":"), g.entry)
}

// environment is the command's: the caller's own with the guard. Nothing that the
// chain obtained is in it.
func (g processGuard) environment(list []string) []string {
	name := variableProcessGuard + "="
	env := slices.DeleteFunc(slices.Clone(list), func(v string) bool { return strings.HasPrefix(v, name) })
	value := g.entry
	if g.running != "" {
		value = g.running + ":" + g.entry
	}
	return append(env, name+value)
}
