package cache

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"
)

// Options say where a store is and how it works.
type Options struct {
	Dir      string           // see Folder
	Clock    func() time.Time // nil: time.Now
	Owner    string           // written into entries: "credence 1.2.3"
	LockWait time.Duration    // how long another program's lock is waited for; 0: 5 s
	Seal     Sealer           // nil: plain files
}

// Store is credence's own store of sessions. Several goroutines and processes may use
// the same folder at once.
type Store struct {
	folder   folder
	clock    func() time.Time
	owner    string
	lockWait time.Duration
	sealer   Sealer
}

// Open makes a store of a folder. Nothing is read or made before it is needed.
func Open(o Options) *Store {
	s := &Store{clock: o.Clock, owner: o.Owner, lockWait: o.LockWait, sealer: o.Seal}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.owner == "" {
		s.owner = "credence"
	}
	if s.lockWait <= 0 {
		s.lockWait = lockWait
	}
	s.folder = folder{path: o.Dir, clock: s.clock}
	return s
}

// Dir is the folder of the store.
func (s *Store) Dir() string { return s.folder.path }

// Path is where the entry of a key lies, whether or not there is one.
func (s *Store) Path(k Key) string { return filepath.Join(s.folder.path, k.ID()+".json") }

// State is what a look-up found.
type State string

// The states of a look-up. Only a Hit may be handed out without a word; an Expiring
// entry still lives, and is what remains where renewing it fails.
const (
	Hit      State = "hit"
	Missing  State = "missing"
	Expiring State = "expiring" // less than the window is left
	Expired  State = "expired"
	Rejected State = "rejected" // what is there does not belong there: see the problems
)

// Look is what a look-up found.
type Look struct {
	State    State
	Path     string
	Entry    *Entry // of hit, expiring and expired
	Problems []*Diagnostic
}

// Alive reports whether there is a session that has not ended.
func (l Look) Alive() bool { return l.State == Hit || l.State == Expiring }

// Look looks an entry up, without a lock and without side effects. A session with
// less than the window left is Expiring. The secrets of a sealed entry stay closed:
// Read opens them.
func (s *Store) Look(k Key, window time.Duration) Look {
	l := Look{State: Missing, Path: s.Path(k)}
	e, problems, err := s.load(k.ID())
	l.Problems = problems
	switch now := s.clock(); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		l.State = Rejected
		l.Problems = append(l.Problems, diagnose(CodeUnreadable, l.Path, err))
	case e.Left(now) <= 0:
		l.State, l.Entry = Expired, e
	case e.due(now, window):
		l.State, l.Entry = Expiring, e
	default:
		l.State, l.Entry = Hit, e
	}
	return l
}

// load reads and parses one file of the store.
func (s *Store) load(id string) (*Entry, []*Diagnostic, error) {
	name := id + ".json"
	data, info, loose, err := s.folder.read(name)
	if err != nil {
		return nil, nil, err
	}
	var problems []*Diagnostic
	if loose != nil {
		problems = append(problems, loose)
	}
	path := filepath.Join(s.folder.path, name)
	e, err := parse(id, data, s.clock())
	if err != nil {
		d := diagnose(CodeCorrupt, path, err)
		d.Path = path
		return nil, problems, d
	}
	e.Path, e.Mode = path, info.Mode().Perm()
	return e, problems, nil
}

// put is keep without an end.
func (s *Store) put(k Key, m Meta, c Session) (*Entry, error) {
	return s.keep(context.Background(), k, m, c)
}

// keep writes an entry. The error is a *Diagnostic.
func (s *Store) keep(ctx context.Context, k Key, m Meta, c Session) (*Entry, error) {
	now := s.clock()
	e := &Entry{ID: k.ID(), Kind: k.Kind, Meta: m, Session: c, Created: now, Owner: s.owner, Path: s.Path(k), Mode: 0o600}
	if e.Account == "" {
		e.Account = c.AccountID
	}
	switch {
	case k.Kind != KindMarker && !c.complete():
		return e, &Diagnostic{Code: CodeCorrupt, Path: e.Path, Detail: "keys"}
	case c.Expires.IsZero():
		return e, &Diagnostic{Code: CodeNoExpiry, Path: e.Path}
	case !c.Expires.After(now):
		return e, &Diagnostic{Code: CodeExpiredSoon, Path: e.Path, Detail: c.Expires.UTC().Format(time.RFC3339)}
	}
	if err := s.seal(ctx, e); err != nil {
		return e, err
	}
	return e, s.folder.replace(e.ID+".json", encode(e))
}

// markerLife is how long it is remembered that a role takes no MFA sessions: trust
// policies change.
const markerLife = 30 * 24 * time.Hour

// Mark remembers the fact that the key stands for. The error is a *Diagnostic.
func (s *Store) Mark(k Key, m Meta) error {
	_, err := s.put(k, m, Session{Expires: s.clock().Add(markerLife)})
	return err
}

// Marked reports whether the fact is remembered.
func (s *Store) Marked(k Key) bool { return s.Look(k, 0).State == Hit }

// Drop removes an entry, and says whether there was one.
func (s *Store) Drop(k Key) (bool, error) { return s.folder.remove(k.ID() + ".json") }
