package cache

import (
	"context"
	"time"
)

// How says where a session came from.
type How string

// Where a session came from.
const (
	FromCache How = "cache"   // it was there
	Waited    How = "waited"  // somebody else was obtaining it, and we waited
	Fetched   How = "fetched" // we obtained it
	Kept      How = "kept"    // it is due, somebody else holds the lock, and it still lives
)

// Result is a session and how it was come by.
type Result struct {
	Entry    *Entry
	How      How
	Stored   bool          // a fetched one was written down
	Problems []*Diagnostic // among them why it was not
}

// Do gives the session of a key: from the store where more than the window is left,
// else by fetch, which no other program or goroutine runs for the same key at the
// same time. What cannot be written down is handed out all the same, with a
// diagnostic. Errors are those of fetch, a *LockedError, or the context's cause.
func (s *Store) Do(ctx context.Context, k Key, m Meta, window time.Duration, fetch func(context.Context) (Session, error)) (Result, error) {
	if l := s.Read(ctx, s.Look(k, window)); l.State == Hit {
		return Result{Entry: l.Entry, How: FromCache, Problems: l.Problems}, nil
	}
	return s.Renew(ctx, k, m, window, false, fetch)
}

// Renew is the second half of Do, for callers that have looked: lock, look again,
// fetch, write, unlock. With force it fetches whatever is there, unless somebody else
// did while we waited.
func (s *Store) Renew(ctx context.Context, k Key, m Meta, window time.Duration, force bool, fetch func(context.Context) (Session, error)) (Result, error) {
	began := s.clock()
	var res Result
	lock, unlocked, err := s.lock(ctx, k.ID())
	if err != nil {
		if l := s.Read(ctx, s.Look(k, 0)); l.Alive() && ctx.Err() == nil {
			return Result{Entry: l.Entry, How: Kept, Problems: l.Problems}, nil
		}
		return res, err
	}
	defer lock.release()
	if unlocked != nil {
		res.Problems = append(res.Problems, unlocked)
	}
	if l := s.Read(ctx, s.Look(k, window)); l.Alive() {
		since := l.Entry.Created.After(began) // obtained while we waited
		if since || l.State == Hit && !force {
			res.Entry, res.How, res.Problems = l.Entry, Waited, append(res.Problems, l.Problems...)
			return res, nil
		}
	}
	c, err := fetch(ctx)
	if err != nil {
		return res, err
	}
	e, err := s.keep(ctx, k, m, c)
	res.Entry, res.How, res.Stored = e, Fetched, err == nil
	if err != nil {
		d := diagnose(CodeUnwritable, e.Path, err)
		if unlocked == nil || d.Code != unlocked.Code || d.Path != unlocked.Path {
			res.Problems = append(res.Problems, d)
		}
	}
	return res, nil
}
