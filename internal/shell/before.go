package shell

import (
	"net/url"
	"slices"
	"strings"

	"credence/internal/secret"
)

// BeforeVariable tells what the variables that a switch changes beside the identity,
// the region and the files, were before it: names and values as in a URL's query, an
// empty value for one that was not set. The next switch, in this shell or in a child,
// starts from there: the region of one profile must not become that of the next.
const BeforeVariable = "CREDENCE_BEFORE"

// carried are those variables. None holds a secret.
var carried = []string{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}

// carry sets the carried variables that are wanted, and puts those back that only a
// switch before this one has set.
func (c *Change) carry(wanted map[string]string, lookup func(string) (string, bool)) {
	old := before(lookup)
	notes := url.Values{}
	for _, name := range carried {
		base, changed := old[name]
		now, _ := lookup(name)
		switch value := wanted[name]; {
		case value == "" && !changed:
		case value == "" && base == "":
			c.Unset = append(c.Unset, name)
		case value == "":
			c.put(name, base)
		default:
			c.put(name, value)
			if !changed {
				base = now
			}
			if base != value {
				notes.Set(name, base)
			}
		}
	}
	if len(notes) > 0 {
		c.put(BeforeVariable, notes.Encode())
	} else {
		c.Unset = append(c.Unset, BeforeVariable)
	}
}

// before are the values of the carried variables from before the first switch, of
// those that one has changed.
func before(lookup func(string) (string, bool)) map[string]string {
	text, _ := lookup(BeforeVariable)
	notes, err := url.ParseQuery(text)
	if err != nil {
		return nil
	}
	values := map[string]string{}
	for _, name := range carried {
		if notes.Has(name) {
			values[name] = notes.Get(name)
		}
	}
	return values
}

// Undone is an environment ("NAME=value") as the next switch has to look at it:
// without what the last one did to the region and the files.
func Undone(environment []string) []string {
	old := before(func(name string) (string, bool) { return lookupIn(environment, name) })
	if len(old) == 0 {
		return environment
	}
	undone := slices.DeleteFunc(slices.Clone(environment), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		_, changed := old[name]
		return changed || name == BeforeVariable
	})
	for _, name := range carried {
		if value := old[name]; value != "" {
			undone = append(undone, name+"="+value)
		}
	}
	return undone
}

func lookupIn(environment []string, name string) (string, bool) {
	for _, entry := range slices.Backward(environment) {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// Reverse is the change that takes an environment back to how it is now, whatever a
// switch does to it.
func Reverse(lookup func(name string) (value string, ok bool)) Change {
	var c Change
	for _, name := range slices.Concat(shadowing, carried, []string{BeforeVariable}) {
		if value, ok := lookup(name); ok {
			c.Set = append(c.Set, Variable{name, secret.New(value), true})
		} else {
			c.Unset = append(c.Unset, name)
		}
	}
	return c
}
