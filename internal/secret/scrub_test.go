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
		`"SecretAccessKey": "a b", "x": 1`: `"SecretAccessKey": "***", "x": 1`,
		"Authorization: Bearer abc.def":    "Authorization: Bearer ***",
		"password=hunter2&user=jane":       "password=***&user=jane",
		"the token has expired":            "the token has expired",
		// Shapes in which secrets come.
		`{"Credentials":{"SecretAccessKey":"ab\"c","SessionToken":"d"}}`: `{"Credentials":{"SecretAccessKey":"***","SessionToken":"***"}}`,
		`{'SecretAccessKey': 'a b', 'n': 1}`:                             `{'SecretAccessKey': '***', 'n': 1}`,
		`msg="{\"SessionToken\": \"abc\"}"`:                              `msg="{\"SessionToken\": \"***"`,
		`"token": "abc`:                                                  `"token": "***`,
		"{SecretAccessKey:abc Token:def}":                                "{SecretAccessKey:*** Token:***}",
		"secret access key: abc1":                                        "secret access key: ***",
		"session token is: abc1 of jane":                                 "session token is: *** of jane",
		"token for corp: abc1":                                           "token for corp: ***",
		"password of jane: hunter":                                       "password of jane: ***",
		"password: hunter":                                               "password: ***",
		"password: hunter user: jane":                                    "password: *** user: jane",
		"{password: hunter, user: jane}":                                 "{password: ***, user: jane}",
		"credentials: a1b2c3":                                            "credentials: ***",
		"no credentials: the token: abc1":                                "no credentials: the token: ***",
		"helper --password hunter --user jane":                           "helper --password *** --user jane",
		"helper --token 'a b' x":                                         "helper --token '***' x",
		// Sentences.
		"no credentials: every stage was skipped":                                   "no credentials: every stage was skipped",
		"no credentials: expired":                                                   "no credentials: expired",
		"the token of corp has expired: timeout":                                    "the token of corp has expired: timeout",
		"cannot read token: /var/run/secrets/t: no such file":                       "cannot read token: /var/run/secrets/t: no such file",
		"open /home/j/.aws/credentials: permission denied":                          "open /home/j/.aws/credentials: permission denied",
		"the password has expired: try again":                                       "the password has expired: try again",
		"wrong password: try again":                                                 "wrong password: try again",
		"credential_process = /opt/helper":                                          "credential_process = /opt/helper",
		"helper --token-file /run/t":                                                "helper --token-file /run/t",
		"access key AKIAIOSFODNN7EXAMPLE":                                           "access key AKIAIOSFODNN7EXAMPLE",
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
