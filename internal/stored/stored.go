// Package stored keeps long-term keys that were moved out of the shared credentials
// file: sealed, one file a profile, in a folder of their own. It keeps none in plain
// files: for that there is the credentials file.
package stored

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"credence/chain/cache"
	"credence/internal/secret"
)

// Sealer seals and opens; internal/sealed's vault is one.
type Sealer interface {
	Seal(ctx context.Context, kind, bound string, plain []byte) ([]byte, error)
	Open(ctx context.Context, kind, bound string, sealed []byte) ([]byte, error)
}

// Keys are the long-term keys of a profile.
type Keys struct {
	Profile         string
	AccessKeyID     string
	SecretAccessKey secret.Text
	SessionToken    secret.Text // of keys that are not long-term after all; usually empty
	From            string      // the file that they came from
	Undo            secret.Text // what takes the change of the files back; the caller's own
}

// Item is what can be said of kept keys without opening them.
type Item struct {
	Profile     string
	AccessKeyID string
	From        string
	Sealer      string // how they are sealed
	Created     time.Time
	Path        string
	Problem     error // why it cannot be used; the other fields may be empty then
}

var (
	// ErrNone says that no keys are kept for a profile.
	ErrNone = errors.New("no keys are kept for this profile")
	// ErrPlain says that keys are kept sealed or not at all.
	ErrPlain = errors.New("long-term keys are kept sealed: in the keyring's way or age's")
	// ErrDamaged says that a file of kept keys is not what it was.
	ErrDamaged = errors.New("the kept keys are damaged")
)

// Safe is the folder of kept keys. Several programs may use it at once.
type Safe struct {
	files *cache.Files
	seal  Sealer
	clock func() time.Time
}

// Open makes a safe of the folder of what has to last (settings.Places.Data).
func Open(data string, seal Sealer, clock func() time.Time) *Safe {
	if clock == nil {
		clock = time.Now
	}
	return &Safe{cache.NewFiles(filepath.Join(data, "keys"), clock), seal, clock}
}

// formatVersion is that of the files.
const formatVersion = 1

type file struct {
	Version     int    `json:"version"`
	Profile     string `json:"profile"`
	AccessKeyID string `json:"accessKeyId"`
	From        string `json:"from,omitempty"`
	Created     string `json:"created"`
	Sealer      string `json:"sealer"`
	Sealed      []byte `json:"sealed"`
}

type content struct {
	SecretAccessKey string `json:"secretAccessKey"`
	SessionToken    string `json:"sessionToken,omitempty"`
	Undo            string `json:"undo,omitempty"`
}

// name is the file of a profile: a hash, since a profile may be called anything.
func name(profile string) string {
	sum := sha256.Sum256([]byte("credence keys\n" + profile))
	return hex.EncodeToString(sum[:]) + ".json"
}

func (f file) bound() string {
	f.Sealed = nil
	text, _ := json.Marshal(f) // texts and a number always encode
	sum := sha256.Sum256(text)
	return "credence keys " + hex.EncodeToString(sum[:])
}

// Put keeps keys, sealed in the way of the kind, and opens them once before it counts
// as done.
func (s *Safe) Put(ctx context.Context, kind string, k Keys) error {
	if kind == "" {
		return ErrPlain
	}
	if k.AccessKeyID == "" || k.SecretAccessKey.IsEmpty() {
		return ErrDamaged
	}
	unlock, err := s.files.Lock(ctx, strings.TrimSuffix(name(k.Profile), ".json"))
	if err != nil {
		return err
	}
	defer unlock()
	return s.put(ctx, kind, k)
}

func (s *Safe) put(ctx context.Context, kind string, k Keys) error {
	f := file{
		Version: formatVersion, Profile: k.Profile, AccessKeyID: k.AccessKeyID, From: k.From,
		Created: s.clock().UTC().Format(time.RFC3339), Sealer: kind,
	}
	plain, err := json.Marshal(content{k.SecretAccessKey.Reveal(), k.SessionToken.Reveal(), k.Undo.Reveal()})
	if err != nil {
		return fmt.Errorf("seal keys: %w", err)
	}
	if f.Sealed, err = s.seal.Seal(ctx, kind, f.bound(), plain); err != nil {
		return err
	}
	if again, err := s.seal.Open(ctx, kind, f.bound(), f.Sealed); err != nil || !bytes.Equal(again, plain) {
		return errors.Join(ErrDamaged, err)
	}
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("seal keys: %w", err)
	}
	return s.files.Replace(name(k.Profile), append(text, '\n'))
}

