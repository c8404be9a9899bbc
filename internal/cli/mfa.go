package cli

import (
	"context"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/mfa"
	"credence/profiles"
)

// codes is who is asked for an MFA code: the code of the flag, else the command of
// the flag, else that of the profile, else a person on the terminal.
func (a *app) codes(cmd *cobra.Command, o chain.Options) mfa.CodeProvider {
	if code := optional(cmd, "mfa-code", a.flags.mfaCode); code != nil {
		return mfa.Given(*code)
	}
	if line := optional(cmd, "mfa-process", a.flags.mfaProcess); line != nil {
		return a.codeCommand(*line)
	}
	last := a.Prompt
	if a.flags.noInput || last == nil {
		last = mfa.None()
	}
	return mfa.First(a.profileCommand(o), last)
}

func (a *app) codeCommand(line string) mfa.CodeProvider {
	return mfa.Command(mfa.CommandOptions{Line: line, Env: a.Env.List(), TTY: a.flags.processTTY})
}

// profileCommand runs the mfa_process of the profile that needs the code.
func (a *app) profileCommand(o chain.Options) mfa.CodeProvider {
	return func(ctx context.Context, r mfa.Request) (string, error) {
		files, err := profiles.Load(profiles.Options{
			ConfigFile: o.ConfigFilepath, CredentialsFile: o.Filepath, LookupEnv: a.Env.Lookup, Home: a.Home,
		})
		if err != nil {
			return "", err
		}
		p, ok := files.Profile(r.Profile)
		if !ok || p.Get("mfa_process") == "" {
			return "", mfa.ErrNoProvider
		}
		return a.codeCommand(p.Get("mfa_process"))(ctx, r)
	}
}
