package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"credence/profiles"
)

// processOutput checks what a command printed, in Node's order
// (getValidatedProcessCredentials): JSON, Version, the keys, the end. data are the facts
// about the run.
func (w *walk) processOutput(p *profiles.Profile, out []byte, data Data) verdict {
	doc, err := parseProcessOutput(out)
	if err != nil {
		data["got"] = fmt.Sprintf("%d bytes", len(bytes.TrimFunc(out, isScriptSpace)))
		return fail(CodeProcessNotJSON, data, err)
	}
	at := keyOrigin(p, keyCredentialProcess)
	for _, key := range doc.twice {
		w.rec.finding(Finding{Code: FindingProcessDuplicate, Severity: SeverityWarning, Origin: at, Data: Data{"profile": p.Name(), "key": key}})
	}
	if version, ok := doc.version(); !ok {
		data["got"] = doc.shape()
		if _, sts := doc.fields["Credentials"].(map[string]any); sts {
			return fail(CodeProcessSTSResponse, data, nil)
		}
		data["version"] = version
		return fail(CodeProcessVersion, data, nil)
	}
	id, hasID := doc.fields["AccessKeyId"].(string)
	key, hasKey := doc.fields["SecretAccessKey"].(string)
	if !hasID || !hasKey {
		data["got"], data["missing"] = doc.shape(), doc.missing("AccessKeyId", "SecretAccessKey")
		return fail(CodeProcessIncomplete, data, nil)
	}
	creds := Credentials{
		AccessKeyID: id, SecretAccessKey: NewSecret(key), SessionToken: NewSecret(doc.text("SessionToken")),
		AccountID: doc.text("AccountId"), Scope: doc.text("CredentialScope"), Expiration: doc.expiration(),
	}
	if creds.AccountID == "" {
		creds.AccountID = p.Get("aws_account_id")
	}
	if end := creds.Expiration; !end.IsZero() && end.Before(w.now()) {
		data["expired"] = end.Format(time.RFC3339)
		return fail(CodeProcessExpired, data, nil)
	}
	if !creds.Complete() {
		w.rec.finding(Finding{Code: FindingProcessEmptyKey, Severity: SeverityError, Origin: at, Data: Data{"profile": p.Name()}})
	}
	return found(CodeProcessFound, SourceProcess, creds, data)
}

// processDocument is the JSON value that a command printed; fields is nil where it
// is no object.
type processDocument struct {
	fields map[string]any
	keys   []string // in order
	twice  []string // names that stand more than once; the last counts, as in every SDK
}

// parseProcessOutput reads one JSON value with nothing around it but blanks, as
// JavaScript trims them. Names are case sensitive. Errors do not quote the output.
func parseProcessOutput(out []byte) (processDocument, error) {
	var doc processDocument
	out = bytes.TrimFunc(out, isScriptSpace)
	if !json.Valid(out) { // one value and no more
		return doc, errNotJSON
	}
	if out[0] != '{' {
		return doc, nil
	}
	doc.fields = map[string]any{}
	d := json.NewDecoder(bytes.NewReader(out))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return doc, errNotJSON
	}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return doc, errNotJSON
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return doc, errNotJSON
		}
		if _, again := doc.fields[name]; !again {
			doc.keys = append(doc.keys, name)
		} else if !slices.Contains(doc.twice, name) {
			doc.twice = append(doc.twice, name)
		}
		doc.fields[name] = value
	}
	if _, err := d.Token(); err != nil && err != io.EOF {
		return doc, errNotJSON
	}
	return doc, nil
}

// isScriptSpace is white space to JavaScript's trim: a byte-order mark is, NEL is not.
func isScriptSpace(r rune) bool { return r == '\ufeff' || r != '\u0085' && unicode.IsSpace(r) }

// version reports whether Version is the number 1, and else what it is.
func (d processDocument) version() (string, bool) {
	switch v := d.fields["Version"].(type) {
	case nil:
		return "missing", false
	case json.Number:
		f, err := v.Float64()
		return clip(v.String()), err == nil && f == 1
	case string:
		return "text", false
	}
	return "no number", false
}

// text is a field that is a text, or a number as it stands there.
func (d processDocument) text(name string) string {
	switch v := d.fields[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func (d processDocument) missing(names ...string) string {
	return strings.Join(slices.DeleteFunc(names, func(n string) bool { _, ok := d.fields[n].(string); return ok }), ", ")
}

// maxShape is how many names a shape shows.
const maxShape = 12

// shape names the fields, and those of objects among them: never a value.
func (d processDocument) shape() string {
	if d.fields == nil {
		return "no object"
	}
	var names []string
	for _, key := range d.keys {
		name := clipName(key)
		if inner, ok := d.fields[key].(map[string]any); ok {
			var within []string
			for k := range inner {
				within = append(within, clipName(k))
			}
			slices.Sort(within)
			name += "{" + strings.Join(firstNames(within), ", ") + "}"
		}
		names = append(names, name)
	}
	return "{" + strings.Join(firstNames(names), ", ") + "}"
}

func firstNames(names []string) []string {
	if len(names) > maxShape {
		names = append(names[:maxShape:maxShape], "…")
	}
	return names
}

// clipName keeps a name short: a long one may be a value in the wrong place.
func clipName(s string) string {
	if len(s) > 24 {
		return strings.ToValidUTF8(s[:16], "") + "…"
	}
	return s
}
