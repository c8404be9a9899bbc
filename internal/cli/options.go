package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

func durationOf(d duration) time.Duration { return time.Duration(d) }

// options are those of a walk, from the flags and the argument. Everything that was
// not given stays unset.
func (a *app) options(cmd *cobra.Command, args []string) (chain.Options, error) {
	profile, err := a.profile(cmd, args)
	if err != nil {
		return chain.Options{}, err
	}
	o := chain.Options{
		Profile:              profile,
		Filepath:             optional(cmd, "credentials-file", a.flags.credentialsFile),
		ConfigFilepath:       optional(cmd, "config-file", a.flags.configFile),
		RoleArn:              optional(cmd, "role-arn", a.flags.roleArn),
		WebIdentityTokenFile: optional(cmd, "web-identity-token-file", a.flags.tokenFile),
		Timeout:              optional(cmd, "timeout", durationOf(a.flags.timeout)),
		MaxRetries:           optional(cmd, "max-retries", int(a.flags.maxRetries)),
		Region:               optional(cmd, "region", a.flags.region),
		AllowPlainEndpoint:   a.flags.allowPlain,
		ProcessTTY:           a.flags.processTTY,
		NoShare:              a.flags.noShare,
		Env:                  a.Env, Home: a.Home, Clock: a.Clock,
	}
	if !a.flags.noCache {
		o.Cache = a.store()
	}
	o.SignIn = a.signInOffer(o)
	o.MFACodeProvider = a.codes(cmd, o)
	if chosen, err := a.resting().chosen(); err == nil {
		o.MFASessionDuration = chosen.MFASession
	}
	o.Observe = a.tellSealed(cmd)
	if tell := a.tellSession(cmd); tell != nil {
		o.Observe = tee(o.Observe, tell)
	}
	if a.debug != nil {
		o.Observe = tee(o.Observe, a.debug.observe)
	}
	return o, nil
}

// store is credence's store of sessions; nil where no home folder is found.
func (a *app) store() *cache.Store { return a.storeWith(sealer{a.resting()}) }

func (a *app) storeWith(seal cache.Sealer) *cache.Store {
	folder, err := cache.Folder(a.Env.Lookup, func() (string, error) { return profiles.Home(a.Env.Lookup, a.Home) })
	if err != nil {
		return nil
	}
	return cache.Open(cache.Options{Dir: folder, Clock: a.Clock, Owner: "credence " + a.Version, Seal: seal})
}

// profile is the one that the argument or the flag names; nil where neither does.
func (a *app) profile(cmd *cobra.Command, args []string) (*string, error) {
	flag := optional(cmd, "profile", a.flags.profile)
	if len(args) == 0 {
		return flag, nil
	}
	if flag != nil && *flag != args[0] {
		return nil, usage(fmt.Errorf("two profiles are named: %s by the argument and %s by --profile",
			sanitize.Quote(args[0]), sanitize.Quote(*flag)))
	}
	return &args[0], nil
}

// fileOptions are the options of reading the shared files alone.
func (a *app) fileOptions(cmd *cobra.Command, dialect profiles.Dialect) profiles.Options {
	return profiles.Options{
		ConfigFile:      optional(cmd, "config-file", a.flags.configFile),
		CredentialsFile: optional(cmd, "credentials-file", a.flags.credentialsFile),
		LookupEnv:       a.Env.Lookup, Home: a.Home, Dialect: dialect,
	}
}

// home is the home folder for showing paths; "" where there is none.
func (a *app) home() string {
	home, err := profiles.Home(a.Env.Lookup, a.Home)
	if err != nil {
		return ""
	}
	return home
}

// tee gives events to both observers.
func tee(first, second func(chain.Event)) func(chain.Event) {
	if first == nil {
		return second
	}
	return func(e chain.Event) { first(e); second(e) }
}

// useDialect puts the dialect of --as into the options of a walk.
func useDialect(cmd *cobra.Command, o *chain.Options) (err error) {
	name := optional(cmd, "as", cmd.Flag("as").Value.String())
	if name == nil {
		return nil
	}
	if o.Dialect, err = chain.DialectByName(*name); err != nil {
		return unknownDialect(*name, chain.DialectNames())
	}
	return nil
}

// unknownDialect is the usage error about a dialect that does not exist.
func unknownDialect(name string, names []string) error {
	hints := make([]string, len(names))
	for i, n := range names {
		hints[i] = "--as " + wording.Shell(n)
	}
	return usage(fmt.Errorf("there is no dialect %s here", sanitize.Quote(name)), hints...)
}
