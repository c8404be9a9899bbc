package wording

import (
	"testing"

	"credence/chain"
	"credence/profiles"
)

// TestBesides: what the error says is not told again, what else is true is.
func TestBesides(t *testing.T) {
	t.Parallel()
	at, elsewhere := profiles.FileOrigin("/c", 3), profiles.FileOrigin("/c", 9)
	findings := []chain.Finding{
		{Code: profiles.CodeProfileNoSource, Origin: at},
		{Code: profiles.CodeProfileMFAUnused, Origin: at},
		{Code: chain.FindingRoleSettingIgnored, Origin: elsewhere},
		{Code: chain.FindingEndpointOverride, Origin: at},
	}
	for _, c := range []struct {
		err  *chain.Error
		want int
	}{
		{nil, 4},
		{&chain.Error{Reason: chain.Reason{Code: chain.CodeRoleNoSource}}, 4},
		{&chain.Error{Reason: chain.Reason{Code: chain.CodeRoleNoSource, Origin: &at}}, 2},
		{&chain.Error{Reason: chain.Reason{Code: chain.CodeRoleRefused, Origin: &elsewhere}}, 4},
	} {
		if got := Besides(findings, c.err); len(got) != c.want || len(findings) != 4 {
			t.Errorf("%v: %d findings, want %d: %v", c.err, len(got), c.want, got)
		}
	}
}
