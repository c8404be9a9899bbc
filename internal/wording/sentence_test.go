package wording

import "testing"

func TestCapital(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"sts did not answer": "STS did not answer", "sso": "SSO", "profile dev": "Profile dev", "role_arn is": "role_arn is", "": "", "Éa": "Éa", "élan": "Élan", "--all is": "--all is",
	} {
		if got := Capital(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
