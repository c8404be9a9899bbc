package sealed

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"

	"filippo.io/age"

	"credence/chain/cache"
	"credence/internal/secret"
)

// The work of scrypt, as the exponent of 2: what new key files take (a quarter of a
// second) and the most that is done for one (half a second).
const (
	workFactor    = 16
	maxWorkFactor = 17
)

// maxIdentityFile is the most of an identity file that is read, in bytes.
const maxIdentityFile = 1 << 16

// Question is what a person is asked for a passphrase.
type Question struct {
	File  string // the key file
	New   bool   // choose one, and type it twice
	Wrong bool   // the last answer was
}

// Ask asks a person for the passphrase of a key file. The error for "there is nobody
// to ask" is an *Error of CodeCannotAsk.
type Ask func(ctx context.Context, q Question) (secret.Text, error)

// attempts is how often a passphrase is asked for.
const attempts = 3

// ageSource keeps the key in a file that age encrypts (age-encryption.org/v1): to the
// identity of a file, or with a passphrase where none is named.
type ageSource struct {
	files    *cache.Files
	name     string // of the key file
	identity string // path; "": passphrase
	ask      Ask
	work     int // of scrypt, of new key files
}

func (s ageSource) keyFile() string { return s.files.Path(s.name) }

func (s ageSource) forget(context.Context) (bool, error) { return s.files.Remove(s.name) }

func (s ageSource) keys(ctx context.Context) ([]Key, error) {
	data, _, err := s.files.Read(s.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for attempt := range attempts {
		var k Key
		if k, err = s.open(ctx, data, attempt > 0); err == nil {
			return []Key{k}, nil
		}
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != CodePassphrase {
			return nil, err
		}
	}
	return nil, err
}

func (s ageSource) open(ctx context.Context, data []byte, again bool) (k Key, err error) {
	u := &unlocker{ctx: ctx, source: s, again: again}
	damaged := &Error{Code: CodeDamaged, Path: s.keyFile()}
	plain, err := age.Decrypt(bytes.NewReader(data), u)
	if err != nil {
		if u.failed != nil {
			return k, u.failed
		}
		return k, damaged
	}
	text, err := io.ReadAll(io.LimitReader(plain, 1<<10))
	if err != nil {
		return k, damaged
	}
	k, ok := parseKey(secret.New(string(text)))
	if !ok {
		return k, damaged
	}
	return k, nil
}

// unlocker is the age identity that asks for what the key file needs, once it is
// known what that is.
type unlocker struct {
	ctx    context.Context
	source ageSource
	again  bool
	failed error
}

// Unwrap implements age.Identity.
func (u *unlocker) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	key, err := u.unwrap(stanzas)
	u.failed = err
	return key, err
}

func (u *unlocker) unwrap(stanzas []*age.Stanza) ([]byte, error) {
	path := u.source.keyFile()
	if len(stanzas) != 1 || stanzas[0].Type != "scrypt" {
		return u.source.unwrapForIdentity(stanzas)
	}
	// The cost stands in the clear and is not authenticated before it is paid.
	if len(stanzas[0].Args) != 2 {
		return nil, &Error{Code: CodeDamaged, Path: path}
	}
	cost, err := strconv.Atoi(stanzas[0].Args[1])
	if err != nil || cost < 1 || cost > maxWorkFactor {
		return nil, &Error{Code: CodeCost, Path: path}
	}
	word, err := u.source.passphrase(u.ctx, Question{File: path, Wrong: u.again})
	if err != nil {
		return nil, err
	}
	id, err := age.NewScryptIdentity(word.Reveal())
	if err != nil {
		return nil, &Error{Code: CodePassphrase, Path: path}
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	key, err := id.Unwrap(stanzas)
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		return nil, &Error{Code: CodePassphrase, Path: path}
	case err != nil:
		return nil, &Error{Code: CodeDamaged, Path: path}
	}
	return key, nil
}

