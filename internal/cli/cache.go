package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) cacheCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "the sessions that are kept on this computer",
		Long: `The sessions that are kept on this computer: credence's own, and the caches of the
AWS CLI and the SDKs below ~/.aws. Secrets are never shown.`,
		Example: `  credence cache list
  credence cache list prod-admin
  credence cache clear prod-admin
  credence cache clear --expired`,
		Args: cacheArguments,
		RunE: a.run(a.cacheList),
	}
	cacheListFlags(cmd)
	cmd.AddCommand(a.cacheListCommand(), a.cacheClearCommand())
	return cmd
}

// cacheArguments refuses what is no command of the cache: a profile, most likely.
func cacheArguments(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Errorf("cache has no command %s", sanitize.Quote(args[0])),
		"credence cache list "+wording.Shell(args[0]), "credence cache clear "+wording.Shell(args[0]))
}

// keptItem is a file of a cache and the profiles that would use it.
type keptItem struct {
	cache.Item
	users []string
}

// of reports whether the item is a profile's.
func (k keptItem) of(profile string) bool {
	return slices.Contains(k.users, profile) || len(k.users) == 0 && k.Profile == profile
}

// inventory is what the caches of this computer hold.
type inventory struct {
	store    *cache.Store
	awsDir   string // ~/.aws
	items    []keptItem
	problems []*cache.Diagnostic // of the folder of the store
	findings []chain.Finding     // about it
	files    *profiles.Files
}

// inventory reads every cache. Folders that are not there are empty.
func (a *app) inventory(ctx context.Context, cmd *cobra.Command) (*inventory, error) {
	home, err := profiles.Home(a.Env.Lookup, a.Home)
	if err != nil {
		return nil, err
	}
	inv := &inventory{store: a.store(), awsDir: filepath.Join(home, ".aws")}
	if inv.store == nil {
		return nil, errors.New("there is no folder for sessions: neither XDG_CACHE_HOME nor HOME is set")
	}
	opts, err := a.undone().options(cmd, nil) // what use would find
	if err != nil {
		return nil, err
	}
	opts.Cache = inv.store // --no-cache is for walks
	sessions, err := chain.NewSessions(opts)
	if err != nil {
		return nil, err
	}
	own, err := inv.store.List()
	if err != nil {
		return nil, err
	}
	users := map[string][]string{}
	others := cache.Others(ctx, inv.awsDir, a.Clock, own)
	if dir := a.env("AWS_LOGIN_CACHE_DIRECTORY"); dir != "" && filepath.Clean(dir) != filepath.Join(inv.awsDir, "login", "cache") {
		others = append(others, cache.Logins(ctx, dir, a.Clock)...)
	}
	if len(own)+len(others) > 0 {
		users = sessions.CacheFiles()
	}
	for _, it := range append(own, others...) {
		inv.items = append(inv.items, keptItem{it, users[it.Name]})
	}
	slices.SortStableFunc(inv.items, func(x, y keptItem) int { return cmp.Compare(toolRank(x.Tool), toolRank(y.Tool)) })
	inv.problems, inv.findings, inv.files = inv.store.FolderProblems(), sessions.Problems(), sessions.Files()
	return inv, ctx.Err()
}

// toolRank puts credence's own first.
func toolRank(t cache.Tool) int {
	return slices.Index([]cache.Tool{cache.ToolCredence, cache.ToolPublished, cache.ToolAWSCLI, cache.ToolAWSSSO, cache.ToolAWSLogin}, t)
}

// only leaves the items of some profiles; all of them where none is named. A name that
// is neither a profile nor on a file is an error.
func (inv *inventory) only(names []string) error {
	for _, name := range names {
		if _, ok := inv.files.Profile(name); ok || slices.ContainsFunc(inv.items, func(k keptItem) bool { return k.Profile == name }) {
			continue
		}
		hints := []string{"credence cache list"}
		for _, near := range inv.files.Nearest(name) {
			hints = append(hints, "credence cache list "+wording.Shell(near))
		}
		return usage(fmt.Errorf("there is no profile %s, and nothing is kept of one", sanitize.Quote(name)), hints...)
	}
	if len(names) > 0 {
		inv.items = slices.DeleteFunc(inv.items, func(k keptItem) bool { return !slices.ContainsFunc(names, k.of) })
	}
	return nil
}

// cacheFindings are what is wrong with the caches.
func (inv *inventory) cacheFindings() []chain.Finding {
	all := slices.Clone(inv.findings)
	for _, it := range inv.items {
		for _, d := range it.Problems {
			all = append(all, chain.CacheFinding(d))
		}
	}
	return all
}
