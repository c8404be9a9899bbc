package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/console"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

func (a *app) consoleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "console [PROFILE]",
		Short: "open the AWS console in the browser, signed in as a profile",
		Long: `Open the AWS Management Console in the browser, signed in with the credentials of a
profile: those of an SSO role or any other role as they are, long-term keys of a user by
sts:GetFederationToken, with all that the user may do.

The address signs in whoever has it, for 15 minutes. It is handed to the browser over a
loopback connection, so that it stands in no process list; --print and --copy hand it to
you instead.`,
		Example: `  credence console prod-admin
  credence console prod-admin --service s3 --region eu-central-1
  credence console prod-admin --service /cloudwatch/home#dashboards:
  credence console prod-admin --copy     into the clipboard, from a remote machine too
  credence console prod-admin --print | wl-copy`,
		Args: oneProfile,
		RunE: a.run(a.console),
	}
	cmd.Flags().StringP("service", "s", "", "the `page`: a service such as s3, or a path of the console")
	cmd.Flags().Bool("print", false, "print the address instead of opening it")
	cmd.Flags().Bool("copy", false, "copy the address into the terminal's clipboard (OSC 52)")
	cmd.Flags().Var(new(duration), "duration", "how long the console session lasts, 15m to 12h (default as long as the credentials)")
	_ = cmd.RegisterFlagCompletionFunc("service", cobra.FixedCompletions(console.Services(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("duration", cobra.FixedCompletions([]string{"1h", "4h", "8h", "12h"}, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveKeepOrder))
	return cmd
}

// consoleWish is what the command line asks for.
type consoleWish struct {
	service     string
	print, copy bool
	duration    time.Duration // 0 where none was given
}

func (a *app) consoleWish(cmd *cobra.Command) (consoleWish, error) {
	var w consoleWish
	w.service, _ = cmd.Flags().GetString("service")
	w.print, _ = cmd.Flags().GetBool("print")
	w.copy, _ = cmd.Flags().GetBool("copy")
	w.print = w.print || a.flags.json
	if d, ok := cmd.Flags().Lookup("duration").Value.(*duration); ok {
		w.duration = durationOf(*d)
	}
	if cmd.Flags().Changed("duration") && (w.duration < leastConsole || w.duration > mostFederated) {
		return w, usage(errors.New("a console session lasts 15 minutes to 12 hours, with long-term keys to 36 hours"), "--duration 4h")
	}
	// Before anyone is asked for a code: is there such a page, and a way to show it?
	if _, err := console.Destination("aws", w.service, ""); err != nil {
		return w, consolePage(err)
	}
	if w.copy && !a.StderrTerminal && !a.StdoutTerminal {
		return w, usage(errors.New("--copy needs a terminal, and there is none"), "--print")
	}
	if !w.print && !w.copy {
		if err := a.browser().Check(); err != nil {
			return w, a.noBrowser(cmd, err)
		}
	}
	return w, nil
}

// The limits of console sessions (IAM User Guide, "Enable custom identity broker access
// to the AWS console"): of roles, and of federated users.
const (
	leastConsole  = 15 * time.Minute
	mostConsole   = 12 * time.Hour
	mostFederated = 36 * time.Hour
)

// console signs in to the console and shows it.
func (a *app) console(ctx context.Context, cmd *cobra.Command, args []string) error {
	want, err := a.consoleWish(cmd)
	if err != nil {
		return err
	}
	opts, err := a.asNamed(cmd, args).options(cmd, args)
	if err != nil {
		return err
	}
	opts.MinLife = cache.PublicationWindow // a session that is about to end would take the console with it
	opts = withoutUserSession(ctx, opts)
	res, err := a.resolve(ctx, opts)
	if err != nil {
		return err
	}
	who, err := a.consoleCaller(ctx, opts, res, want)
	if err != nil {
		return err
	}
	page, err := console.Destination(console.PartitionOf(res.Region.Value, who.arn), want.service, res.Region.Value)
	if err != nil {
		return consolePage(err)
	}
	signIn, err := chain.ConsoleToken(ctx, opts, who.keys, partitionRegion(res.Region.Value, who.arn), who.duration)
	if err != nil {
		return err
	}
	return a.showConsole(ctx, want, consoleSession{
		address: signIn.Address(page, startURL(res)), page: page, who: who, profile: res.Profile.Name,
		usable: signIn.Expires, ends: who.end(a.Clock()),
	})
}

// withoutUserSession are the options with which long-term keys come as they are, not as
// the MFA session that they would be exchanged for: the console takes no such session,
// and with one sts:GetFederationToken cannot be called.
func withoutUserSession(ctx context.Context, opts chain.Options) chain.Options {
	look := opts
	look.Mode, look.Observe = chain.ModeExplain, nil
	if res, _ := chain.Resolve(ctx, look); res.Source == chain.SourceStatic {
		opts.Cache = nil
	}
	return opts
}

// startURL is where the person signs in again when the console session has ended; empty
// where that is no page.
func startURL(res *chain.Result) string {
	if s := res.Trace.Stage(res.Stage); s != nil && res.Source == chain.SourceSSO {
		return s.Reason.Data["startUrl"]
	}
	return ""
}

// partitionRegion is the region by which the sign-in address is chosen: where none is
// set, one of the partition that the ARN names.
func partitionRegion(region, arn string) string {
	if region != "" {
		return region
	}
	switch chain.PartitionOfARN(arn) {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	case "aws-eusc":
		return "eusc-de-east-1"
	}
	return ""
}

// consolePage is the error about a page that does not exist.
func consolePage(err error) error {
	if unknown, ok := errors.AsType[*console.UnknownServiceError](err); ok {
		var hints []string
		for _, name := range unknown.Nearest {
			hints = append(hints, "--service "+wording.Shell(name))
		}
		if hints == nil {
			hints = []string{"--service /PATH takes any path of the console, such as /s3/home"}
		}
		return usage(fmt.Errorf("no console page of service %s is known", sanitize.Quote(unknown.Service)), hints...)
	}
	return usage(err)
}
