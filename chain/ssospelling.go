package chain

import (
	"context"
	"slices"
	"strings"
)

// FindingSSOSpelling: there is no token for the settings as they are written, and one for
// another spelling of the start URL, or for the other form of settings.
const FindingSSOSpelling = "sso.other-spelling"

// noteSpelling looks for a token that was made for the same start URL and lies under
// another name: the file is named after the text exactly as it is written, so that a
// slash more or less is another token (cache-formats of the AWS CLI: sha1 of the text).
func (w *walk) noteSpelling(ctx context.Context, set ssoSettings) {
	for _, name := range slices.Concat(otherSpellings(set), w.sessionsOf(set)) {
		path, err := w.ssoCachePath(name)
		if err != nil {
			return
		}
		var token ssoCache
		if _, err := readCache(ctx, path, func(data []byte) (err error) { token, err = parseSSOCache(data); return err }); err != nil {
			continue
		}
		if token.accessToken.IsEmpty() || !token.expiresAt.After(w.now()) && !token.refreshable() {
			continue
		}
		data := set.data()
		data["spelling"], data["path"] = redactURL(name), path
		if _, isSession := w.files.SSOSession(name); isSession {
			data["inSession"] = name
		}
		w.rec.finding(Finding{Code: FindingSSOSpelling, Severity: SeverityWarning, Origin: set.at, Data: data})
		return
	}
}

// sessionsOf are the sso-sessions of the same start URL; none for a profile that names
// its session.
func (w *walk) sessionsOf(set ssoSettings) (names []string) {
	if set.session != "" || w.files == nil {
		return nil
	}
	for section := range w.files.SSOSessions() {
		if url, _ := section.Value("sso_start_url"); bareURL(url.Text()) == bareURL(set.startURL) {
			names = append(names, section.Name())
		}
	}
	return names
}

// bareURL is a start URL without the endings that make no difference to the service.
func bareURL(url string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(url), "#/"), "/#")
}

// otherSpellings are the texts that mean the same start URL to the service.
func otherSpellings(set ssoSettings) []string {
	base := bareURL(set.startURL)
	var names []string
	for _, ending := range []string{"", "/", "/#", "/#/", "#/", "#"} {
		if name := base + ending; base != "" && name != set.cacheName() {
			names = append(names, name)
		}
	}
	return names
}
