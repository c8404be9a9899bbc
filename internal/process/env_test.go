package process_test

import (
	"slices"
	"testing"

	"credence/internal/process"
)

func TestWithoutSecrets(t *testing.T) {
	t.Parallel()
	env := []string{
		"PATH=/bin", "AWS_ACCESS_KEY_ID=AKIA", "AWS_SECRET_ACCESS_KEY=x=y", "AWS_SESSION_TOKEN=", "AWS_SECURITY_TOKEN=t", "AWS_SECRET_KEY=k",
		"AWS_ACCESS_KEY=k", "AWS_BEARER_TOKEN_BEDROCK=b", "AWS_CONTAINER_AUTHORIZATION_TOKEN=c", "AWS_PROFILE=dev", "AWS_REGION=eu-west-1", "X=AWS_SESSION_TOKEN=1", "ODD", "",
	}
	want := []string{"PATH=/bin", "AWS_PROFILE=dev", "AWS_REGION=eu-west-1", "X=AWS_SESSION_TOKEN=1", "ODD", ""}
	if got := process.WithoutSecrets(env); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := process.WithoutSecrets(nil); got == nil || len(got) != 0 {
		t.Errorf("nil gave %#v, want an empty list", got)
	}
}
