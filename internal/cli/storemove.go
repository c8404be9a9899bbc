package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
	"credence/internal/stored"
	"credence/internal/wording"
)

func (a *app) storeMoveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "move [file|keyring|age]",
		Short: "move sessions and keys to another place",
		Long: `Set where sessions rest, and move those that there are. With --profile, only for one
profile. Without a place, everything is brought where the settings say.

Each file is sealed anew and replaced in one step: whatever ends the command, nothing
is lost, and it can be run again. Plain copies in the AWS CLI's cache go, when sessions
are sealed. Long-term keys never go into plain files: credence store export does that.

An age identity file is what age-keygen writes; --identity makes one where there is
none. Without one a passphrase is asked for. Either can be changed: what is sealed stays
as it is, only the key file is encrypted anew.`,
		Example: `  credence store move keyring
  credence store move age --identity ~/.config/credence/age.txt
  credence store move age --passphrase
  credence store move keyring --profile prod-admin
  credence store move file`,
		Args:      atMost("file|keyring|age"),
		RunE:      a.run(a.storeMove),
		ValidArgs: []string{settings.StoreFile, settings.StoreKeyring, settings.StoreAge},
	}
	cmd.Flags().String("identity", "", "the age identity `file`, made where there is none")
	cmd.Flags().Bool("passphrase", false, "choose a passphrase for age, or another one")
	return cmd
}

func (a *app) storeMove(ctx context.Context, cmd *cobra.Command, args []string) error {
	f, err := a.wholeSettings()
	if err != nil {
		return err
	}
	rekeyed, err := a.changeStore(cmd, f, args)
	if err != nil {
		return err
	}
	chosen := f.Store()
	// Where it goes has to be open before anything leaves where it is.
	place := chosen.Kind
	if len(args) > 0 {
		place = args[0]
	}
	var vault *sealed.Vault
	if rekeyed {
		if vault, err = a.rewrap(ctx, chosen); err != nil {
			return err
		}
	}
	if vault == nil {
		if vault, err = a.prepare(ctx, f, place); err != nil {
			return err
		}
	}
	if err := f.Save(); err != nil {
		return err
	}
	return a.bring(ctx, chosen, vault)
}

// changeStore changes the settings, unsaved, as the command line asks. rekeyed says that
// the key of age is to be opened by something else from now on.
func (a *app) changeStore(cmd *cobra.Command, f *settings.File, args []string) (rekeyed bool, err error) {
	identity, _ := cmd.Flags().GetString("identity")
	word, _ := cmd.Flags().GetBool("passphrase")
	age := len(args) > 0 && args[0] == settings.StoreAge
	switch { // before anything is made
	case identity != "" && !age:
		return false, usage(errors.New("--identity is for age"), "credence store move age --identity FILE")
	case word && (!age || identity != ""):
		return false, usage(errors.New("--passphrase is for age without an identity"), "credence store move age --passphrase")
	case identity != "":
		err = a.useIdentity(f, identity)
	case word:
		_, err = f.Unset("store.age_identity")
	}
	if err != nil {
		return false, err
	}
	if len(args) > 0 {
		name := "store.kind"
		if p := optional(cmd, "profile", a.flags.profile); p != nil {
			name = "profile." + *p + ".store"
		}
		if err := f.Set(name, args[0]); err != nil {
			return false, usage(fmt.Errorf("there is no place %s: %w", sanitize.Quote(args[0]), err))
		}
	}
	return identity != "" || word, nil
}

// moved counts what a move did.
type moved struct {
	sessions, keys, copies, stayed int
	failed                         []error
}

