package profiles

import "testing"

// TestPassing: what passes by is what Profiles gives, and nothing of it stays.
func TestPassing(t *testing.T) {
	t.Parallel()
	f := mustLoad(t, sample(t, 300))
	var passed []*Profile
	for p := range f.Passing() {
		passed = append(passed, p)
	}
	if len(f.profiles) > 1 { // the sources of roles
		t.Errorf("%d profiles were kept", len(f.profiles))
	}
	n := 0
	for p := range f.Profiles() {
		if q := passed[n]; q.Name() != p.Name() || q.Get("region") != p.Get("region") || q.Kind() != p.Kind() {
			t.Fatalf("%d: %v and %v differ", n, q, p)
		}
		n++
	}
	if n != len(passed) {
		t.Errorf("%d passed, of %d", len(passed), n)
	}
}
