package chain

import (
	"fmt"
	"strings"
)

// dialects are the dialects by the order in which a user is told of them. They are
// made when asked for, so that nobody can change another's.
var dialects = []func() *Dialect{Documented, Node}

// DialectNames are the names that DialectByName takes.
func DialectNames() []string {
	names := make([]string, len(dialects))
	for i, d := range dialects {
		names[i] = d().Name
	}
	return names
}

// DialectByName finds a dialect; the error lists those there are.
func DialectByName(name string) (*Dialect, error) {
	for _, d := range dialects {
		if d := d(); d.Name == name {
			return d, nil
		}
	}
	return nil, fmt.Errorf("unknown order %q: there are %s", name, strings.Join(DialectNames(), ", "))
}
