package chain

import "strings"

// redacted stands where a secret was.
const redacted = "***"

// secretParameters are parts of names of query parameters whose values are secret.
var secretParameters = []string{"token", "secret", "passw", "signature", "credential", "bearer", "access_key", "accesskey", "apikey", "api_key"}

// redactURL is a text in which no address shows its user and password or the
// secret parameters of its query. Texts without addresses stay as they are.
func redactURL(text string) string {
	if !strings.ContainsAny(text, "@?") {
		return text
	}
	text = redactUserinfo(text)
	head, query, found := strings.Cut(text, "?")
	if !found {
		return text
	}
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, _, ok := strings.Cut(part, "=")
		if ok && isSecretParameter(name) {
			parts[i] = name + "=" + redacted
		}
	}
	return head + "?" + strings.Join(parts, "&")
}

func isSecretParameter(name string) bool {
	name = strings.ToLower(name)
	for _, part := range secretParameters {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// redactUserinfo hides what stands before the @ of every authority, and of a text
// that is one ("user:password@proxy:8080", as proxy variables may have it).
func redactUserinfo(text string) string {
	var b strings.Builder
	rest := text
	if !strings.Contains(text, "://") {
		end := len(rest)
		if i := strings.IndexAny(rest, "/?# \t\"'"); i >= 0 {
			end = i
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 && strings.Contains(rest[:at], ":") {
			return redacted + rest[at:]
		}
		return text
	}
	for {
		i := strings.Index(rest, "://")
		if i < 0 {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(rest[:i+3])
		rest = rest[i+3:]
		end := authorityEnd(rest)
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			b.WriteString(redacted)
			rest = rest[at:]
		}
	}
}

func authorityEnd(s string) int {
	end := len(s)
	if i := strings.IndexAny(s, "/?# \t\"'"); i >= 0 {
		end = i
	}
	// "user:pass/word@host": what follows the colon is no port, so the @ beyond the
	// slash ends a password that nobody escaped.
	if _, port, ok := strings.Cut(s[:end], ":"); ok && strings.Trim(port, "0123456789") != "" && !strings.Contains(s[:end], "@") && s[0] != '[' {
		if at := strings.IndexByte(s[end:], '@'); at >= 0 {
			return end + at + 1
		}
	}
	return end
}
