package cli

import (
	"context"
	"errors"
	"time"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/shell"
	"credence/profiles"
)

// current is what the shell has at the moment: what its hook remembers, if that is
// still so, else what the variables say.
func (s *switching) current() *shell.Memory {
	if s.state.Now.Holds(s.Env.Lookup) {
		return s.state.Now
	}
	m := &shell.Memory{Profile: s.env(shell.ProfileVariable), AccessKeyID: s.env("AWS_ACCESS_KEY_ID")}
	m.Until, _ = time.Parse(time.RFC3339, s.env("AWS_CREDENTIAL_EXPIRATION"))
	return m
}

// switched reports whether the hook remembers a switch; without the hook nobody knows.
func (s *switching) switched() bool { return !s.hooked || s.state.Was != nil }

// back returns to the identity before. One that has expired by now is obtained again.
func (s *switching) back(ctx context.Context) error {
	if !s.switched() {
		return &hintedError{errors.New("this shell has no identity to go back to"), []string{"credence use PROFILE"}}
	}
	was := s.state.Was
	if was != nil && was.Profile != "" && !was.Until.IsZero() && was.Until.Sub(s.Clock()) < cache.RenewalWindow {
		opts, err := s.again(was)
		if err != nil {
			return err
		}
		return s.to(ctx, opts)
	}
	m := shell.Move{Kind: shell.MoveBack, Before: shell.Reverse(s.Env.Lookup), State: shell.State{Now: was, Was: s.current()}}
	if err := s.print(m); err != nil {
		return err
	}
	s.tellBack(was)
	return nil
}

// again are the options of the switch that an identity came from.
func (s *switching) again(m *shell.Memory) (chain.Options, error) {
	opts, err := s.base.options(s.cmd, []string{m.Profile})
	given := func(value string, option **string) {
		if value != "" {
			*option = &value
		}
	}
	given(m.ConfigFile, &opts.ConfigFilepath)
	given(m.CredentialsFile, &opts.Filepath)
	given(m.Region, &opts.Region)
	return opts, err
}

// leave brings back what was there before the first switch.
func (s *switching) leave() error {
	if !s.switched() {
		err := &hintedError{err: errors.New("this shell was not switched, so there is nothing to leave")}
		if s.env(shell.ProfileVariable) != "" {
			err.hints = []string{"its identity came with the shell or program that started it"}
		}
		return err
	}
	if err := s.print(shell.Move{Kind: shell.MoveOff}); err != nil {
		return err
	}
	if s.hooked {
		s.tell("● this shell is as it was before the first switch")
	}
	return nil
}

// memoryOf is what the hook has to remember of an identity.
func memoryOf(opts chain.Options, session shell.Session) *shell.Memory {
	m := &shell.Memory{Profile: session.Profile, Region: text(opts.Region), ConfigFile: text(opts.ConfigFilepath), CredentialsFile: text(opts.Filepath)}
	if !session.ByName {
		m.AccessKeyID, m.Until = session.AccessKeyID, session.Expiration
	}
	return m
}

func text(option *string) string {
	if option == nil {
		return ""
	}
	return *option
}

// fileOf is the absolute path of a file that a flag names, as a variable has to name
// it: the shell goes elsewhere.
func fileOf(option *string, info chain.FileInfo) string {
	if option == nil || info.Origin.Kind == profiles.OriginDefault {
		return ""
	}
	return info.Path
}
