package wording

import (
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
)

// Stage is the name of a stage: "shared files"; where a dialect has several of a
// kind, with what tells them apart: "shared files (credentials file)".
func Stage(s chain.StageInfo) string {
	kind, qualifier, qualified := strings.Cut(s.ID, ".")
	name := words(kind)
	if qualified {
		name += " (" + words(qualifier) + ")"
	}
	return name
}

func words(id string) string { return sanitize.Text(strings.ReplaceAll(id, "-", " ")) }

// State is the word for how a stage or step ended.
func State(s chain.State) string {
	if s == chain.StateWouldUse {
		return "would use"
	}
	return words(string(s))
}

// Symbol is the sign for how a stage or step ended, one cell wide. It never stands
// without the word.
func Symbol(s chain.State) string {
	switch s {
	case chain.StateFound:
		return "●"
	case chain.StateSkipped:
		return "○"
	case chain.StateErrored:
		return "✗"
	case chain.StateCanceled:
		return "✗"
	case chain.StateRunning:
		return "◐"
	case chain.StateWouldUse:
		return "◇"
	case chain.StateUnknown:
		return "?"
	}
	return "·"
}

// stepLabels are the names of steps, at most seven characters.
var stepLabels = map[chain.StepKind]string{
	chain.StepAssumeRole: "assume", chain.StepCredentials: "keys", chain.StepSignIn: "sign in",
}

// StepLabel is the name of a step, at most seven characters.
func StepLabel(k chain.StepKind) string {
	if label, ok := stepLabels[k]; ok {
		return label
	}
	return words(string(k))
}

// sourceNames are the sources of credentials.
var sourceNames = map[chain.Source]string{
	chain.SourceEnvironment: "environment variables", chain.SourceSSO: "single sign-on", chain.SourceWebIdentity: "web identity",
	chain.SourceStatic: "static keys", chain.SourceAssumeRole: "assumed role", chain.SourceProcess: "credential process",
	chain.SourceLogin: "aws login", chain.SourceContainer: "container", chain.SourceInstance: "this machine",
}

// Source is the name of a source of credentials.
func Source(s chain.Source) string {
	if name, ok := sourceNames[s]; ok {
		return name
	}
	return words(string(s))
}
