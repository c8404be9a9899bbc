package cli

import (
	"context"
	"errors"
	"fmt"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/shell"
	"credence/internal/wording"
)

// session is a result as the shell gets it: by keys if they are temporary, by name if
// they are long-term ones, unless the flags say otherwise.
func (s *switching) session(opts chain.Options, res *chain.Result) (shell.Session, error) {
	session := sessionOf(res)
	export, _ := s.cmd.Flags().GetBool("export-keys")
	only, _ := s.cmd.Flags().GetBool("profile-only")
	session.ByName = only || !export && !res.Keys.HasSessionToken()
	if !session.ByName {
		return session, nil
	}
	if !res.Profile.Named() {
		if res.Source == chain.SourceEnvironment {
			return session, usage(errors.New("these are the long-term keys of this shell's own variables: there is nothing to switch to"))
		}
		session.Profile = res.Profile.Name
	}
	session.ConfigFile, session.CredentialsFile = fileOf(opts.ConfigFilepath, res.Config), fileOf(opts.Filepath, res.Credentials)
	return session, nil
}

// sessionOf is a result as variables with keys.
func sessionOf(res *chain.Result) shell.Session {
	s := shell.Session{
		AccessKeyID: res.Keys.AccessKeyID, SecretAccessKey: res.Keys.SecretAccessKey, SessionToken: res.Keys.SessionToken,
		AccountID: res.Keys.AccountID, Region: res.Region.Value, Expiration: res.Keys.Expiration,
	}
	if res.Profile.Named() {
		s.Profile = res.Profile.Name
	}
	return s
}

// prove walks the chain in the changed environment, without side effects and without
// any flag, as a program will that is started there. It has to end where the switch
// says.
func (s *switching) prove(ctx context.Context, change shell.Change, session shell.Session, res *chain.Result) error {
	after, err := chain.Resolve(ctx, chain.Options{
		Mode: chain.ModeExplain, Env: environmentOf(change.Apply(s.Env.List())), Home: s.Home, Clock: s.Clock,
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	holds := after.Outcome == chain.OutcomeFound && after.Source == chain.SourceEnvironment && after.Keys.AccessKeyID == session.AccessKeyID
	if session.ByName {
		holds = after.Profile == chain.ProfileChoice{Name: session.Profile, SelectedBy: chain.SelectedByProfile} &&
			after.Stage == res.Stage && (after.Outcome == chain.OutcomeFound || after.Outcome == chain.OutcomeWouldUse)
	}
	if holds {
		return nil
	}
	instead := fmt.Sprintf("the chain would end at %s, %s", after.Stage, after.Outcome)
	if e, ok := errors.AsType[*chain.Error](err); ok { // told, not wrapped: it is not this command's own
		instead = wording.Message(e)
	}
	return fmt.Errorf("nothing was changed: with these variables the shell would not be %s: %s", sanitize.Quote(nameOf(res.Profile)), instead)
}

// nameOf is the profile's name for people.
func nameOf(p chain.ProfileChoice) string {
	if p.Name == "" {
		return "the default profile"
	}
	return p.Name
}
