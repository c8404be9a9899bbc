package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"time"

	"credence/internal/sanitize"
	"credence/internal/secret"
	"credence/profiles"
)

// listJSON prints the object of `list --json` (version 1). It is written by hand,
// in the order of the files and without holding it in memory: ten thousand profiles
// are normal.
func listJSON(out io.Writer, files *profiles.Files, sessions func(string) sessionState) error {
	w := &jsonWriter{Writer: bufio.NewWriterSize(out, 64<<10), paths: map[string][]byte{}}
	w.raw(`{"version":1,"profiles":[`)
	first := true
	for p := range files.Profiles() {
		w.item(&first)
		w.profile(p, sessions(p.Name()))
	}
	w.raw("\n],\"ssoSessions\":[")
	w.sections(files.SSOSessions())
	w.raw("\n],\"services\":[")
	w.sections(files.AllServices())
	w.raw("\n],\"findings\":")
	findings, err := json.Marshal(findingReports(files.Lint()))
	if err != nil {
		return err
	}
	_, _ = w.Write(sanitize.JSON(findings))
	w.raw("}\n")
	return w.Flush()
}

// jsonWriter writes pieces of JSON. Errors are kept by the buffered writer until
// Flush.
type jsonWriter struct {
	*bufio.Writer
	paths map[string][]byte // of origins, as JSON
}

func (w *jsonWriter) raw(s string) { _, _ = w.WriteString(s) }

// item starts the next item of a list, on a line of its own.
func (w *jsonWriter) item(first *bool) {
	if !*first {
		_ = w.WriteByte(',')
	}
	*first = false
	_ = w.WriteByte('\n')
}

func (w *jsonWriter) profile(p *profiles.Profile, session sessionState) {
	r := rowOf(p)
	w.raw(`{"name":`)
	w.text(p.Name())
	w.raw(`,"kind":`)
	w.text(string(r.kind))
	w.raw(`,"accountId":`)
	w.textOrNull(r.account)
	w.raw(`,"role":`)
	w.textOrNull(r.role)
	w.raw(`,"region":`)
	w.textOrNull(r.region)
	w.raw(`,"session":{"state":`)
	w.text(session.state)
	w.raw(`,"expiration":`)
	if session.expires.IsZero() {
		w.raw(`null}`)
	} else {
		w.text(session.expires.UTC().Format(time.RFC3339))
		_ = w.WriteByte('}')
	}
	if r.broken != nil {
		w.raw(`,"broken":`)
		w.text(r.broken.Code)
	}
	w.raw(`,"properties":`)
	w.properties(p.Keys(), p.Value)
	_ = w.WriteByte('}')
}

func (w *jsonWriter) sections(all iter.Seq[*profiles.Section]) {
	first := true
	for s := range all {
		w.item(&first)
		w.raw(`{"name":`)
		w.text(s.Name())
		w.raw(`,"properties":`)
		w.properties(s.Keys(), s.Value)
		_ = w.WriteByte('}')
	}
}

func (w *jsonWriter) properties(keys []string, value func(string) (profiles.Value, bool)) {
	_ = w.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		w.text(key)
		_ = w.WriteByte(':')
		v, _ := value(key)
		w.value(key, v)
	}
	_ = w.WriteByte('}')
}

func (w *jsonWriter) value(key string, v profiles.Value) {
	w.raw(`{"value":`)
	w.text(shownValue(key, v))
	w.raw(`,"origin":`)
	w.origin(v.Origin)
	w.raw(`,"shadows":[`)
	for i, o := range v.Shadows {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		w.origin(o)
	}
	_ = w.WriteByte(']')
	if len(v.Nested) > 0 {
		w.raw(`,"nested":{`)
		for i, p := range v.Nested {
			if i > 0 {
				_ = w.WriteByte(',')
			}
			w.text(p.Key)
			_ = w.WriteByte(':')
			w.value(p.Key, p.Value)
		}
		_ = w.WriteByte('}')
	}
	_ = w.WriteByte('}')
}

func (w *jsonWriter) origin(o profiles.Origin) {
	path, ok := w.paths[o.Path]
	if !ok {
		path = quoted(o.Path)
		w.paths[o.Path] = path
	}
	w.raw(`{"path":`)
	_, _ = w.Write(path)
	w.raw(`,"line":`)
	_, _ = w.Write(strconv.AppendInt(w.AvailableBuffer(), int64(o.Line), 10))
	_ = w.WriteByte('}')
}

func (w *jsonWriter) textOrNull(s string) {
	if s == "" {
		w.raw("null")
		return
	}
	w.text(s)
}

// text writes s as a JSON string in which a terminal finds nothing to act on.
func (w *jsonWriter) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			_, _ = w.Write(quoted(s))
			return
		}
	}
	_ = w.WriteByte('"')
	_, _ = w.WriteString(s)
	_ = w.WriteByte('"')
}

// quoted is a JSON string of text that needs escapes.
func quoted(s string) []byte {
	text, _ := json.Marshal(s) // a string cannot fail
	return sanitize.JSON(text)
}

// shownValue is a value without the secrets that people write into command lines.
func shownValue(key string, v profiles.Value) string {
	if key == "credential_process" || key == "mfa_process" {
		return secret.Scrub(v.Text())
	}
	return v.Text()
}
