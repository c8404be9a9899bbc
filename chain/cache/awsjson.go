package cache

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// pyJSON is a value as Python's json.dumps writes it with sorted keys: ASCII alone,
// and these separators. The names of the AWS CLI's cache files are hashes of that text.
type pyJSON struct{ comma, colon string }

var (
	spaced = pyJSON{", ", ": "}
	tight  = pyJSON{",", ":"}
)

// object is a JSON object for pyJSON.
type object = map[string]any

func (j pyJSON) text(v any) string {
	var b strings.Builder
	j.write(&b, v)
	return b.String()
}

func (j pyJSON) write(b *strings.Builder, v any) {
	switch v := v.(type) {
	case object:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteString(j.comma)
			}
			quote(b, name)
			b.WriteString(j.colon)
			j.write(b, v[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteString(j.comma)
			}
			j.write(b, item)
		}
		b.WriteByte(']')
	case string:
		quote(b, v)
	case int:
		b.WriteString(strconv.Itoa(v))
	case json.Number:
		b.WriteString(v.String())
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		b.WriteString("null")
	}
}

// quote is a text with everything but printable ASCII escaped.
func quote(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	unit := func(u uint16) {
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte(hex[u>>shift&0xf])
		}
	}
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			unit(uint16(high))
			unit(uint16(low))
		default:
			unit(uint16(r))
		}
	}
	b.WriteByte('"')
}
