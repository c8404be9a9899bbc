package profiles

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// nearestCount is how many suggestions are made at most.
const nearestCount = 3

// Nearest are up to three names of profiles that may have been meant, the best
// first: equal but for case, white space, quotes or invisible characters, then by
// edit distance, then those that begin alike.
func (f *Files) Nearest(name string) []string {
	return nearest(name, f.Names())
}

// NearestSession is Nearest for the sections sso-session.
func (f *Files) NearestSession(name string) []string {
	var names []string
	for _, n := range f.index().sessions.all {
		names = append(names, n.name)
	}
	return nearest(name, names)
}

// NearestCredentialSource is Nearest for the values of credential_source.
func NearestCredentialSource(value string) []string { return nearest(value, credentialSources) }

// NearestOf is Nearest for any names.
func NearestOf(name string, names []string) []string { return nearest(name, names) }

func nearest(name string, names []string) []string {
	type candidate struct {
		name string
		rank int
	}
	bare := plainName(name)
	if bare == "" {
		return nil
	}
	limit := max(1, allowance(len(bare)))
	var found []candidate
	for _, known := range names {
		if known == name {
			continue
		}
		plain := plainName(known)
		rank := distance(bare, plain, limit)
		switch {
		case rank <= limit:
		case len(bare) >= 3 && (strings.HasPrefix(plain, bare) || strings.HasPrefix(bare, plain) && len(plain) >= 3):
			rank = limit + 1
		default:
			continue
		}
		found = append(found, candidate{known, rank})
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	var best []string
	for _, c := range found[:min(nearestCount, len(found))] {
		best = append(best, c.name)
	}
	return best
}

// plainName is a name without case and without what cannot be seen.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsGraphic(r) || r == '"' || r == '\'' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// withNearest is the data of a finding about a name that does not exist, with the
// names that may have been meant. That costs a look at every name, so it is done
// for findings that somebody wants to see, not for every broken profile of a list.
func (f *Files) withNearest(about *Finding) Data {
	var near []string
	switch about.Code {
	case CodeProfileSourceMissing:
		near = f.Nearest(about.Data["source"])
	case CodeProfileSSOSessionMissing:
		near = f.NearestSession(about.Data["session"])
	}
	data := maps.Clone(about.Data)
	if near != nil {
		data["nearest"] = describe(near)
	}
	return data
}
