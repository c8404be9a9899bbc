package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"credence/internal/secret"
)

// Sealer keeps the secrets of entries from whoever reads their files. What it seals it
// opens again; the store does not look into it. Its errors hold no secret: their text
// is shown.
type Sealer interface {
	// Kind names how new sessions of a profile are sealed; "" leaves them in plain
	// files. With an error they are not kept.
	Kind(profile string) (kind string, err error)
	// Seal seals content. What it is bound to has to be said again to open it.
	Seal(ctx context.Context, kind, bound string, plain []byte) ([]byte, error)
	// Open opens what was sealed in that way.
	Open(ctx context.Context, kind, bound string, sealed []byte) ([]byte, error)
}

// sealedContent is what is sealed of an entry.
type sealedContent struct {
	SecretAccessKey string `json:"secretAccessKey"`
	SessionToken    string `json:"sessionToken"`
}

// Plain reports whether new sessions of a profile rest in plain files.
func (s *Store) Plain(profile string) bool {
	if s.sealer == nil {
		return true
	}
	kind, err := s.sealer.Kind(profile)
	return kind == "" && err == nil
}

// Read is Look with the secrets of sealed entries opened: those that cannot be are
// Rejected, and the problem says why.
func (s *Store) Read(ctx context.Context, l Look) Look {
	if l.Entry == nil || !l.Entry.Sealed() {
		return l
	}
	if err := s.unseal(ctx, l.Entry); err != nil {
		l.Problems = append(l.Problems, diagnose(CodeSealed, l.Path, err))
		l.State, l.Entry = Rejected, nil
	}
	return l
}

// unseal opens the secrets of an entry. The error is a *Diagnostic.
func (s *Store) unseal(ctx context.Context, e *Entry) error {
	if s.sealer == nil {
		return &Diagnostic{Code: CodeSealed, Path: e.Path, Detail: e.Sealer}
	}
	plain, err := s.sealer.Open(ctx, e.Sealer, e.bound(), e.sealed)
	if err != nil {
		return &Diagnostic{Code: CodeSealed, Path: e.Path, Err: err}
	}
	var c sealedContent
	if json.Unmarshal(plain, &c) != nil || c.SecretAccessKey == "" || c.SessionToken == "" {
		return &Diagnostic{Code: CodeCorrupt, Path: e.Path, Detail: "keys"}
	}
	e.SecretAccessKey, e.SessionToken, e.sealed = secret.New(c.SecretAccessKey), secret.New(c.SessionToken), nil
	return nil
}

// seal seals the secrets of an entry that is about to be written, the way its profile
// wants it. A sealed entry is not replaced by a plain one: what was decided for a
// session is undone by whoever decided it, not by a setting that could not be read.
// The error is a *Diagnostic.
func (s *Store) seal(ctx context.Context, e *Entry) error {
	if e.Kind == KindMarker {
		return nil // holds no secret
	}
	kind := ""
	if s.sealer != nil {
		var err error
		if kind, err = s.sealer.Kind(e.Profile); err != nil {
			return &Diagnostic{Code: CodeSealed, Path: e.Path, Err: err}
		}
	}
	if kind == "" {
		if old, _, err := s.load(e.ID); err == nil && old.Sealer != "" {
			return &Diagnostic{Code: CodeSealed, Path: e.Path, Detail: "it is sealed (" + old.Sealer + "), and the settings say plain files"}
		}
		return nil
	}
	return s.sealAs(ctx, e, kind)
}

func (s *Store) sealAs(ctx context.Context, e *Entry, kind string) error {
	e.Sealer = kind
	plain, err := json.Marshal(sealedContent{e.SecretAccessKey.Reveal(), e.SessionToken.Reveal()})
	if err != nil {
		return &Diagnostic{Code: CodeSealed, Path: e.Path, Err: err}
	}
	if e.sealed, err = s.sealer.Seal(ctx, kind, e.bound(), plain); err != nil {
		return &Diagnostic{Code: CodeSealed, Path: e.Path, Err: err}
	}
	return nil
}

// bound is what a sealed entry is bound to: all that stands in the clear beside it.
func (e *Entry) bound() string {
	f := fileOf(e)
	f.SecretAccessKey, f.SessionToken, f.Sealed = "", "", nil
	text, _ := json.Marshal(f) // texts and a number always encode
	// Once more, as it is read back: bytes that are no text do not survive the first.
	if err := json.Unmarshal(text, &f); err == nil {
		text, _ = json.Marshal(f)
	}
	sum := sha256.Sum256(text)
	return "credence session " + hex.EncodeToString(sum[:])
}

// Reseal gives an entry of the store the seal of a kind, or none for "", whatever
// the settings say. An entry that has it already is left alone: changed is false then.
// The file is replaced in one step, and stays as it was where the error is not nil.
func (s *Store) Reseal(ctx context.Context, id, kind string) (changed bool, err error) {
	held, trouble, err := s.lock(ctx, id)
	if err != nil {
		return false, err
	}
	defer held.release()
	if trouble != nil {
		return false, trouble
	}
	e, _, err := s.load(id)
	if err != nil {
		return false, err
	}
	if e.Kind == KindMarker || e.Sealer == kind {
		return false, nil
	}
	if e.Sealed() {
		if err := s.unseal(ctx, e); err != nil {
			return false, err
		}
	}
	if e.Sealer = ""; kind != "" {
		if s.sealer == nil {
			return false, &Diagnostic{Code: CodeSealed, Path: e.Path, Detail: kind}
		}
		if err := s.sealAs(ctx, e, kind); err != nil {
			return false, err
		}
	}
	err = s.folder.replace(e.ID+".json", encode(e))
	return err == nil, err
}
