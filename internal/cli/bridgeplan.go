package cli

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// bridging is one bridge.
type bridging struct {
	*app
	files *profiles.Files
	from  *profiles.Profile
	name  string // of the bridge
	need  bridgeNeed
	edit  editing
	line  string // its credential_process
}

// bridgeName is the default name: that of the profile without what some SDK cannot read,
// and without what a command would take for a flag.
func bridgeName(profile string) string {
	name := strings.Map(func(r rune) rune {
		if !profiles.IsPortableName(string(r)) {
			return '-'
		}
		return r
	}, profile)
	return strings.TrimLeft(name+"-bridge", "-")
}

// bridgedKeys are settings of a profile that a tool needs beside the credentials.
var bridgedKeys = []string{
	"region", "output", "services", "endpoint_url", "ca_bundle", "use_fips_endpoint", "use_dualstack_endpoint",
	"sts_regional_endpoints", "defaults_mode", "retry_mode", "max_attempts",
}

const bridgeComment = "credence bridge: for tools that cannot read "

// plan makes the edit. The error is an *profiles.EditError, or says why there can be no
// such bridge.
func (b *bridging) plan() error {
	var err error
	if b.line, err = processCommand(b.program(), b.from.Name(), runtime.GOOS == "windows"); err != nil {
		return err
	}
	if err := b.possible(); err != nil {
		return err
	}
	b.need = needOf(b.files, b.from)
	if b.edit.Edit, err = profiles.NewEdit(b.files.Config().Path, profiles.RoleConfig); err != nil {
		return err
	}
	settings := []profiles.Setting{{Key: "credential_process", Value: b.line}}
	for _, key := range bridgedKeys {
		if value := b.from.Get(key); value != "" {
			settings = append(settings, profiles.Setting{Key: key, Value: value})
		}
	}
	at := profiles.SectionRef{Kind: profiles.SectionProfile, Name: b.name}
	if !b.edit.Has(at) {
		return b.edit.Add(at, bridgeComment+sanitize.Text(b.from.Name()), settings...)
	}
	for _, s := range settings {
		if err := b.edit.Set(at, s.Key, s.Value); err != nil {
			return err
		}
	}
	return nil
}

// done reports that there is nothing to write.
func (b *bridging) done() bool { return !b.edit.Changed() }

// possible refuses what would not work: a profile without credentials, a name that is
// taken, a profile that would lead to itself.
func (b *bridging) possible() error {
	from := sanitize.Quote(b.from.Name())
	switch b.from.Kind() {
	case profiles.KindNone:
		return &hintedError{fmt.Errorf("%s has no credential settings: there is nothing to lead to", from), []string{"credence list"}}
	case profiles.KindBroken:
		message, hint := wording.Finding(*b.from.Broken())
		e := &hintedError{fmt.Errorf("%s cannot work, and neither could a bridge to it: %s", from, message), nil}
		if hint != "" {
			e.hints = []string{hint}
		}
		return e
	}
	if !profiles.IsPortableName(b.name) {
		return usage(fmt.Errorf("not every SDK can read a profile of the name %s", sanitize.Quote(b.name)),
			"letters, digits and _-@+.%:/ are read by all: --name "+wording.Shell(bridgeName(b.from.Name())))
	}
	if path := b.way(b.from, b.name, nil); path != nil {
		return usage(fmt.Errorf("%s would go round in circles: %s", sanitize.Quote(b.name), sanitize.Text(strings.Join(path, " → "))),
			"another name, or another profile")
	}
	taken, ok := b.files.Profile(b.name)
	if !ok || b.isBridge(taken) {
		return nil
	}
	return usage(fmt.Errorf("there is a profile %s already, and it is no bridge to %s (%s)", sanitize.Quote(b.name), from, wording.Short(taken.Origins()[0])),
		"another name: --name NAME")
}

// isBridge reports a profile that gets its credentials from ours, and from nowhere else.
func (b *bridging) isBridge(p *profiles.Profile) bool {
	line := p.Get("credential_process")
	asked, ok, err := chain.AskedProfile(b.Env, line)
	if line != b.line && (err != nil || !ok || asked != b.from.Name()) {
		return false
	}
	return !slices.ContainsFunc(p.Keys(), func(key string) bool {
		return key != "credential_process" && slices.Contains(credentialKeys, key)
	})
}

// way is how credentials of p lead to the profile of that name, or in a circle: by
// sources and by commands that ask us or the AWS CLI for a profile. Nil if they do not.
func (b *bridging) way(p *profiles.Profile, to string, seen []string) []string {
	if p.Name() == to {
		return append([]string{to}, append(seen, to)...)
	}
	seen = append(slices.Clone(seen), p.Name())
	if len(seen) > profiles.MaxSourceDepth {
		return nil
	}
	var next []string
	asked, ok, err := chain.AskedProfile(b.Env, p.Get("credential_process"))
	if err == nil && ok {
		next = append(next, asked)
		if slices.Contains(seen, asked) { // a role may name itself as its source; a command that does never ends
			return append([]string{to}, append(seen, asked)...)
		}
	}
	if source := p.Get("source_profile"); source != "" && !slices.Contains(seen, source) {
		next = append(next, source)
	}
	for _, name := range next {
		if name == to {
			return append([]string{to}, append(seen, to)...)
		}
		if following, ok := b.files.Profile(name); ok {
			if path := b.way(following, to, seen); path != nil {
				return path
			}
		}
	}
	return nil
}

// errUnprintable is a name that no line can hold.
var errUnprintable = errors.New("its name holds a control character, which no command line can hold")