// bring brings every session and key to where the settings say.
func (a *app) bring(ctx context.Context, chosen settings.Store, vault *sealed.Vault) error {
	var m moved
	store := a.storeWith(fixedSeal{vaultSeal{vault}, chosen})
	if store == nil {
		return errors.New("there is no folder for sessions: neither XDG_CACHE_HOME nor HOME is set")
	}
	items, err := store.List()
	if err != nil {
		return err
	}
	copies := a.published(ctx, items)
	for _, it := range items {
		if ctx.Err() != nil {
			m.failed = append(m.failed, context.Cause(ctx))
			break
		}
		if !movable(it) {
			continue
		}
		kind := sealKind(chosen.Of(it.Profile))
		changed, err := store.Reseal(ctx, it.ID, kind)
		switch {
		case err != nil:
			m.failed = append(m.failed, err)
		case changed:
			m.sessions++
		}
		if kind != "" && err == nil {
			m.copies += a.withdraw(ctx, copies, it)
		}
	}
	at, err := a.resting().places()
	if err != nil {
		return err
	}
	a.bringKeys(ctx, stored.Open(at.Data, vaultSeal{vault}, a.Clock), chosen, &m)
	return a.tellMoved(chosen, m)
}

func (a *app) bringKeys(ctx context.Context, safe *stored.Safe, chosen settings.Store, m *moved) {
	keys, err := safe.List()
	if err != nil {
		m.failed = append(m.failed, err)
	}
	for _, k := range keys {
		kind := sealKind(chosen.Of(k.Profile))
		switch {
		case k.Problem != nil:
			m.failed = append(m.failed, fmt.Errorf("%s: %w", k.Path, k.Problem))
			continue
		case kind == "":
			m.stayed++
			continue
		}
		changed, err := safe.Reseal(ctx, k.Profile, kind)
		if err != nil {
			m.failed = append(m.failed, fmt.Errorf("keys of %s: %w", k.Profile, err))
		} else if changed {
			m.keys++
		}
	}
}

// published are the copies of sessions in the AWS CLI's cache, where they may be touched.
func (a *app) published(ctx context.Context, own []cache.Item) []cache.Item {
	if a.flags.noShare {
		return nil
	}
	others := cache.Others(ctx, filepath.Join(a.home(), ".aws"), a.Clock, own)
	return slices.DeleteFunc(others, func(it cache.Item) bool { return it.Tool != cache.ToolPublished })
}

// withdraw removes the copies of a session.
func (a *app) withdraw(ctx context.Context, copies []cache.Item, it cache.Item) int {
	n := 0
	for _, c := range copies {
		if c.AccessKeyID != it.AccessKeyID {
			continue
		}
		if gone, err := cache.NewAWSCLI(filepath.Dir(c.Path), a.Clock).Withdraw(ctx, c.Name, c.AccessKeyID); err == nil && gone {
			n++
		}
	}
	return n
}

func (a *app) tellMoved(chosen settings.Store, m moved) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Sessions rest in %s.\n", placePhrase(chosen.Kind))
	if m.sessions > 0 {
		b.WriteString(wording.Count(m.sessions, "session was moved", "sessions were moved") + ".\n")
	}
	if m.keys > 0 {
		b.WriteString(wording.Count(m.keys, "profile's long-term keys were moved", "profiles' long-term keys were moved") + ".\n")
	}
	if m.copies > 0 {
		b.WriteString(wording.Count(m.copies, "plain copy was", "plain copies were") + " taken back from the AWS CLI's cache.\n")
	}
	if m.stayed > 0 {
		b.WriteString(wording.Count(m.stayed, "profile's long-term keys stay", "profiles' long-term keys stay") + " sealed: credence store export PROFILE takes them out.\n")
	}
	if chosen.Kind != settings.StoreFile {
		b.WriteString("New sessions are not given to the AWS CLI's cache, which is plain files: `credence process` hands them on.\n")
	}
	if err := a.say(b.String()); err != nil {
		return err
	}
	if len(m.failed) == 0 {
		return nil
	}
	for _, err := range m.failed[1:] {
		a.report(ExitError, err)
	}
	return restError(m.failed[0])
}

// placePhrase is a kind of place within a sentence.
func placePhrase(kind string) string {
	if kind == settings.StoreFile {
		return "plain files that only you can read"
	}
	return "sealed files, with the " + strings.TrimPrefix(placeName(kind), "sealed, ")
}
