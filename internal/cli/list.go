package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the profiles of the shared files",
		Long: `List every profile of the shared config and credentials files: where its credentials
come from, account, role, region, the state of its session (none, valid, expiring,
expired, signed out), and what is broken. What is wrong in the files is told on
standard error. Nothing is sent to find out.`,
		Example: `  credence list
  credence list --json | jq '.profiles[].name'
  credence list --as rust                only what the Rust SDK would read`,
		Args: noArguments,
		RunE: a.run(a.list),
	}
	cmd.Flags().String("as", "", "read the files by the rules of `dialect` (default documented)")
	return cmd
}

// list reads both files and prints what is in them.
func (a *app) list(ctx context.Context, cmd *cobra.Command, _ []string) error {
	dialect := profiles.Documented
	if cmd.Flags().Changed("as") {
		name, _ := cmd.Flags().GetString("as")
		dialect = profiles.Dialect(name)
		if !slices.Contains(profiles.Dialects(), dialect) {
			return unknownDialect(name, dialectNames())
		}
	}
	files, err := profiles.Load(a.fileOptions(cmd, dialect))
	if err != nil {
		return err
	}
	sessions := noSessions
	if dialect == profiles.Documented {
		if sessions, err = a.sessionsOf(ctx, cmd, files); err != nil {
			return err
		}
	}
	if a.flags.json {
		return listJSON(a.Stdout, files, sessions)
	}
	if err := a.listPlain(files, sessions); err != nil {
		return err
	}
	if len(files.Names()) == 0 {
		home := a.home()
		fmt.Fprintf(a.Stderr, "No profile is in %s or %s. aws configure sso makes one; credence demo needs none.\n",
			wording.Path(files.Config().Path, home), wording.Path(files.Credentials().Path, home))
	}
	_, err = io.WriteString(a.Stderr, a.page(a.Stderr).findings(unlisted(files)))
	return err
}

// unlisted are the findings that the rows of broken profiles do not show.
func unlisted(files *profiles.Files) []profiles.Finding {
	type key struct {
		code   string
		origin profiles.Origin
	}
	shown := map[key]bool{}
	for p := range files.Profiles() {
		if f := p.Broken(); f != nil {
			shown[key{f.Code, f.Origin}] = true
		}
	}
	return slices.DeleteFunc(files.Lint(), func(f profiles.Finding) bool { return shown[key{f.Code, f.Origin}] })
}

func dialectNames() []string {
	names := make([]string, 0, len(profiles.Dialects()))
	for _, d := range profiles.Dialects() {
		names = append(names, string(d))
	}
	return names
}
