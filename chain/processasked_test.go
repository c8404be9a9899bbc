package chain

import (
	"slices"
	"testing"
)

func TestAskedProfile(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"credence process dev":                           "dev",
		`/opt/a\ b/credence -p 'my team' process`:        "my team",
		"AWS_PROFILE=x credence process":                 "x",
		"credence process":                               "chosen",
		"aws configure export-credentials --profile dev": "dev",
		"credence list":                                  "",
		"vault read aws":                                 "",
	} {
		got, ok, err := AskedProfile(variables(map[string]string{"AWS_PROFILE": "chosen"}), line)
		if got != want || ok != (want != "") || err != nil {
			t.Errorf("%s: %q %v %v, want %q", line, got, ok, err, want)
		}
	}
	if _, _, err := AskedProfile(variables(nil), "credence process 'dev"); err == nil {
		t.Error("an open quotation is split")
	}
	if words, err := SplitProcess(`a "b c" d\ e`); err != nil || !slices.Equal(words, []string{"a", "b c", "d e"}) {
		t.Errorf("%q %v", words, err)
	}
}
