package cli

import (
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/endpoint"
	"credence/internal/sanitize"
	"credence/internal/secret"
	"credence/internal/shell"
	"credence/internal/wording"
)

// hasNoEnd reports keys that have no end.
func hasNoEnd(res *chain.Result) bool {
	return !res.Keys.HasSessionToken() && res.Keys.Expiration.IsZero()
}

// session is a result as the command gets it: by keys if they are temporary or stand in
// variables already, else by the profile's name.
func (x *executing) session(res *chain.Result) shell.Session {
	session := sessionOf(res)
	session.ByName = hasNoEnd(res) && !x.export && res.Source != chain.SourceEnvironment
	if session.ByName {
		session.Profile = res.Profile.Name
		session.ConfigFile, session.CredentialsFile = fileOf(x.opts.ConfigFilepath, res.Config), fileOf(x.opts.Filepath, res.Credentials)
	}
	return session
}

// keyVariables hold what a server gives instead.
var keyVariables = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID",
}

// served is the command's environment with a server in the place of keys.
func (x *executing) served(res *chain.Result, s *endpoint.Server) ([]string, error) {
	change, err := sessionOf(res).Over(x.outer.Lookup)
	if err != nil {
		return nil, err
	}
	own := []shell.Variable{
		{Name: endpoint.VariableURL, Value: secret.New(s.URL())},
		{Name: endpoint.VariableToken, Value: s.Token(), Secret: true},
	}
	change.Unset = append(slices.DeleteFunc(change.Unset, func(name string) bool {
		return name == endpoint.VariableURL || name == endpoint.VariableToken
	}), keyVariables...)
	change.Set = append(slices.DeleteFunc(change.Set, func(v shell.Variable) bool { return slices.Contains(keyVariables, v.Name) }), own...)
	return append(change.Apply(x.outer.List()), execVariable+"="+sessionOf(res).Profile), nil
}

// greet says where a person is who started a shell.
func (x *executing) greet(res *chain.Result, byName bool) {
	who := "the default chain"
	if res.Profile.Named() {
		who = sanitize.Quote(res.Profile.Name)
	}
	parts := []string{"a shell as " + who}
	if res.Keys.AccountID != "" {
		parts = append(parts, "account "+sanitize.Quote(res.Keys.AccountID))
	}
	switch end := res.Keys.Expiration; {
	case byName:
		parts = append(parts, "by AWS_PROFILE: the keys stay in their file")
	case !end.IsZero():
		parts = append(parts, wording.Left(end.Sub(x.Clock())))
	}
	parts = append(parts, "exit leaves it")
	_ = x.remark(strings.Join(parts, ", "))
}