func (s ageSource) passphrase(ctx context.Context, q Question) (secret.Text, error) {
	if s.ask == nil {
		return secret.Text{}, &Error{Code: CodeCannotAsk, Path: q.File}
	}
	return s.ask(ctx, q)
}

func (s ageSource) unwrapForIdentity(stanzas []*age.Stanza) ([]byte, error) {
	ids, err := s.identities()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		key, err := id.Unwrap(stanzas)
		if err == nil {
			return key, nil
		}
		if !errors.Is(err, age.ErrIncorrectIdentity) {
			return nil, &Error{Code: CodeDamaged, Path: s.keyFile()}
		}
	}
	return nil, &Error{Code: CodeWrongKey, Path: s.keyFile()}
}

// identities are those of the identity file, as age-keygen writes it.
func (s ageSource) identities() ([]age.Identity, error) {
	if s.identity == "" {
		return nil, &Error{Code: CodeNoIdentity}
	}
	dir, name := filepath.Split(s.identity)
	data, loose, err := cache.NewFiles(dir, nil).Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Code: CodeNoIdentity, Path: s.identity}
	case err != nil:
		return nil, err
	case loose != nil:
		return nil, &Error{Code: CodeOpenFile, Path: s.identity}
	case len(data) > maxIdentityFile:
		return nil, &Error{Code: CodeBadIdentity, Path: s.identity}
	}
	ids, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil {
		// The parser's error may quote the line.
		return nil, &Error{Code: CodeBadIdentity, Path: s.identity}
	}
	return ids, nil
}

// keep writes the key file, and reads it back before it counts.
func (s ageSource) keep(ctx context.Context, k Key) error {
	to, err := s.recipients(ctx)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err == nil {
		_, err = io.WriteString(w, k.text().Reveal())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return &Error{Code: CodeDamaged, Path: s.keyFile(), Err: errors.New("it could not be encrypted")}
	}
	return s.files.Replace(s.name, out.Bytes())
}

func (s ageSource) recipients(ctx context.Context) ([]age.Recipient, error) {
	if s.identity == "" {
		word, err := s.passphrase(ctx, Question{File: s.keyFile(), New: true})
		if err != nil {
			return nil, err
		}
		r, err := age.NewScryptRecipient(word.Reveal())
		if err != nil {
			return nil, &Error{Code: CodePassphrase, Path: s.keyFile()}
		}
		r.SetWorkFactor(s.work)
		return []age.Recipient{r}, nil
	}
	ids, err := s.identities()
	if err != nil {
		return nil, err
	}
	var to []age.Recipient
	for _, id := range ids {
		switch id := id.(type) {
		case *age.X25519Identity:
			to = append(to, id.Recipient())
		case *age.HybridIdentity:
			to = append(to, id.Recipient())
		}
	}
	if len(to) == 0 {
		return nil, &Error{Code: CodeBadIdentity, Path: s.identity}
	}
	return to, nil
}

// EnsureIdentity sees to it that there is an age identity in a file: made says that it
// was written now, as age-keygen does it.
func EnsureIdentity(path string) (made bool, err error) {
	_, err = ageSource{identity: path}.identities()
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != CodeNoIdentity {
		return false, err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return false, &Error{Code: CodeBadIdentity, Path: path, Err: err}
	}
	dir, name := filepath.Split(path)
	err = cache.NewFiles(dir, nil).Replace(name, []byte("# public key: "+id.Recipient().String()+"\n"+id.String()+"\n"))
	return err == nil, err
}

// AgeFile says whether the key file of age is there, and whether it takes a
// passphrase. Nobody is asked.
func (v *Vault) AgeFile() (there, passphrase bool, err error) {
	data, _, err := v.files.Read(ageName)
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	_, rest, _ := bytes.Cut(data, []byte("\n"))
	return true, bytes.HasPrefix(rest, []byte("-> scrypt ")), nil
}
