package cli

import "testing"

// TestHowToOfAChoice: what is said works where it is said. The environment's own identity
// needs no switch, and the profiles of the demo are nowhere else.
func TestHowToOfAChoice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		demo          bool
		profile, want string
	}{
		{false, "prod-admin", "credence use prod-admin puts it into a shell"},
		{false, "data science", "credence use 'data science' puts it into a shell"},
		{false, "", "nothing to do: what is started here has it"},
		{true, "prod-admin", "credence use puts a profile of yours into a shell"},
	} {
		if command, does := howTo(tt.demo)(tt.profile); command+does != tt.want {
			t.Errorf("%+v: %q", tt, command+does)
		}
	}
}
