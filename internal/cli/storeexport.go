package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/stored"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) storeExportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export PROFILE",
		Short: "put a profile's long-term keys back into the credentials file",
		Long: `Undo credence store import: put the keys back into the shared credentials file, take the
credential_process out of the profile, and forget the sealed keys.`,
		Args: oneNamed("export"), RunE: a.run(a.storeExport), ValidArgsFunction: a.completeKept,
	}
	cmd.Flags().Bool("dry-run", false, "only show what would change in the files")
	return cmd
}

// completeKept completes names of profiles whose keys are kept.
func (a *app) completeKept(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	if safe, err := a.safe(); err == nil && len(args) == 0 {
		items, _ := safe.List() // what cannot be read is not offered
		for _, it := range items {
			if completable(it.Profile) {
				names = append(names, cobra.CompletionWithDesc(it.Profile, it.AccessKeyID))
			}
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) storeExport(ctx context.Context, cmd *cobra.Command, args []string) error {
	name := args[0]
	safe, err := a.safe()
	if err != nil {
		return err
	}
	keys, err := safe.Get(ctx, name)
	if errors.Is(err, stored.ErrNone) {
		return usage(fmt.Errorf("no keys of %s are kept", sanitize.Quote(name)), "credence store status")
	}
	if err != nil {
		return restError(err)
	}
	edits, err := a.sharedEdits(cmd)
	if err != nil {
		return err
	}
	to := edits.credentials
	if keys.From != "" && keys.From == edits.config.Path() {
		to = edits.config
	}
	if other, ok := longTerm(to, name); ok && other.AccessKeyID != keys.AccessKeyID {
		return usage(fmt.Errorf("%s has other keys in the shared files by now: %s", sanitize.Quote(name), sanitize.Text(other.AccessKeyID)))
	}
	if !edits.revert(keys.Undo) {
		if err := putBack(edits, to, keys); err != nil {
			return a.editFailure(err)
		}
	}
	if dry, _ := cmd.Flags().GetBool("dry-run"); dry {
		_, err := io.WriteString(a.Stdout, edits.diff(a.theme(a.Stdout), a.home()))
		return err
	}
	if _, err := edits.apply(ctx, a, edits.credentials, edits.config); err != nil {
		return err
	}
	if _, err := safe.Remove(name); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Stderr, "The keys %s of %s are in %s again.\n", sanitize.Text(keys.AccessKeyID), sanitize.Quote(name), wording.Path(to.Path(), a.home()))
	return err
}

// putBack puts keys into a file that has been changed since they were taken out, below
// whatever the profile has there, and takes the credential_process out of the profile.
func putBack(edits *sharedEdits, to *profiles.Edit, keys stored.Keys) error {
	at := profileAt(keys.Profile)
	for _, s := range []profiles.Setting{{Key: keyID, Value: keys.AccessKeyID}, {Key: keySecret, Value: keys.SecretAccessKey.Reveal()}} {
		if err := to.Set(at, s.Key, s.Value); err != nil {
			return err
		}
	}
	if isStoredLine(edits.config.Value(at, keyRun), keys.Profile) {
		if err := edits.config.Unset(at, keyRun); err != nil {
			return err
		}
		if to != edits.config && edits.config.Empty(at) {
			if err := edits.config.Remove(at); err != nil {
				return err
			}
		}
	}
	return nil
}
