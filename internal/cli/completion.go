package cli

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/shell"
	"credence/profiles"
)

// completionShells are the shells that completion scripts are written for.
var completionShells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "print the script that completes commands, flags and profiles",
		Long: `Print the script that lets a shell complete commands, flags, their values and the
names of profiles: for bash, zsh, fish or powershell.`,
		Example: `  source <(credence completion bash)                                # in ~/.bashrc
  source <(credence completion zsh)                                 # in ~/.zshrc, after compinit
  credence completion fish > ~/.config/fish/completions/credence.fish
  credence completion powershell | Out-String | Invoke-Expression   # in $PROFILE`,
		Args:              oneShell,
		ValidArgsFunction: cobra.FixedCompletions(completionShells, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			script, err := completionScript(cmd.Root(), args[0])
			if err == nil {
				_, err = a.Stdout.Write(script)
			}
			if err != nil {
				return &commandError{err}
			}
			return nil
		},
	}
}

func oneShell(_ *cobra.Command, args []string) error {
	hints := make([]string, len(completionShells))
	for i, name := range completionShells {
		hints[i] = "credence completion " + name
	}
	switch {
	case len(args) == 0:
		return usage(errors.New("completion for which shell?"), hints...)
	case len(args) > 1:
		return usage(fmt.Errorf("one shell at a time, and here are %d", len(args)), hints...)
	case !slices.Contains(completionShells, args[0]):
		return usage(fmt.Errorf("there is no completion for %s", sanitize.Quote(args[0])), hints...)
	}
	return nil
}

// The scripts of bash and zsh are our own: cobra's for bash needs the package
// bash-completion, and neither is quick with thousands of names.
var (
	//go:embed completion/bash
	bashCompletion []byte
	//go:embed completion/zsh
	zshCompletion []byte
)

// completionScript is the script for a shell.
func completionScript(root *cobra.Command, name string) ([]byte, error) {
	var b bytes.Buffer
	switch name {
	case "bash":
		return bashCompletion, nil
	case "zsh":
		return zshCompletion, nil
	case "fish":
		err := root.GenFishCompletion(&b, true)
		return b.Bytes(), err
	}
	err := root.GenPowerShellCompletionWithDesc(&b)
	return b.Bytes(), err
}

// howMany says how many profiles a command takes.
type howMany int

const (
	one howMany = iota
	many
)

type completion = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective)

// completeProfiles completes names of profiles, with what they are beside them.
func (a *app) completeProfiles(n howMany) completion {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if n == one && len(args) > 0 {
			if strings.Contains(cmd.Use, "-- ") { // a command of the system's follows
				return nil, cobra.ShellCompDirectiveDefault
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		files, err := profiles.Load(a.fileOptions(cmd, profiles.Documented))
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []cobra.Completion
		for _, name := range files.Names() {
			if strings.HasPrefix(name, typed) && completable(name) && !slices.Contains(args, name) {
				names = append(names, name)
			}
		}
		if len(names) <= mostDescribed { // only what is described is read
			for i, name := range names {
				if p, ok := files.Profile(name); ok {
					names[i] = cobra.CompletionWithDesc(name, about(p))
				}
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// mostDescribed is how many profiles are described: of more nobody reads it.
const mostDescribed = 200

// completable: the scripts take a line a name, and what follows a tab for its meaning.
func completable(name string) bool { return !strings.ContainsAny(name, "\t\n\r\x00\x1b") }

// about is what a profile is, in a few words.
func about(p *profiles.Profile) string {
	r := rowOf(p)
	parts := []string{string(r.kind)}
	for _, part := range []string{r.role, r.account, r.region} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return sanitize.Text(strings.Join(parts, " "))
}

// completes reports whether a command line is one that the completion scripts send.
func completes(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// completeFlags gives the flags of the command tree their completions.
func (a *app) completeFlags(root *cobra.Command) {
	words := func(list ...string) completion {
		return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
	}
	none := words()
	for name, c := range map[string]completion{
		"profile": a.completeProfiles(many), "color": words(a.flags.color.words...), "region": a.completeRegions, "role-arn": none,
		"mfa-code": none, "mfa-process": none, "timeout": none, "max-retries": none, "deadline": none,
	} {
		_ = root.RegisterFlagCompletionFunc(name, c)
	}
	everyCommand(root, func(cmd *cobra.Command) {
		if cmd.LocalNonPersistentFlags().Lookup("as") != nil {
			dialects := chain.DialectNames()
			if cmd.Name() == "list" { // more dialects read the files than can be walked
				dialects = dialectNames()
			}
			_ = cmd.RegisterFlagCompletionFunc("as", words(dialects...))
		}
		cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if c, ok := f.Value.(*choice); ok {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, words(c.words...))
			}
			if f.Name == "shell" {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, words(shell.Names()...))
			}
		})
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") }) // marks of the help, which cobra passes on
		}
		if takesProfile(cmd) && cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = a.completeProfiles(one)
		}
	})
}

func everyCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		everyCommand(sub, do)
	}
}

// takesProfile reports whether the first argument in a command's usage line may be a
// profile.
func takesProfile(cmd *cobra.Command) bool {
	_, arguments, _ := strings.Cut(cmd.Use, " ")
	first, _, _ := strings.Cut(arguments, " ")
	return strings.Contains(first, "PROFILE")
}

// completeRegions completes the regions that the shared files mention.
func (a *app) completeRegions(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	files, err := profiles.Load(a.fileOptions(cmd, profiles.Documented))
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	count := map[string]int{}
	for p := range files.Profiles() {
		if region := p.Get("region"); region != "" && strings.HasPrefix(region, typed) && completable(region) {
			count[region]++
		}
	}
	regions := make([]cobra.Completion, 0, len(count))
	for region := range count {
		regions = append(regions, region)
	}
	slices.SortFunc(regions, func(x, y string) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
	return regions, cobra.ShellCompDirectiveNoFileComp
}
