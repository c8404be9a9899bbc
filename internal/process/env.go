package process

import (
	"runtime"
	"strings"
)

// credentialVariables hold credentials or what stands for them. The key id is no
// secret, but without its secret it is a half-configured environment.
var credentialVariables = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
	"AWS_ACCESS_KEY", "AWS_SECRET_KEY", // the older names that the Java SDK still reads
	"AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

// WithoutSecrets returns env ("NAME=value" as os.Environ has it) without the
// variables that hold AWS credentials or bearer tokens (AWS_BEARER_TOKEN_…), for a
// helper that has no business with them.
func WithoutSecrets(env []string) []string {
	kept := make([]string, 0, len(env))
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		if !holdsCredentials(name) {
			kept = append(kept, entry)
		}
	}
	return kept
}

func holdsCredentials(name string) bool {
	if runtime.GOOS == "windows" {
		name = strings.ToUpper(name) // names have no case there
	}
	for _, v := range credentialVariables {
		if name == v {
			return true
		}
	}
	return strings.HasPrefix(name, "AWS_BEARER_TOKEN_")
}
