package sealed

import (
	"cmp"
	"context"
	"sync"
	"time"

	"credence/chain/cache"
)

// Kind says where the key of what is sealed rests.
type Kind string

// The kinds.
const (
	KindKeyring Kind = "keyring"
	KindAge     Kind = "age"
)

// The files of a vault's folder.
const (
	ageName  = "store.age"
	lockName = "store-key"
)

// retry is how long a place that could not be reached is left alone: a run that needs
// several things of it waits for its limit once.
const retry = 20 * time.Second

// Options say where keys rest.
type Options struct {
	Dir      string // folder of the key file and of its lock
	Keyring  Keyring
	Identity string // path of an age identity file; "": the key file has a passphrase
	Ask      Ask    // for the passphrase; nil: nobody can be asked
	Clock    func() time.Time
	work     int // of scrypt, of new key files; 0: workFactor
}

// Vault seals and opens. A key is fetched when it is first needed and then remembered
// for the life of the process. Several goroutines may use a vault at once.
type Vault struct {
	files   *cache.Files
	clock   func() time.Time
	sources map[Kind]source

	turn  sync.Mutex // one fetches: nobody is asked twice at once
	known map[Kind]*fetched
}

type fetched struct {
	keys []Key
	err  error
	at   time.Time
}

// New makes a vault. Nothing is read or contacted before it is needed.
func New(o Options) *Vault {
	v := &Vault{files: cache.NewFiles(o.Dir, o.Clock), clock: o.Clock, known: map[Kind]*fetched{}}
	if v.clock == nil {
		v.clock = time.Now
	}
	v.sources = map[Kind]source{
		KindAge: ageSource{files: v.files, name: ageName, identity: o.Identity, ask: o.Ask, work: cmp.Or(o.work, workFactor)},
	}
	if o.Keyring != nil {
		v.sources[KindKeyring] = keyringSource{o.Keyring}
	}
	return v
}

// KeyFile is the file that holds the key of a kind; "" where it is in no file.
func (v *Vault) KeyFile(kind Kind) string {
	if s, ok := v.sources[kind]; ok {
		return s.keyFile()
	}
	return ""
}

// Seal seals content, and makes the key where there is none yet. What it is bound to
// has to be said again to open it.
func (v *Vault) Seal(ctx context.Context, kind Kind, bound string, plain []byte) ([]byte, error) {
	keys, err := v.fetch(ctx, kind, true)
	if err != nil {
		return nil, err
	}
	return box(keys[0], bound, plain)
}

// Open opens what was sealed.
func (v *Vault) Open(ctx context.Context, kind Kind, bound string, sealed []byte) ([]byte, error) {
	keys, err := v.fetch(ctx, kind, false)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, &Error{Code: CodeNoKey}
	}
	return unbox(keys, bound, sealed)
}

// Ready says whether a key of the kind can be had now, and makes none. has is false
// where none was made yet.
func (v *Vault) Ready(ctx context.Context, kind Kind) (has bool, err error) {
	keys, err := v.fetch(ctx, kind, false)
	return len(keys) > 0, err
}

// Prepare makes the key of a kind where there is none, so that what is sealed later
// asks nobody.
func (v *Vault) Prepare(ctx context.Context, kind Kind) error {
	_, err := v.fetch(ctx, kind, true)
	return err
}

// Rewrap encrypts the key file of age anew, for the identity or passphrase of another
// vault of the same folder: what is sealed stays as it is. Without a key file there is
// nothing to do. The file is replaced in one step.
func (v *Vault) Rewrap(ctx context.Context, to *Vault) error {
	if there, _, err := v.AgeFile(); err != nil || !there {
		return err
	}
	keys, err := v.fetch(ctx, KindAge, false)
	if err != nil {
		return err
	}
	unlock, err := v.files.Lock(ctx, lockName)
	if err != nil {
		return err
	}
	defer unlock()
	if err := to.sources[KindAge].keep(ctx, keys[0]); err != nil {
		return err
	}
	to.turn.Lock()
	defer to.turn.Unlock()
	to.known[KindAge] = &fetched{keys: keys, at: to.clock()}
	return nil
}

// Discard removes the key of a kind from where it rests, for good, and says whether
// there was one. What is sealed with it cannot be opened any more.
func (v *Vault) Discard(ctx context.Context, kind Kind) (bool, error) {
	s, ok := v.sources[kind]
	if !ok {
		return false, &Error{Code: CodeKind}
	}
	defer v.Forget(kind)
	return s.forget(ctx)
}

// Forget lets go of what is remembered of a kind: after it was unlocked, say.
func (v *Vault) Forget(kind Kind) {
	v.turn.Lock()
	defer v.turn.Unlock()
	delete(v.known, kind)
}

// fetch gives the keys of a kind; at least one where one may be made.
func (v *Vault) fetch(ctx context.Context, kind Kind, may bool) ([]Key, error) {
	s, ok := v.sources[kind]
	if !ok {
		return nil, &Error{Code: CodeKind}
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	if f := v.known[kind]; f != nil {
		switch {
		case len(f.keys) > 0:
			return f.keys, nil
		case f.err != nil && v.clock().Sub(f.at) < retry:
			return nil, f.err
		case f.err == nil && !may:
			return nil, nil
		}
	}
	keys, err := s.keys(ctx)
	if err == nil && len(keys) == 0 && may {
		keys, err = v.make(ctx, s)
	}
	if ctx.Err() == nil { // who gave up learned nothing
		v.known[kind] = &fetched{keys, err, v.clock()}
	}
	return keys, err
}

// make makes a key under the lock, unless another program did meanwhile.
func (v *Vault) make(ctx context.Context, s source) ([]Key, error) {
	unlock, err := v.files.Lock(ctx, lockName)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if keys, err := s.keys(ctx); err != nil || len(keys) > 0 {
		return keys, err
	}
	k := newKey()
	if err := s.keep(ctx, k); err != nil {
		return nil, err
	}
	return []Key{k}, nil
}
