package wording

import (
	"strings"

	"credence/chain"
	"credence/profiles"
)

// phrase is a wording with blanks, in alternatives: the first whose blanks can all
// be filled is used, the last one whatever is missing.
//
// {profile} is a blank, {source/profile} takes the first fact that there is,
// {roleArn|role} passes the fact through a filter (filters.go). {?, as {role}?} is
// left out where a blank within it cannot be filled. {selectedBy|var} is filled only
// where the fact is a variable's name. {key:sign-in} is a key of the voice (voice.go).
type phrase []string

// say makes a phrase of its alternatives.
func say(alternatives ...string) phrase { return alternatives }

// facts are what the blanks of a phrase are filled from: the data of a code and
// the place that decided, which goes by the name "origin".
type facts struct {
	voice  Voice
	data   profiles.Data
	origin *profiles.Origin
}

// fill makes the text; empty for a phrase without alternatives.
func (p phrase) fill(f facts) string {
	for i, alternative := range p {
		text, whole := expand(alternative, f)
		if whole || i == len(p)-1 {
			return text
		}
	}
	return ""
}

// missing stands for a fact that is not there.
const missing = "?"

// expand fills one alternative and reports whether every blank outside of {? … ?}
// had a fact.
func expand(s string, f facts) (text string, whole bool) {
	var b strings.Builder
	whole = true
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			b.WriteString(s)
			return b.String(), whole
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		if rest, optional := strings.CutPrefix(s, "?"); optional {
			inner, after, _ := strings.Cut(rest, "?}")
			if text, ok := expand(inner, f); ok {
				b.WriteString(text)
			}
			s = after
			continue
		}
		blank, after, _ := strings.Cut(s, "}")
		value, ok := f.blank(blank)
		b.WriteString(value)
		whole = whole && ok
		s = after
	}
}

// blank is the text for "name", "name/other" or "name|filter".
func (f facts) blank(blank string) (string, bool) {
	names, filter, _ := strings.Cut(blank, "|")
	for name := range strings.SplitSeq(names, "/") {
		if name == "origin" {
			if f.origin != nil && f.origin.Kind != profiles.OriginDefault {
				switch {
				case filter == "sh":
					return Shell(f.origin.Path), true
				case filter == "var" && f.origin.Kind != profiles.OriginVariable:
					continue
				}
				return f.voice.tilde(f.place()), true
			}
			continue
		}
		value := f.data[name]
		if does, isKey := strings.CutPrefix(name, keyBlank); isKey {
			value = f.voice.Keys[does]
		}
		if value == "" || filter == "var" && !strings.HasPrefix(value, "AWS_") {
			continue
		}
		if name == "message" && f.data["notAWS"] != "" {
			value += ", and not AWS's answer: a proxy or a login page on the way?"
		}
		switch filter {
		case "date":
			return f.voice.date(value), true
		case "sh": // no shell has ~ within quotes
			return Shell(value), true
		case "because":
			return f.voice.Reason(chain.Reason{Code: chain.Code(value)}), true
		}
		return f.voice.tilde(apply(filter, value)), true
	}
	return missing, false
}

// place is where the origin is; a file as a whole by its path, as its name alone may
// say little.
func (f facts) place() string {
	if f.origin.Kind == profiles.OriginFile && f.origin.Line == 0 {
		return Path(f.origin.Path, "")
	}
	return Short(*f.origin)
}
