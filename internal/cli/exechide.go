package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"credence/chain"
	"credence/profiles"
)

// hiddenFiles take the place of the shared files for a command that is to ask a server:
// the SDKs ask a container's server last, so that a default profile with credentials of
// its own would win over it.
type hiddenFiles struct{ folder string }

// hideDefault makes such files, where they are needed: an empty one of credentials and
// a config file with the settings of the chosen profile that are no credentials.
func (x *executing) hideDefault(res *chain.Result) (*hiddenFiles, error) {
	files, err := profiles.Load(x.fileOptions(x.cmd, profiles.Documented))
	if err != nil {
		return &hiddenFiles{}, nil // no home, no files
	}
	shadow, ok := files.Profile("default")
	if !ok || shadow.Kind() == profiles.KindNone {
		return &hiddenFiles{}, nil
	}
	folder, err := os.MkdirTemp("", "credence-exec-")
	if err != nil {
		return nil, fmt.Errorf("make files in the place of the shared ones: %w", err)
	}
	h := &hiddenFiles{folder}
	for name, text := range map[string]string{"config": settingsOf(files, res), "credentials": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			h.close()
			return nil, fmt.Errorf("make files in the place of the shared ones: %w", err)
		}
	}
	_ = x.remark("the default profile has credentials, which SDKs take before a server's: the command does not see the shared files")
	return h, nil
}

// over points an environment at the files.
func (h *hiddenFiles) over(environment []string) []string {
	if h.folder == "" {
		return environment
	}
	kept := slices.DeleteFunc(slices.Clone(environment), func(v string) bool {
		return strings.HasPrefix(v, "AWS_CONFIG_FILE=") || strings.HasPrefix(v, "AWS_SHARED_CREDENTIALS_FILE=")
	})
	return append(kept, "AWS_CONFIG_FILE="+filepath.Join(h.folder, "config"), "AWS_SHARED_CREDENTIALS_FILE="+filepath.Join(h.folder, "credentials"))
}

func (h *hiddenFiles) close() {
	if h.folder != "" {
		_ = os.RemoveAll(h.folder)
	}
}

// credentialKeys decide credentials: a server stands for them.
var credentialKeys = []string{
	"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "aws_account_id", "aws_credential_scope",
	"role_arn", "source_profile", "credential_source", "role_session_name", "external_id", "duration_seconds", "mfa_serial", "mfa_process", "mfa",
	"web_identity_token_file", "credential_process", "login_session",
	"sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "sso_registration_scopes", "sso_auto_populated",
}

// settingsOf is a config file with what else the chosen profile says: its region,
// addresses, retries and the like.
func settingsOf(files *profiles.Files, res *chain.Result) string {
	var b strings.Builder
	b.WriteString("[default]\n")
	p, ok := files.Profile(res.Profile.Name)
	if !ok {
		return b.String()
	}
	for _, key := range p.Keys() {
		if !slices.Contains(credentialKeys, key) {
			writeSetting(&b, p, key)
		}
	}
	if services := p.Get("services"); services != "" {
		if section, ok := files.Services(services); ok {
			fmt.Fprintf(&b, "[services %s]\n", services)
			for _, key := range section.Keys() {
				writeSetting(&b, section, key)
			}
		}
	}
	return b.String()
}

// writeSetting writes a key with its value, or with the keys below it; no secrets.
func writeSetting(b *strings.Builder, from interface {
	Value(string) (profiles.Value, bool)
}, key string) {
	v, ok := from.Value(key)
	if !ok || v.IsSecret() {
		return
	}
	if len(v.Nested) == 0 {
		if v.Text() != "" && !strings.ContainsAny(v.Text(), "\r\n") {
			fmt.Fprintf(b, "%s = %s\n", key, v.Text())
		}
		return
	}
	fmt.Fprintf(b, "%s =\n", key)
	for _, n := range v.Nested {
		if !n.Value.IsSecret() {
			fmt.Fprintf(b, "  %s = %s\n", n.Key, n.Value.Text())
		}
	}
}
