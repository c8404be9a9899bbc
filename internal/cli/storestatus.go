package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/sealed"
	"credence/internal/settings"
	"credence/internal/stored"
	"credence/profiles"
)

func (a *app) storeStatusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "what rests where, and whether it can be reached",
		Long: `Say where sessions and long-term keys rest, how many there are, whether the keyring can
be reached, and which files others may read. Nothing is opened, and nobody is asked.`,
		Args: noArguments,
		RunE: a.run(a.storeStatus),
	}
	cmd.Flags().Bool("fix", false, "take from others the right to read what only you should")
	return cmd
}

// storeReport is the object of `store status --json` (version 1).
type storeReport struct {
	Version  int                   `json:"version"`
	Kind     string                `json:"kind"`
	Origin   originReport          `json:"origin"`
	Profiles map[string]string     `json:"profiles"`
	Sessions sessionsReport        `json:"sessions"`
	Keys     []keyReport           `json:"keys"`
	Places   map[string]placeState `json:"places"`
	Problems []fileProblem         `json:"problems"`
	Backups  []string              `json:"backups"` // of the shared files, that still hold keys which were moved
}

// sessionsReport counts the sessions of the store by how they rest.
type sessionsReport struct {
	Path      string         `json:"path"`
	Total     int            `json:"total"`
	By        map[string]int `json:"by"`
	Misplaced int            `json:"misplaced"` // elsewhere than the settings say
	Published int            `json:"published"` // plain copies in the AWS CLI's cache
	Bad       int            `json:"unreadable"`
}

type keyReport struct {
	Profile     string `json:"profile"`
	AccessKeyID string `json:"accessKeyId"`
	Kind        string `json:"kind"`
	Path        string `json:"path"`
	Problem     string `json:"problem,omitempty"`
}

type fileProblem struct {
	Path  string `json:"path"`
	Code  string `json:"code"`
	Fixed bool   `json:"fixed"`
}

func (a *app) storeStatus(ctx context.Context, cmd *cobra.Command, _ []string) error {
	f, err := a.wholeSettings()
	if err != nil {
		return err
	}
	inv, err := a.inventory(ctx, cmd)
	if err != nil {
		return err
	}
	safe, err := a.safe()
	if err != nil {
		return err
	}
	keys, err := safe.List()
	if err != nil {
		return err
	}
	vault, err := a.resting().vault()
	if err != nil {
		return err
	}
	chosen := f.Store()
	kind, _ := f.Get("store.kind")
	r := storeReport{
		Version: 1, Kind: chosen.Kind, Origin: a.settingReport(f, kind).Origin, Profiles: chosen.Profiles,
		Sessions: sessionsOf(inv, chosen), Keys: []keyReport{}, Problems: []fileProblem{}, Backups: []string{},
		Places: map[string]placeState{"keyring": a.keyringState(ctx, vault), "age": a.ageState(ctx, vault)},
	}
	for _, k := range keys {
		r.Keys = append(r.Keys, keyReport{k.Profile, k.AccessKeyID, k.Sealer, k.Path, problemText(k)})
	}
	r.Backups = append(r.Backups, backupsWith(r.Keys, a.fileOptions(cmd, profiles.Documented))...)
	fix, _ := cmd.Flags().GetBool("fix")
	diagnostics := append(inv.troubles(), safe.Problems()...)
	diagnostics = append(diagnostics, looseShared(a.fileOptions(cmd, profiles.Documented))...)
	diagnostics = append(diagnostics, looseOf(f.Path, vault.KeyFile(sealed.KindAge), a.expand(chosen.AgeIdentity))...)
	diagnostics = slices.DeleteFunc(diagnostics, func(d *cache.Diagnostic) bool { return !isLoose(d) })
	if !fix && !a.flags.json {
		if fix, err = a.mayTighten(ctx, diagnostics); err != nil {
			return err
		}
	}
	failed := a.loose(&r, diagnostics, fix)
	if a.flags.json {
		if err := writeJSON(a.Stdout, r); err != nil {
			return err
		}
		return failed
	}
	if _, err := io.WriteString(a.Stdout, a.storeTable(r)); err != nil {
		return err
	}
	_, _ = io.WriteString(a.Stderr, a.storeNotes(r, fix))
	return failed
}

// backupsWith are the backups of the shared files that credence made and that name keys
// which were moved out.
func backupsWith(keys []keyReport, o profiles.Options) []string {
	at, err := profiles.Locate(o)
	if err != nil || len(keys) == 0 {
		return nil
	}
	var found []string
	for _, path := range []string{at.Credentials.Path, at.Config.Path} {
		names, _ := os.ReadDir(filepath.Dir(path)) // a folder that is not there has none
		for _, n := range names {
			if !strings.HasPrefix(n.Name(), filepath.Base(path)+".credence-") || !strings.HasSuffix(n.Name(), ".bak") {
				continue
			}
			backup := filepath.Join(filepath.Dir(path), n.Name())
			text, err := os.ReadFile(backup)
			if err == nil && slices.ContainsFunc(keys, func(k keyReport) bool { return strings.Contains(string(text), k.AccessKeyID) }) {
				found = append(found, backup)
			}
		}
	}
	return found
}

func problemText(k stored.Item) string {
	if k.Problem == nil {
		return ""
	}
	return sanitize.Text(k.Problem.Error())
}

// sessionsOf counts what is in the store.
func sessionsOf(inv *inventory, chosen settings.Store) sessionsReport {
	r := sessionsReport{Path: inv.store.Dir(), By: map[string]int{}}
	for _, it := range inv.items {
		switch {
		case it.Tool == cache.ToolPublished:
			r.Published++
		case it.Tool != cache.ToolCredence || it.Kind == cache.KindMarker:
		case it.State == cache.Rejected:
			r.Bad++
		default:
			r.Total++
			place := it.Sealer
			if place == "" {
				place = settings.StoreFile
			}
			r.By[place]++
			if place != chosen.Of(it.Profile) {
				r.Misplaced++
			}
		}
	}
	return r
}