// Get opens the keys of a profile; ErrNone where there are none.
func (s *Safe) Get(ctx context.Context, profile string) (Keys, error) {
	f, err := s.read(name(profile))
	if errors.Is(err, fs.ErrNotExist) {
		return Keys{}, ErrNone
	}
	if err != nil {
		return Keys{}, err
	}
	if f.Profile != profile {
		return Keys{}, ErrDamaged
	}
	plain, err := s.seal.Open(ctx, f.Sealer, f.bound(), f.Sealed)
	if err != nil {
		return Keys{}, err
	}
	var c content
	if json.Unmarshal(plain, &c) != nil || c.SecretAccessKey == "" {
		return Keys{}, ErrDamaged
	}
	return Keys{f.Profile, f.AccessKeyID, secret.New(c.SecretAccessKey), secret.New(c.SessionToken), f.From, secret.New(c.Undo)}, nil
}

func (s *Safe) read(name string) (file, error) {
	data, _, err := s.files.Read(name)
	if err != nil {
		return file{}, err
	}
	var f file
	if json.Unmarshal(data, &f) != nil || f.Version != formatVersion || f.Sealer == "" || f.AccessKeyID == "" {
		return file{}, ErrDamaged // the decoder's error may quote the text
	}
	return f, nil
}

// List is what is kept, by the names of the profiles, without opening any of it.
func (s *Safe) List() ([]Item, error) {
	names, err := s.files.Names()
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, n := range names {
		if len(n) != 2*sha256.Size+len(".json") || !strings.HasSuffix(n, ".json") {
			continue
		}
		f, err := s.read(n)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		it := Item{Profile: f.Profile, AccessKeyID: f.AccessKeyID, From: f.From, Sealer: f.Sealer, Path: s.files.Path(n), Problem: err}
		it.Created, _ = time.Parse(time.RFC3339, f.Created)
		if err == nil && name(f.Profile) != n {
			it.Problem = ErrDamaged
		}
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b Item) int { return strings.Compare(a.Profile+"\x00"+a.Path, b.Profile+"\x00"+b.Path) })
	return items, nil
}

// Problems are what is wrong with the folder, and with the files in it that others may
// read or write.
func (s *Safe) Problems() []*cache.Diagnostic {
	found := s.files.Problems()
	names, _ := s.files.Names() // a folder that cannot be read is a problem already
	for _, n := range names {
		if !strings.HasSuffix(n, ".json") {
			continue
		}
		_, loose, err := s.files.Read(n)
		if d, ok := errors.AsType[*cache.Diagnostic](err); ok {
			loose = d
		}
		if loose != nil {
			found = append(found, loose)
		}
	}
	return found
}

// Remove removes the keys of a profile, and says whether there were any.
func (s *Safe) Remove(profile string) (bool, error) {
	gone, err := s.files.Remove(name(profile))
	if gone {
		_, _ = s.files.Remove(strings.TrimSuffix(name(profile), ".json") + ".lock")
	}
	return gone, err
}

// Reseal seals the keys of a profile in the way of another kind. Keys that are sealed
// so already are left alone: changed is false then. The file is replaced in one step.
func (s *Safe) Reseal(ctx context.Context, profile, kind string) (changed bool, err error) {
	if kind == "" {
		return false, ErrPlain
	}
	unlock, err := s.files.Lock(ctx, strings.TrimSuffix(name(profile), ".json"))
	if err != nil {
		return false, err
	}
	defer unlock()
	if f, err := s.read(name(profile)); err != nil || f.Sealer == kind {
		return false, err
	}
	k, err := s.Get(ctx, profile)
	if err != nil {
		return false, err
	}
	err = s.put(ctx, kind, k)
	return err == nil, err
}
