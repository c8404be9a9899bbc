package cache

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
)

// Filter says which sessions are cleared. Its fields narrow each other down; the zero
// Filter is all of them.
type Filter struct {
	Profile string // whose session it is
	ID      string
	Kind    Kind
	SSO     string // SSO session or start URL
}

// Matches reports whether an item is meant.
func (f Filter) Matches(it Item) bool {
	return (f.Profile == "" || f.Profile == it.Profile) && (f.ID == "" || f.ID == it.ID) &&
		(f.Kind == "" || f.Kind == it.Kind) && (f.SSO == "" || f.SSO == it.SSO)
}

// Clear removes sessions of credence's store, with their locks where nobody holds
// them, and returns what it removed. Where cli is not nil the copies that were
// published there go too; anything else of the AWS CLI's stays. With the zero Filter
// what cannot be read goes as well. Errors are joined; the rest is removed all the same.
func (s *Store) Clear(ctx context.Context, filter Filter, cli *AWSCLI) ([]Item, error) {
	items, err := s.List()
	if err != nil {
		return nil, err
	}
	var copies []Item
	if cli != nil {
		copies = publishedIn(ctx, cli, items)
	}
	var removed []Item
	var failed []error
	for _, it := range items {
		if !filter.Matches(it) {
			continue
		}
		ok, err := s.removeEntry(it.ID)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if ok {
			removed = append(removed, it)
		}
		for _, c := range copies {
			if c.ID != it.ID {
				continue
			}
			if ok, err := cli.Withdraw(ctx, c.Name, c.AccessKeyID); err != nil {
				failed = append(failed, err)
			} else if ok {
				removed = append(removed, c)
			}
		}
	}
	if filter == (Filter{}) {
		s.removeLocks()
		s.Sweep()
	}
	return removed, errors.Join(failed...)
}

// ClearOther removes one file of another tool's cache, which the caller was asked to
// name: never a login cache's, which is for `aws logout` to end.
func ClearOther(it Item, dir string) error {
	place, ok := map[Tool]string{ToolAWSCLI: "cli/cache", ToolPublished: "cli/cache", ToolAWSSSO: "sso/cache"}[it.Tool]
	if !ok {
		return &Diagnostic{Code: CodeForeign, Path: it.Path, Detail: string(it.Tool)}
	}
	_, err := folder{path: filepath.Join(dir, filepath.FromSlash(place))}.remove(it.Name)
	return err
}

func publishedIn(ctx context.Context, cli *AWSCLI, own []Item) []Item {
	dir := filepath.Dir(filepath.Dir(cli.folder.path))
	var copies []Item
	for _, it := range Others(ctx, dir, cli.clock, own) {
		if it.Tool == ToolPublished {
			copies = append(copies, it)
		}
	}
	return copies
}

// Sweep removes what killed processes left half-written: it holds credentials.
func (s *Store) Sweep() { s.folder.discardTemps() }

// Remove removes the entry of an ID, readable or not, and says whether there was one.
func (s *Store) Remove(id string) (bool, error) {
	if !isID(id) {
		return false, nil
	}
	return s.removeEntry(id)
}

// removeEntry removes an entry and its lock. A lock that somebody holds stays: who
// holds it is about to write, and others wait for it.
func (s *Store) removeEntry(id string) (bool, error) {
	defer s.takeLock(id)()
	return s.folder.remove(id + ".json")
}

// takeLock takes the lock of an entry where nobody holds it. The returned function
// removes its file and lets go of it.
func (s *Store) takeLock(id string) (remove func()) {
	root, err := s.folder.open()
	if err != nil {
		return func() {}
	}
	lock, _ := s.tryLock(root, id)
	return func() {
		if lock != nil {
			_ = root.Remove(lockName(id))
			lock.release()
		}
		_ = root.Close()
	}
}

// removeLocks removes the locks that nobody holds and that no entry stands beside.
func (s *Store) removeLocks() {
	names, err := s.names()
	if err != nil {
		return
	}
	for _, name := range names {
		if id, ok := strings.CutSuffix(name, ".lock"); ok && isID(id) {
			s.takeLock(id)()
		}
	}
}
