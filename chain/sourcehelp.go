package chain

import (
	"slices"
	"strings"
	"time"

	"credence/mfa"
	"credence/profiles"
)

// The most profiles that are looked at for candidates, and that are named.
const (
	candidatesSought = 200
	candidatesNamed  = 4
)

// sourceCandidates are profiles that a role could have as its source instead of one
// that does not exist: those that give credentials without a role of their own.
func sourceCandidates(files *profiles.Files, except string) string {
	var names []string
	seen := 0
	for p := range files.Profiles() {
		if seen++; seen > candidatesSought || len(names) == candidatesNamed {
			break
		}
		switch p.Kind() {
		case profiles.KindStatic, profiles.KindSSO, profiles.KindProcess, profiles.KindLogin:
			if p.Name() != except {
				names = append(names, p.Name())
			}
		}
	}
	return strings.Join(names, ", ")
}

// sourceCycle is a chain of source profiles that goes round. Where it came back to
// the profile at its beginning, the link before is the one that closes it.
func (w *walk) sourceCycle(p *profiles.Profile, name string, t *trail) verdict {
	closing, way := p, append(append([]string{t.start}, t.visited...), name)
	if n := len(t.visited); p.Name() == t.start {
		way = way[:n+1]
		if n > 1 {
			closing, _ = w.files.Profile(t.visited[n-2])
		}
	}
	data := Data{"profile": closing.Name(), "source": way[len(way)-1], "path": strings.Join(way, " → ")}
	return w.invalid(CodeSourceCycle, data).at(keyOrigin(closing, "source_profile"))
}

// withNextCode adds when the device shows its next code, where this one will not do.
func (w *walk) withNextCode(v verdict) verdict {
	if v.reason.Code != CodeMFAReused && v.reason.Code != CodeMFARejected {
		return v
	}
	return v.with("next", wholeSeconds(mfa.UntilNext(w.now())+time.Second-1))
}

// sourceTrail is the way from a role profile to where its chain starts, as a person
// draws it: "c → a → b".
func (w *walk) sourceTrail(p *profiles.Profile) string {
	names := []string{p.Name()}
	for len(names) <= profiles.MaxSourceDepth+1 {
		next := p.Get("source_profile")
		if p.Get("role_arn") == "" || next == "" || w.files == nil || slices.Contains(names, next) {
			break
		}
		names = append(names, next)
		source, ok := w.files.Profile(next)
		if !ok {
			break
		}
		p = source
	}
	return strings.Join(names, " → ")
}
