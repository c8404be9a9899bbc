package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/profiles"
	"credence/tui"
)

// showSessions gives the inspector what is kept of the profiles, as list has it.
func showSessions(o *tui.Options, home string) {
	opts := o.Chain
	if opts.Cache == nil {
		return
	}
	o.Sessions = func(ctx context.Context, files *profiles.Files) map[string]time.Time {
		return keptSessions(ctx, opts, files)
	}
	o.SignedOut = func(ctx context.Context, files *profiles.Files, names []string) map[string]bool {
		return needsSignIn(ctx, opts, files, names)
	}
	o.DropSession = func(ctx context.Context, profile string) error { return dropSession(ctx, opts, home, profile) }
}

// keptSessions are the ends of the sessions of the profiles. What cannot be read is
// none here; the walk that meets it says why.
func keptSessions(ctx context.Context, opts chain.Options, files *profiles.Files) map[string]time.Time {
	opts.Files = files
	s, err := chain.NewSessions(opts)
	if err != nil {
		return nil
	}
	ends := map[string]time.Time{}
	for name, k := range s.AllPassing(ctx) {
		ends[name] = k.Expires
	}
	return ends
}

// needsSignIn tells which of the profiles wait for a sign-in.
func needsSignIn(ctx context.Context, opts chain.Options, files *profiles.Files, names []string) map[string]bool {
	opts.Files = files
	s, err := chain.NewSessions(opts)
	if err != nil {
		return nil
	}
	out := map[string]bool{}
	for _, name := range names {
		out[name] = s.SignedOut(ctx, name)
	}
	return out
}

// dropSession removes the session that resolving the profile would start from, and
// the copy of it that was published to the AWS CLI. What the AWS CLI obtained itself
// is the AWS CLI's.
func dropSession(ctx context.Context, opts chain.Options, home, profile string) error {
	s, err := chain.NewSessions(opts)
	if err != nil {
		return err
	}
	k, ok := s.Of(ctx, profile)
	switch {
	case !ok:
		return fmt.Errorf("no session of %s is kept", sanitize.Quote(profile))
	case k.ID == "":
		return fmt.Errorf("this session is the AWS CLI's own: %s", sanitize.Text(k.Path))
	}
	var cli *cache.AWSCLI
	if home != "" && !opts.NoShare {
		cli = cache.NewAWSCLI(filepath.Join(home, ".aws", "cli", "cache"), opts.Clock)
	}
	_, err = opts.Cache.Clear(ctx, cache.Filter{ID: k.ID}, cli)
	return err
}
