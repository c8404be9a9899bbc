package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) accountsCommand() *cobra.Command {
	var own accountsOptions
	cmd := &cobra.Command{
		Use:   "accounts [SESSION|PROFILE]",
		Short: "list accounts and roles of a sign-in, use one, or write profiles",
		Long: `List the accounts and roles that an IAM Identity Center sign-in may use, and the
profiles that use them.

On a terminal they open as a list that is searched by typing; Enter uses a role.

A role needs no profile: use, exec, env, process, whoami and console take
ACCOUNT/ROLE in its place, or SESSION:ACCOUNT/ROLE where there are several
sign-ins. --use prints such a session as variables, and --pick lets you choose
the role from a list.

--write makes a profile of every role that has none, or of those that --filter leaves:
it shows what would change in the config file and asks first. Profiles that it made
carry credence_managed = accounts; --prune removes those of them whose role is gone,
and no others.`,
		Example: `  credence accounts
  credence accounts corp --filter "prod admin"
  credence use prod/ReadOnly             switch the shell to a role without a profile
  credence exec corp:111122223333/ReadOnly -- aws s3 ls
  eval "$(credence accounts --pick)"     choose one, without the shell's hook
  credence accounts corp --write --name "{lower:account}-{lower:role}" --region eu-west-1
  credence accounts corp --write --prune --yes
  credence accounts --json | jq -r '.accounts[].id'`,
		Args: oneProfile,
		RunE: a.run(func(ctx context.Context, cmd *cobra.Command, args []string) error {
			return a.accounts(ctx, cmd, args, own)
		}),
	}
	f := cmd.Flags()
	f.StringVarP(&own.filter, "filter", "f", "", "only what holds all these `words`: in account, id, email or role")
	f.StringVar(&own.use, "use", "", "print the session of `ACCOUNT/ROLE`, by the account's id or name")
	f.BoolVar(&own.pick, "pick", false, "choose the role from a list, for --use or --write")
	f.Bool("plain", false, "print lines instead of opening the list on a terminal")
	f.StringVar(&own.format, "format", "", "with --use: `format`, as of env (default that of the shell it was started from)")
	f.BoolVar(&own.reveal, "reveal", false, "with --use: print secrets to a terminal too")
	f.BoolVar(&own.write, "write", false, "make profiles of the roles in the config file")
	f.StringVar(&own.name, "name", portal.DefaultTemplate, "with --write: the `template` of their names: {account}, {id}, {role}, {session}, {lower:account} …")
	f.BoolVar(&own.prune, "prune", false, "with --write: remove profiles it made whose role is gone")
	f.BoolVarP(&own.yes, "yes", "y", false, "with --write: do not ask")
	none := cobra.FixedCompletions(nil, cobra.ShellCompDirectiveNoFileComp)
	for _, flag := range []string{"filter", "use", "name"} {
		_ = cmd.RegisterFlagCompletionFunc(flag, none)
	}
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(envFormats, cobra.ShellCompDirectiveNoFileComp))
	cmd.ValidArgsFunction = a.completeSessions
	cmd.MarkFlagsMutuallyExclusive("use", "write")
	cmd.MarkFlagsMutuallyExclusive("use", "pick")
	return cmd
}

