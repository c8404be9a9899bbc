package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/secret"
	"credence/internal/settings"
	"credence/internal/stored"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) storeImportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import PROFILE",
		Short: "move a profile's long-term keys out of the credentials file",
		Long: `Seal a profile's long-term keys, take them out of the shared credentials file, and give
the profile a credential_process that hands them to every SDK and tool. Where they go is
where the profile's sessions rest (credence store move), or --to.

The files are edited line by line, with a backup beside them that only you can read. It
still holds the keys: delete it when everything works. credence store export undoes it.`,
		Example: `  credence store import default --to keyring
  credence store import prod --dry-run`,
		Args: oneNamed("import"), RunE: a.run(a.storeImport), ValidArgsFunction: a.completeProfiles(one),
	}
	cmd.Flags().String("to", "", "the `place`: keyring or age (default where the profile's sessions rest)")
	cmd.Flags().Bool("dry-run", false, "only show what would change in the files")
	cmd.Flags().Bool("replace", false, "forget other keys of the profile that are kept already")
	return cmd
}

func (a *app) storeImport(ctx context.Context, cmd *cobra.Command, args []string) error {
	name := args[0]
	edits, err := a.sharedEdits(cmd)
	if err != nil {
		return err
	}
	from := edits.credentials
	keys, ok := longTerm(from, name)
	if !ok {
		from = edits.config
		keys, ok = longTerm(from, name)
	}
	safe, err := a.safe()
	if err != nil {
		return err
	}
	if ok && isStoredLine(edits.config.Value(profileAt(name), keyRun), name) && isKept(safe, keys) {
		return usage(fmt.Errorf("an earlier import of %s was not finished: its keys are still in the files", sanitize.Quote(name)),
			"credence store export "+wording.Shell(name)+" undoes it, and then import them again")
	}
	if err := importable(edits, name, a.home(), keys, ok); err != nil {
		return err
	}
	kind, err := a.importKind(cmd, name)
	if err != nil {
		return err
	}
	line, err := a.ownLine(name)
	if err != nil {
		return err
	}
	at := profileAt(name)
	if err := edits.config.Set(at, keyRun, line); err != nil {
		return a.editFailure(err)
	}
	if err := takeOut(from, at, from == edits.credentials); err != nil {
		return a.editFailure(err)
	}
	if dry, _ := cmd.Flags().GetBool("dry-run"); dry {
		_, err := io.WriteString(a.Stdout, edits.diff(a.theme(a.Stdout), a.home()))
		return err
	}
	if replace, _ := cmd.Flags().GetBool("replace"); !replace {
		if err := refuseReplacing(safe, keys); err != nil {
			return err
		}
	}
	keys.Undo = edits.undo()
	if err := safe.Put(ctx, kind, keys); err != nil {
		return restError(err)
	}
	backups, err := edits.apply(ctx, a, edits.config, edits.credentials)
	if err != nil {
		return err
	}
	return a.tellImported(keys, kind, backups)
}

// tellImported says where the keys are now, and where they still are besides.
func (a *app) tellImported(keys stored.Keys, kind string, backups []string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "The keys %s of %s are %s.\n", sanitize.Text(keys.AccessKeyID), sanitize.Quote(keys.Profile), placeName(kind))
	for _, path := range backups {
		if holdsSecret(path, keys.SecretAccessKey) {
			fmt.Fprintf(&b, "A backup still holds them. When everything works:\n  rm %s\n", wording.Shell(path))
		}
	}
	_, err := io.WriteString(a.Stderr, b.String())
	return err
}

// takeOut takes the keys out of a section, and the section out of the credentials file
// where nothing else was in it: some tools take an empty one for a profile without keys.
func takeOut(from *profiles.Edit, at profiles.SectionRef, whole bool) error {
	for _, key := range []string{keyID, keySecret} {
		if err := from.Unset(at, key); err != nil {
			return err
		}
	}
	if !whole || !from.Empty(at) {
		return nil
	}
	return from.Remove(at)
}

