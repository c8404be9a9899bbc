package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "credence's own settings",
		Long:  configHelp(),
		Example: `  credence config
  credence config set store.kind keyring
  credence config set profile.prod-admin.store keyring
  credence config unset inspector.sort`,
		Args: noCommand("list", "get", "set", "unset", "path"),
		RunE: a.run(a.configList),
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list", Short: "all settings in force, and where they come from", Args: noArguments, RunE: a.run(a.configList)},
		&cobra.Command{Use: "get NAME", Short: "print the value of a setting", Args: exactly("NAME"), RunE: a.run(a.configGet), ValidArgsFunction: completeSettings},
		&cobra.Command{Use: "set NAME VALUE", Short: "change a setting", Args: exactly("NAME", "VALUE"), RunE: a.run(a.configSet), ValidArgsFunction: completeSettings},
		&cobra.Command{Use: "unset NAME", Short: "go back to the default", Args: exactly("NAME"), RunE: a.run(a.configUnset), ValidArgsFunction: completeSettings},
		&cobra.Command{Use: "path", Short: "print the path of the settings file", Args: noArguments, RunE: a.run(a.configPath)},
	)
	return cmd
}

// configHelp documents every setting: there is no other place that does.
func configHelp() string {
	var b strings.Builder
	b.WriteString(`Show and change the settings of config.ini. The file may be edited by hand: lines of
KEY = VALUE below a [section], with # before comments. Changes keep comments and order.

`)
	for _, s := range settings.Settings() {
		fmt.Fprintf(&b, "  %s\n      %s", s.Name(), s.About)
		if s.Words != nil {
			b.WriteString(": " + strings.Join(s.Words, ", "))
		}
		if s.Default != "" {
			b.WriteString(" (default " + s.Default + ")")
		}
		b.WriteString("\n")
	}
	b.WriteString("\nprofile.<NAME>.KEY is KEY below [profile <NAME>].")
	return b.String()
}

func completeSettings(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var found []cobra.Completion
	if len(args) == 1 && cmd.Name() == "set" {
		if s, _, ok := settings.Named(args[0]); ok {
			found = append(found, s.Words...)
		}
	} else if len(args) == 0 {
		for _, s := range settings.Settings() {
			if !strings.Contains(s.Name(), "<") {
				found = append(found, cobra.CompletionWithDesc(s.Name(), s.About))
			}
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// settingsFile is the settings as they stand.
func (a *app) settingsFile() (*settings.File, error) {
	at, err := a.resting().places()
	if err != nil {
		return nil, err
	}
	return settings.Open(at.Config)
}

// wholeSettings are the settings, where every line of them can be used: who changes a
// file should know what is wrong with it.
func (a *app) wholeSettings() (*settings.File, error) {
	f, err := a.settingsFile()
	if err != nil {
		return nil, err
	}
	if problems := f.Problems(); len(problems) > 0 {
		return nil, restError(problems[0])
	}
	return f, nil
}

func (a *app) configPath(context.Context, *cobra.Command, []string) error {
	at, err := a.resting().places()
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.Stdout, at.Config+"\n")
	return err
}

// unknownSetting is the usage error about a setting that does not exist.
func unknownSetting(name string) error {
	var names []string
	for _, s := range settings.Settings() {
		names = append(names, s.Name())
	}
	hints := profiles.NearestOf(name, names)
	for i, near := range hints {
		hints[i] = "did you mean " + near + "?"
	}
	return usage(fmt.Errorf("there is no setting %s", sanitize.Quote(name)), append(hints, "credence config list")...)
}

func (a *app) configGet(_ context.Context, _ *cobra.Command, args []string) error {
	f, err := a.wholeSettings()
	if err != nil {
		return err
	}
	v, ok := f.Get(args[0])
	if !ok {
		return unknownSetting(args[0])
	}
	if a.flags.json {
		return writeJSON(a.Stdout, a.settingReport(f, v))
	}
	_, err = io.WriteString(a.Stdout, sanitize.Text(v.Value)+"\n")
	return err
}

func (a *app) configUnset(ctx context.Context, _ *cobra.Command, args []string) error {
	f, err := a.settingsFile()
	if err != nil {
		return err
	}
	was, err := f.Unset(args[0])
	if err != nil {
		return unknownSetting(args[0])
	}
	if !was {
		_, err = fmt.Fprintf(a.Stderr, "%s is not set.\n", sanitize.Text(args[0]))
		return err
	}
	return a.saveSettings(ctx, f)
}

func (a *app) configSet(ctx context.Context, _ *cobra.Command, args []string) error {
	name, value := args[0], args[1]
	f, err := a.settingsFile()
	if err != nil {
		return err
	}
	switch err := f.Set(name, value); {
	case errors.Is(err, settings.ErrUnknown):
		return unknownSetting(name)
	case err != nil:
		return usage(fmt.Errorf("%s: %w", sanitize.Text(name), err))
	}
	if problems := f.Problems(); len(problems) > 0 {
		return restError(problems[0])
	}
	if v, _ := f.Get(name); v.Words != nil && (v.Setting.Name() == "store.kind" || v.Setting.Key == "store") {
		// A place that cannot be used now is not chosen: nothing would be kept.
		if _, err := a.prepare(ctx, f, v.Value); err != nil {
			return err
		}
	}
	return a.saveSettings(ctx, f)
}

// prepare sees to it that a kind of place can be used, and has its key.
func (a *app) prepare(ctx context.Context, f *settings.File, kind string) (*sealed.Vault, error) {
	vault, err := a.vaultFor(f.Store().AgeIdentity)
	if err != nil || kind == settings.StoreFile {
		return vault, err
	}
	if err := vault.Prepare(ctx, sealed.Kind(kind)); err != nil {
		return nil, restError(err)
	}
	return vault, nil
}

// saveSettings writes the file, and says what does not follow from that alone.
func (a *app) saveSettings(_ context.Context, f *settings.File) error {
	if err := f.Save(); err != nil {
		return err
	}
	chosen := f.Store()
	left := 0
	if store := a.store(); store != nil {
		items, _ := store.List() // one that cannot be read is for `store status` to tell
		for _, it := range items {
			if movable(it) && it.Sealer != sealKind(chosen.Of(it.Profile)) {
				left++
			}
		}
	}
	if left == 0 {
		return nil
	}
	_, err := fmt.Fprintln(a.Stderr, wording.Count(left, "session still rests", "sessions still rest")+" elsewhere: credence store move")
	return err
}
