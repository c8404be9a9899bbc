package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

func (a *app) cacheClearCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "clear [PROFILE…]",
		Short: "forget kept sessions",
		Long: `Remove kept sessions: those of some profiles, those that have ended, or all of them.
Copies that were given to the AWS CLI's cache go, too. What other tools have put
into their caches goes only with --others, and never a sign-in: credence logout
ends those, aws logout those of aws login.

The session that one MFA code gave to all roles of its device stays when a profile's
session is cleared; --mfa removes it, too.`,
		Example: `  credence cache clear prod-admin
  credence cache clear --expired
  credence cache clear --all --dry-run`,
		RunE:              a.run(a.cacheClear),
		ValidArgsFunction: a.completeProfiles(many),
	}
	cmd.Flags().Bool("all", false, "everything of credence's, readable or not")
	cmd.Flags().Bool("expired", false, "only what has ended")
	cmd.Flags().Bool("mfa", false, "of a profile, also the session that its MFA device shares")
	cmd.Flags().Bool("others", false, "also role sessions of the AWS CLI's own, in ~/.aws/cli/cache")
	cmd.Flags().Bool("dry-run", false, "only say what would be removed")
	return cmd
}

// clearing says what is to go.
type clearing struct {
	names                             []string
	all, expired, mfa, others, dryRun bool
	share                             bool // copies in the AWS CLI's cache may be touched
}

func (a *app) clearing(cmd *cobra.Command, names []string) (clearing, error) {
	c := clearing{names: names, share: !a.flags.noShare}
	for name, to := range map[string]*bool{"all": &c.all, "expired": &c.expired, "mfa": &c.mfa, "others": &c.others, "dry-run": &c.dryRun} {
		*to, _ = cmd.Flags().GetBool(name)
	}
	switch {
	case len(names) > 0 && c.all:
		return c, usage(errors.New("--all is everything, and here is a profile, too"), "credence cache clear "+wording.Shell(names[0]))
	case len(names) == 0 && !c.all && !c.expired:
		return c, usage(errors.New("what is to be removed?"), "credence cache clear PROFILE", "credence cache clear --expired", "credence cache clear --all")
	}
	return c, nil
}

// goes reports whether an item is to go.
func (c clearing) goes(k keptItem) bool {
	if c.expired && k.State != cache.Expired {
		return false
	}
	switch k.Tool {
	case cache.ToolCredence:
		return len(c.names) == 0 || c.mfa || !k.sharedSession(c.names)
	case cache.ToolPublished:
		return c.share
	case cache.ToolAWSCLI:
		return c.others
	}
	return false // a sign-in
}

// sharedSession reports an MFA session that is other profiles', too.
func (k keptItem) sharedSession(names []string) bool {
	return k.Kind == cache.KindMFA && slices.ContainsFunc(k.users, func(user string) bool { return !slices.Contains(names, user) })
}

func (a *app) cacheClear(ctx context.Context, cmd *cobra.Command, names []string) error {
	c, err := a.clearing(cmd, names)
	if err != nil {
		return err
	}
	inv, err := a.inventory(ctx, cmd)
	if err != nil {
		return err
	}
	if err := inv.only(names); err != nil {
		return err
	}
	var removed, stay []keptItem
	var failed []error
	for _, k := range inv.items {
		switch {
		case !c.goes(k):
			stay = append(stay, k)
			continue
		case !c.dryRun:
			gone, err := a.forget(ctx, inv, k)
			if err != nil {
				failed = append(failed, err)
			}
			if !gone {
				continue
			}
		}
		removed = append(removed, k)
	}
	if c.all && !c.expired && !c.dryRun {
		_, err := inv.store.Clear(ctx, cache.Filter{}, nil) // the locks that nobody holds
		failed = append(failed, err)
	}
	err = errors.Join(failed...)
	if a.flags.json {
		if jsonErr := writeJSON(a.Stdout, clearReport{1, c.dryRun, entryReports(removed, a.Clock()), messages(failed)}); jsonErr != nil {
			return jsonErr
		}
		return err
	}
	if _, writeErr := io.WriteString(a.Stdout, a.page(a.Stdout).cleared(c, removed, a.home())); writeErr != nil {
		return writeErr
	}
	_, _ = io.WriteString(a.Stderr, c.stays(stay, len(removed)))
	return err
}

// forget removes one item. What has been replaced since it was listed stays.
func (a *app) forget(ctx context.Context, inv *inventory, k keptItem) (bool, error) {
	switch k.Tool {
	case cache.ToolCredence:
		return inv.store.Remove(k.ID)
	case cache.ToolPublished:
		return cache.NewAWSCLI(filepath.Dir(k.Path), a.Clock).Withdraw(ctx, k.Name, k.AccessKeyID)
	}
	if err := cache.ClearOther(k.Item, inv.awsDir); err != nil {
		return false, err
	}
	return true, nil
}

func messages(failed []error) []string {
	texts := []string{}
	for _, err := range failed {
		if err != nil {
			texts = append(texts, sanitize.Text(err.Error()))
		}
	}
	return texts
}

// cleared is a line for each file that has gone, or would.
func (p page) cleared(c clearing, removed []keptItem, home string) string {
	word := "removed"
	if c.dryRun {
		word = "would remove"
	}
	var wide [2]int
	for _, k := range removed {
		wide[0], wide[1] = max(wide[0], width(k.usersText())), max(wide[1], width(wording.CacheKind(k.Kind)))
	}
	var b strings.Builder
	for _, k := range removed {
		b.WriteString(p.line([]span{
			{word + "  ", plain}, {pad(k.usersText(), wide[0]+2), bold}, {pad(wording.CacheKind(k.Kind), wide[1]+2), blue},
			{wording.CachePath(k.Path, home), faint},
		}, span{}))
	}
	return b.String()
}

// stays says what was left alone although one could have thought otherwise.
func (c clearing) stays(stay []keptItem, removed int) string {
	count := map[string]int{}
	for _, k := range stay {
		switch {
		case c.expired && k.State != cache.Expired:
		case k.Tool == cache.ToolCredence:
			count["mfa"]++
		case k.Tool == cache.ToolAWSSSO && k.Kind == cache.KindSSOToken:
			count["signin"]++
		case k.Tool == cache.ToolAWSLogin:
			count["login"]++
		case k.Tool == cache.ToolAWSCLI:
			count["others"]++
		}
	}
	var b strings.Builder
	if removed == 0 {
		b.WriteString("Nothing to remove.\n")
	}
	say := func(n int, one, many string) {
		if n > 0 {
			b.WriteString(wording.Count(n, one, many) + "\n")
		}
	}
	say(count["mfa"], "MFA session that other profiles share stays: --mfa", "MFA sessions that other profiles share stay: --mfa")
	say(count["others"], "session of the AWS CLI's own stays: --others", "sessions of the AWS CLI's own stay: --others")
	say(count["signin"], "sign-in stays: credence logout ends it", "sign-ins stay: credence logout ends them")
	say(count["login"], "session of aws login stays: aws logout ends it", "sessions of aws login stay: aws logout ends them")
	return b.String()
}