// isKept reports whether these very keys of the profile are kept already.
func isKept(safe *stored.Safe, keys stored.Keys) bool {
	items, err := safe.List()
	return err == nil && slices.ContainsFunc(items, func(it stored.Item) bool {
		return it.Profile == keys.Profile && it.AccessKeyID == keys.AccessKeyID
	})
}

// refuseReplacing is an error where other keys of the profile are kept already: they may
// be nowhere else.
func refuseReplacing(safe *stored.Safe, keys stored.Keys) error {
	items, err := safe.List()
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Profile == keys.Profile && it.AccessKeyID != keys.AccessKeyID {
			return usage(fmt.Errorf("other keys of %s are kept already: %s", sanitize.Quote(it.Profile), sanitize.Text(it.AccessKeyID)),
				"credence store import "+wording.Shell(it.Profile)+" --replace forgets those")
		}
	}
	return nil
}

// importKind is where a profile's keys are to go.
func (a *app) importKind(cmd *cobra.Command, name string) (string, error) {
	if to := optional(cmd, "to", cmd.Flag("to").Value.String()); to != nil {
		if *to != settings.StoreKeyring && *to != settings.StoreAge {
			return "", usage(fmt.Errorf("long-term keys go to keyring or age, not to %s", sanitize.Quote(*to)))
		}
		return *to, nil
	}
	chosen, err := a.resting().chosen()
	if err != nil {
		return "", restError(err)
	}
	if kind := sealKind(chosen.Of(name)); kind != "" {
		return kind, nil
	}
	return "", usage(errors.New("sessions rest in plain files, and there the keys are already"),
		"credence store import "+wording.Shell(name)+" --to keyring", "credence store import "+wording.Shell(name)+" --to age")
}

// importable says what keeps keys from being moved.
func importable(edits *sharedEdits, name, home string, keys stored.Keys, found bool) error {
	at := profileAt(name)
	switch {
	case !found && !edits.config.Has(at) && !edits.credentials.Has(at):
		return usage(fmt.Errorf("there is no profile %s", sanitize.Quote(name)), "credence list")
	case !found && isStoredLine(edits.config.Value(at, keyRun), name):
		return usage(fmt.Errorf("the keys of %s were moved already", sanitize.Quote(name)), "credence store status")
	case !found:
		return usage(fmt.Errorf("%s has no long-term keys in the shared files", sanitize.Quote(name)), "credence why "+wording.Shell(name))
	case !keys.SessionToken.IsEmpty():
		return usage(fmt.Errorf("the keys of %s are temporary: they have a session token, and end by themselves", sanitize.Quote(name)))
	}
	for _, e := range []*profiles.Edit{edits.config, edits.credentials} {
		if e.Value(at, keyRun) != "" {
			return usage(fmt.Errorf("%s has a credential_process already", sanitize.Quote(name)), "credence why "+wording.Shell(name)+" --dry-run")
		}
		if e.Path() != keys.From && (e.Value(at, keyID) != "" || e.Value(at, keySecret) != "" || e.Value(at, keyToken) != "") {
			return usage(fmt.Errorf("%s has keys in both files: those that are left would be its credentials then, and not the moved ones", sanitize.Quote(name)),
				"delete those in "+wording.Path(e.Path(), home)+", which do not count now")
		}
	}
	if config := edits.config; config.Value(at, "role_arn") != "" && config.Value(at, "source_profile") == name {
		return usage(fmt.Errorf("%s assumes a role with its own keys, and for that SDKs take keys from the files alone", sanitize.Quote(name)),
			"give the keys a profile of their own, and name it in source_profile")
	}
	return nil
}

// holdsSecret reports whether a file has a secret in it.
func holdsSecret(path string, s secret.Text) bool {
	text, err := os.ReadFile(path)
	return err == nil && strings.Contains(string(text), s.Reveal())
}
