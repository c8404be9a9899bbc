package shell

import "encoding/json"

// structured is a move for the hook of a shell that has values of its own to put it
// into: nu, elvish, xonsh, PowerShell. Without the hook only a change can be made.
func structured(s Shell, m Move, hooked bool) (string, error) {
	if !hooked {
		if m.Kind != MoveTo {
			return "", ErrNeedsHook
		}
		return s.Assign(m.Change)
	}
	move := struct {
		Move   MoveKind `json:"move"`
		Change *values  `json:"change"`
		Before *values  `json:"before"` // null: what is kept stays
		State  string   `json:"state"`
	}{m.Kind, valuesOf(m.Change), valuesOf(m.Before), m.State.String()}
	if m.Again {
		move.Before = nil
	}
	text, err := json.Marshal(move)
	if err != nil {
		return "", err
	}
	return string(text) + "\n", nil
}

// values are a change with its secrets in the open.
type values struct {
	Set   map[string]string `json:"set"`
	Unset []string          `json:"unset"`
}

func valuesOf(c Change) *values {
	v := &values{Set: make(map[string]string, len(c.Set)), Unset: append([]string{}, c.Unset...)}
	for _, s := range c.Set {
		v.Set[s.Name] = s.Value.Reveal()
	}
	return v
}
