package sanitize

import "strings"

// The ends of an access key id that stay when it is masked, in characters: what tells
// its kind, and what tells it from others.
const keyIDHead, keyIDTail = 4, 4

// leastKeyID is how long an access key id is at least (AWS IAM API Reference,
// AccessKey).
const leastKeyID = 16

// KeyIDs masks what looks like an access key id in a text, and keeps the text's width:
// ASIA************MPLE.
func KeyIDs(text string) string {
	var b strings.Builder
	for {
		start := keyIDIn(text)
		if start < 0 {
			break
		}
		end := start
		for end < len(text) && isKeyIDByte(text[end]) {
			end++
		}
		b.WriteString(text[:start])
		id := text[start:end]
		if len(id) >= leastKeyID && (start == 0 || !isKeyIDByte(text[start-1])) {
			id = id[:keyIDHead] + strings.Repeat("*", len(id)-keyIDHead-keyIDTail) + id[len(id)-keyIDTail:]
		}
		b.WriteString(id)
		text = text[end:]
	}
	if b.Len() == 0 {
		return text
	}
	b.WriteString(text)
	return b.String()
}

// keyIDIn is where a text has the beginning of a key id; -1 where it has none. The
// kinds are those of long-term keys and of sessions.
func keyIDIn(text string) int {
	first := -1
	for _, kind := range []string{"AKIA", "ASIA"} {
		if at := strings.Index(text, kind); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

func isKeyIDByte(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }
