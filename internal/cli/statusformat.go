package cli

import (
	"fmt"
	"slices"
	"strings"

	"credence/internal/sanitize"
)

// statusNames are the placeholders of a status format, in the order of the help.
var statusNames = []string{"profile", "account", "role", "region", "left", "until", "state", "key"}

// statusPresets are the formats that have a name. "plain" is for people, "starship" for
// a custom module of that prompt, "tmux" for a status line; "json" is no template.
var statusPresets = map[string]string{
	"plain":    "{profile}[ · {role}][ · {account}][ · {region}][ · {left}]",
	"starship": "{profile}[ ({region})][ \\[{left}\\]]",
	"tmux":     "{style}{profile}[ {left}]{end}",
}

// presetNames are what --format completes to.
func presetNames() []string { return []string{"plain", "starship", "tmux", "json"} }

// statusFormat is a parsed format: text and placeholders, some of them in brackets.
type statusFormat struct{ parts []statusPart }

// statusPart is text, or the name of a placeholder, or what stands in brackets.
type statusPart struct {
	text, name string
	inner      []statusPart
}

// parseStatusFormat reads a format: {name} is a placeholder, what stands in [brackets]
// is left out where a placeholder in it is empty, and a backslash takes the meaning
// from the character after it.
func parseStatusFormat(text string, names []string) (statusFormat, error) {
	p := statusParser{rest: text, names: names}
	parts, err := p.parts(0)
	return statusFormat{parts}, err
}

type statusParser struct {
	rest  string
	names []string
}

// maxNested is how deep brackets may stand in brackets.
const maxNested = 8

func (p *statusParser) parts(depth int) ([]statusPart, error) {
	var parts []statusPart
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, statusPart{text: text.String()})
			text.Reset()
		}
	}
	for p.rest != "" {
		c := p.rest[0]
		p.rest = p.rest[1:]
		switch {
		case c == '\\' && p.rest != "":
			text.WriteByte(p.rest[0])
			p.rest = p.rest[1:]
		case c == '{':
			name, rest, ok := strings.Cut(p.rest, "}")
			if !ok {
				return nil, fmt.Errorf("a { without its } in the format")
			}
			if !slices.Contains(p.names, name) {
				return nil, fmt.Errorf("there is no placeholder {%s}", sanitize.Text(name))
			}
			flush()
			parts, p.rest = append(parts, statusPart{name: name}), rest
		case c == '[':
			if depth == maxNested {
				return nil, fmt.Errorf("brackets are more than %d deep", maxNested)
			}
			flush()
			inner, err := p.parts(depth + 1)
			if err != nil {
				return nil, err
			}
			if p.rest == "" {
				return nil, fmt.Errorf("a [ without its ] in the format")
			}
			parts, p.rest = append(parts, statusPart{inner: inner}), p.rest[1:]
		case c == ']' && depth > 0:
			flush()
			p.rest = "]" + p.rest
			return parts, nil
		default:
			text.WriteByte(c)
		}
	}
	flush()
	return parts, nil
}

// uses reports whether the format has one of some placeholders.
func (f statusFormat) uses(names ...string) bool { return usesAny(f.parts, names) }

func usesAny(parts []statusPart, names []string) bool {
	return slices.ContainsFunc(parts, func(p statusPart) bool { return slices.Contains(names, p.name) || usesAny(p.inner, names) })
}

// fill makes the text.
func (f statusFormat) fill(value func(string) string) string {
	text, _ := fillParts(f.parts, value)
	return text
}

// fillParts is the text, and whether every placeholder outside of inner brackets had
// a value.
func fillParts(parts []statusPart, value func(string) string) (string, bool) {
	var b strings.Builder
	whole := true
	for _, p := range parts {
		switch {
		case p.name != "":
			v := value(p.name)
			whole = whole && v != ""
			b.WriteString(v)
		case p.inner != nil:
			if text, ok := fillParts(p.inner, value); ok {
				b.WriteString(text)
			}
		default:
			b.WriteString(p.text)
		}
	}
	return b.String(), whole
}
