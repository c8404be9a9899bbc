package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
)

func (a *app) storeForgetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "forget keyring|age",
		Short: "remove credence's key from the keyring, or age's key file",
		Long: `Remove the key that sealed files are opened with from the keyring, or the key file of
age. While something rests sealed with it, or the settings name it, it stays: move
sessions and export keys first. A keyring has one key for all of your credence folders.`,
		Args: exactly("keyring|age"), RunE: a.run(a.storeForget), ValidArgs: []string{settings.StoreKeyring, settings.StoreAge},
	}
}

func (a *app) storeForget(ctx context.Context, _ *cobra.Command, args []string) error {
	kind := args[0]
	if kind != settings.StoreKeyring && kind != settings.StoreAge {
		return usage(fmt.Errorf("%s has no key: want keyring or age", sanitize.Quote(kind)))
	}
	chosen, err := a.resting().chosen()
	if err != nil {
		return restError(err)
	}
	if err := a.inUse(kind, chosen); err != nil {
		return err
	}
	vault, err := a.resting().vault()
	if err != nil {
		return err
	}
	gone, err := vault.Discard(ctx, sealed.Kind(kind))
	switch {
	case err != nil:
		return restError(err)
	case gone:
		return a.say("The key is gone.\n")
	}
	return a.say("There was no key.\n")
}

// inUse is an error where something needs the key of a kind.
func (a *app) inUse(kind string, chosen settings.Store) error {
	names := chosen.Kind == kind
	for _, k := range chosen.Profiles {
		names = names || k == kind
	}
	if names {
		return usage(fmt.Errorf("the settings name %s as a place for sessions", kind), "credence store move file", "credence config list")
	}
	store := a.store()
	if store == nil {
		return errors.New("there is no folder for sessions")
	}
	items, err := store.List()
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Sealer == kind {
			return usage(errors.New("sessions rest sealed with it"), "credence store move")
		}
	}
	safe, err := a.safe()
	if err != nil {
		return err
	}
	keys, err := safe.List()
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Sealer == kind || k.Problem != nil {
			return usage(errors.New("long-term keys rest sealed with it"), "credence store export "+sanitize.Text(k.Profile))
		}
	}
	return nil
}
