package chain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"credence/chain/cache"
)

// TestOtherSpelling: a token under another name of the same start URL is told of, and
// not used.
func TestOtherSpelling(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config, file string
		left         time.Duration
		want         string
	}{
		"a slash more":           {ssoLegacy, "https://d-123.awsapps.com/start/", time.Hour, "https://d-123.awsapps.com/start/"},
		"the browser's":          {ssoLegacy, "https://d-123.awsapps.com/start/#/", time.Hour, "https://d-123.awsapps.com/start/#/"},
		"a slash less":           {strings.ReplaceAll(ssoLegacy, "/start", "/start/"), "https://d-123.awsapps.com/start", time.Hour, "https://d-123.awsapps.com/start"},
		"signed in without name": {ssoConfig, "https://corp.test/start", time.Hour, "https://corp.test/start"},
		"over":                   {ssoLegacy, "https://d-123.awsapps.com/start/", -time.Hour, ""},
		"the session's":          {ssoLegacy + "[sso-session own]\nsso_start_url = https://d-123.awsapps.com/start/\n", "own", time.Hour, "own"},
		"another's session":      {ssoLegacy + "[sso-session own]\nsso_start_url = https://other.awsapps.com/start\n", "own", time.Hour, ""},
		"of another portal":      {ssoLegacy, "https://other.awsapps.com/start", time.Hour, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.config(c.config)
			r.write(".aws/sso/cache/"+cache.AWSTokenName(c.file), r.cacheText(c.left, ""))
			wantEnd(t, r.sso(), StateErrored, CodeSSOTokenMissing)
			i := slices.IndexFunc(r.trace.Findings, func(f Finding) bool { return f.Code == FindingSSOSpelling })
			switch {
			case (i >= 0) != (c.want != ""):
				t.Errorf("findings %v", r.findings())
			case i >= 0 && r.trace.Findings[i].Data["spelling"] != c.want:
				t.Errorf("%v", r.trace.Findings[i].Data)
			case i >= 0 && (r.trace.Findings[i].Data["inSession"] != "") != (c.file == "own"):
				t.Errorf("%v", r.trace.Findings[i].Data)
			}
		})
	}
}
