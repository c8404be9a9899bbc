package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// DefaultTemplate is how profiles are named unless somebody says otherwise.
const DefaultTemplate = "{account}-{role}"

// placeholders of a template.
var placeholders = []string{"account", "id", "role", "session"}

// Template names a profile after a role: text with {account}, {id}, {role} and
// {session} in it; {lower:account} and the like are the same in small letters.
type Template struct{ parts []part }

type part struct {
	text, name string // one of the two
	lower      bool
}

// TemplateError says what is wrong with a template.
type TemplateError struct{ Template, Problem string }

func (e *TemplateError) Error() string {
	return fmt.Sprintf("name template %q: %s", e.Template, e.Problem)
}

// ParseTemplate reads a template. The error is a *TemplateError.
func ParseTemplate(text string) (Template, error) {
	fail := func(problem string) (Template, error) { return Template{}, &TemplateError{text, problem} }
	var t Template
	varies := false
	for rest := text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return fail("a } without a {")
		}
		if clean(before) != before {
			return fail("a profile's name has letters, digits and _ - @ + . alone")
		}
		t.parts = append(t.parts, part{text: before})
		if !found {
			break
		}
		name, behind, closed := strings.Cut(after, "}")
		bare, lower := strings.CutPrefix(name, "lower:")
		switch {
		case !closed:
			return fail("a { without a }")
		case !slices.Contains(placeholders, bare):
			return fail("{" + name + "} is none of {" + strings.Join(placeholders, "}, {") + "}")
		}
		varies = varies || bare != "session"
		t.parts = append(t.parts, part{name: bare, lower: lower})
		rest = behind
	}
	if !varies {
		return fail("every profile would have the same name: it needs {account}, {id} or {role}")
	}
	return t, nil
}

// Name is the name of a role's profile: what every SDK can read, whatever the account is
// called.
func (t Template) Name(r Role, session string) string {
	var b strings.Builder
	for _, p := range t.parts {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		value := ""
		switch p.name {
		case "account":
			if value = trimmed(r.Account.Name); value == "" {
				value = trimmed(r.Account.ID)
			}
		case "id":
			value = trimmed(r.Account.ID)
		case "role":
			value = trimmed(r.Name)
		case "session":
			value = trimmed(session)
		}
		if p.lower {
			value = strings.ToLower(value)
		}
		b.WriteString(value)
	}
	if name := b.String(); strings.Trim(name, "-") != "" && name != "default" {
		return name
	}
	return r.Account.ID + "-" + trimmed(r.Name)
}

// clean replaces what not every SDK reads in a profile's name by dashes, one for a run
// of it. The Node SDK is the strictest (shared-ini-file-loader, prefixKeyRegex); % : and
// / are left out because shells, paths and services give them meanings of their own.
func clean(text string) string {
	var b strings.Builder
	dash := false
	for _, r := range text {
		switch {
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-@+.", r)):
			b.WriteRune(r)
			dash = false
		case !dash:
			b.WriteByte('-')
			dash = true
		}
	}
	return b.String()
}

// trimmed is clean without dashes at the ends that were not in the text.
func trimmed(text string) string {
	cleaned := clean(text)
	if !strings.HasPrefix(text, "-") {
		cleaned = strings.TrimLeft(cleaned, "-")
	}
	if !strings.HasSuffix(text, "-") {
		cleaned = strings.TrimRight(cleaned, "-")
	}
	return cleaned
}

// namer gives out names, each once.
type namer struct {
	taken   func(name string) bool // by a profile that is there
	given   map[string]bool
	session string
}

// name is the template's name or, where that is taken, the same with the account's id,
// and then with a number behind it. Who asks in the same order gets the same names.
func (n *namer) name(t Template, r Role) string {
	base := t.Name(r, n.session)
	candidate := base
	for i := 1; n.given[candidate] || n.taken(candidate); i++ {
		candidate = base + "-" + r.Account.ID
		if i > 1 {
			candidate += "-" + strconv.Itoa(i)
		}
	}
	n.given[candidate] = true
	return candidate
}
