package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/profiles"
)

// completeSignIns completes what one can sign in to: sessions, and profiles once their
// name is begun.
func (a *app) completeSignIns(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	files, err := profiles.Load(a.fileOptions(cmd, profiles.Documented))
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []cobra.Completion
	for section := range files.SSOSessions() {
		if name := section.Name(); strings.HasPrefix(name, typed) && completable(name) {
			url, _ := section.Value("sso_start_url")
			names = append(names, cobra.CompletionWithDesc(name, sanitize.Text("sso-session "+url.Text())))
		}
	}
	if typed == "" && len(names) > 0 {
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	more, directive := a.completeProfiles(one)(cmd, args, typed)
	return append(names, more...), directive
}
