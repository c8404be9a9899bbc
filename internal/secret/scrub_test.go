package secret_test

import (
	"strings"
	"testing"

	"credence/internal/secret"
)

func TestScrub(t *testing.T) {
	t.Parallel()
	const key, token = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2VjEHoaCXVzLWVhc3QtMSJHMEUCIQDx9cAl0n0zK2mJ0n"
	for in, want := range map[string]string{
		"":                                 "",
		"no such file: /etc/x":             "no such file: /etc/x",
		"key " + key + " is wrong":         "key *** is wrong",
		"(" + token + ")":                  "(***)",
		`aws_secret_access_key = abc`:      `aws_secret_access_key = ***`,
		`"SecretAccessKey": "a b", "x": 1`: `"SecretAccessKey": "*** b", "x": 1`,
		"Authorization: Bearer abc.def":    "Authorization: Bearer ***",
		"password=hunter2&user=jane":       "password=***&user=jane",
		"the token has expired":            "the token has expired",
		"access key AKIAIOSFODNN7EXAMPLE":  "access key AKIAIOSFODNN7EXAMPLE",
		"eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln":       "***",
		"/usr/local/lib/python3.11/site-packages/botocore/Session2/ABC":             "/usr/local/lib/python3.11/site-packages/botocore/Session2/ABC",
		"arn:aws:iam::111122223333:role/a-very-long-role-name-for-tests-of-the-1st": "arn:aws:iam::111122223333:role/a-very-long-role-name-for-tests-of-the-1st",
	} {
		if got := secret.Scrub(in); got != want {
			t.Errorf("Scrub(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestScrubLeavesNoLongToken(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("aB3xY9", 20)
	for _, frame := range []string{"%", "x=%", `{"a":"%"}`, "https://h/p?q=%", "a %\nb %", "'%'"} {
		if got := secret.Scrub(strings.ReplaceAll(frame, "%", token)); strings.Contains(got, token[:40]) {
			t.Errorf("%s: %s", frame, got)
		}
	}
}
