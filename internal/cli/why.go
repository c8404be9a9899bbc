package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"credence/chain"
)

func (a *app) whyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "why [PROFILE]",
		Short: "walk the credential chain and say what happens at each stage",
		Long: `Walk the credential chain, a line per stage as it happens: what was found, skipped
or wrong, why, and the file and line or the variable behind it.`,
		Example: `  credence why
  credence why prod-admin
  credence why prod-admin --dry-run      ask, run and send nothing
  credence why --all                     also what the winner shadows
  credence why --as node                 what the Node.js SDK would choose
  credence why --json | jq .outcome`,
		Args: oneProfile,
	}
	a.whyFlags(cmd, a.run(a.why))
	return cmd
}

// whyFlags gives a command the flags of why and makes it do what why does.
func (a *app) whyFlags(cmd *cobra.Command, run func(*cobra.Command, []string) error) {
	cmd.Flags().Bool("dry-run", false, "explain: read variables, files and caches, and nothing else")
	cmd.Flags().Bool("all", false, "go on after the winner, in explain mode, to show what it shadows")
	cmd.Flags().String("as", "", "the order and rules of `dialect` (default documented)")
	cmd.RunE = run
}

// why walks the chain before the reader's eyes.
func (a *app) why(ctx context.Context, cmd *cobra.Command, args []string) error {
	opts, err := a.options(cmd, args)
	if err != nil {
		return err
	}
	opts.All, _ = cmd.Flags().GetBool("all")
	if explain, _ := cmd.Flags().GetBool("dry-run"); explain {
		opts.Mode = chain.ModeExplain
	}
	if err := useDialect(cmd, &opts); err != nil {
		return err
	}
	if a.flags.json {
		return a.whyJSON(ctx, opts)
	}
	v := &view{out: a.Stdout, page: a.page(a.Stdout), home: a.home()}
	opts.Observe = tee(opts.Observe, v.observe)
	res, err := chain.Resolve(ctx, opts)
	if _, writeErr := io.WriteString(a.Stdout, v.summary(res, a.Clock())); writeErr != nil {
		return writeErr
	}
	if err != nil {
		return a.walkEnd(ctx, res, err)
	}
	return outcome(res)
}