// completeSessions completes the names of sso-sessions.
func (a *app) completeSessions(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	files, err := profiles.Load(a.fileOptions(cmd, profiles.Documented))
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []cobra.Completion
	for s := range files.SSOSessions() {
		if strings.HasPrefix(s.Name(), typed) && completable(s.Name()) {
			names = append(names, s.Name())
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// accountsOptions are the flags of accounts alone.
type accountsOptions struct {
	filter, use, format, name       string
	pick, reveal, write, prune, yes bool
}

// accounting is an inventory under way.
type accounting struct {
	*app
	own    accountsOptions
	cmd    *cobra.Command
	opts   chain.Options
	desk   *chain.SSO
	target chain.SSOTarget
	all    []portal.Account // what the sign-in may use
	shown  []portal.Account // what the filter leaves
}

func (a *app) accounts(ctx context.Context, cmd *cobra.Command, args []string, own accountsOptions) error {
	template, err := a.checkAccounts(cmd, own)
	if err != nil {
		return err
	}
	own.pick = own.pick || a.opensAccounts(cmd)
	c := &accounting{app: a, own: own, cmd: cmd}
	if c.opts, err = a.options(cmd, args); err != nil {
		return err
	}
	if c.desk, c.target, err = a.ssoTarget(cmd, args, "accounts"); err != nil {
		return err
	}
	defer c.desk.Close()
	if err := c.gather(ctx); err != nil {
		return a.accountsEnd(ctx, err)
	}
	c.shown = portal.Filter(c.all, own.filter)
	if own.pick {
		if err := c.pick(ctx); err != nil {
			return err
		}
	}
	switch {
	case own.pick && !own.write:
		return c.usePicked(ctx)
	case own.use != "":
		return c.useRole(ctx)
	case own.write:
		return c.writeProfiles(ctx, template)
	case a.flags.json:
		return writeJSON(a.Stdout, c.object())
	}
	return c.list()
}

// opensAccounts reports whether accounts opens its list to choose from: on a terminal,
// where no flag asks for anything else.
func (a *app) opensAccounts(cmd *cobra.Command) bool {
	if _, _, ok := a.screen(); !ok || !a.StdoutTerminal || a.wantsLines(cmd) {
		return false
	}
	return !slices.ContainsFunc([]string{"filter", "use", "write", "format", "reveal"}, cmd.Flags().Changed)
}

// checkAccounts finds what is wrong with the command line before anything is asked for.
func (a *app) checkAccounts(cmd *cobra.Command, own accountsOptions) (portal.Template, error) {
	template, err := portal.ParseTemplate(own.name)
	if wrong, ok := errors.AsType[*portal.TemplateError](err); ok {
		return template, usage(fmt.Errorf("--name %s: %s", sanitize.Quote(wrong.Template), sanitize.Text(wrong.Problem)), `--name "{account}-{role}"`)
	}
	for _, flag := range []string{"name", "prune", "yes"} {
		if cmd.Flags().Changed(flag) && !own.write {
			return template, usage(fmt.Errorf("--%s goes with --write", flag), "--write --"+flag)
		}
	}
	for _, flag := range []string{"format", "reveal"} {
		if cmd.Flags().Changed(flag) && own.use == "" && !own.pick {
			return template, usage(fmt.Errorf("--%s goes with --use", flag), "--use ACCOUNT/ROLE --"+flag)
		}
	}
	if _, _, ok := a.screen(); own.pick && (!ok || a.flags.noInput || a.flags.json) {
		return template, told{a.report(ExitInput, &hintedError{errors.New("--pick needs a terminal to choose on"), []string{"credence accounts", "--use ACCOUNT/ROLE"}})}
	}
	if own.use != "" {
		if !strings.Contains(own.use, "/") {
			return template, usage(fmt.Errorf("--use takes ACCOUNT/ROLE, and not %s", sanitize.Quote(own.use)), "credence accounts")
		}
		if _, err := a.envPrinter(own.format); err != nil {
			return template, err
		}
		if a.StdoutTerminal && !own.reveal {
			return template, usage(errors.New("standard output is a terminal, and --use prints secrets"),
				`eval "$(credence accounts --use `+wording.Shell(own.use)+`)"`, "add --reveal, or send it into a pipe or file")
		}
	}
	if region := optional(cmd, "region", a.flags.region); own.write && region != nil && !plainRegion(*region) {
		return template, usage(fmt.Errorf("%s is no region", sanitize.Quote(*region)), "--region eu-west-1")
	}
	return template, nil
}

// plainRegion reports whether a text can be a region.
func plainRegion(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// accountsEnd is the error of an inventory: without a sign-in input is needed.
func (a *app) accountsEnd(ctx context.Context, err error) error {
	if ctx.Err() == nil && chain.NeedsSignIn(chain.CodeOf(err)) {
		return told{a.report(ExitInput, err)}
	}
	return err
}

// files are the shared files as they are now.
func (c *accounting) files() *profiles.Files { return c.desk.Files() }
