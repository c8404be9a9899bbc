package chain

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"credence/chain/cache"
)

// store is credence's own store of sessions, where the dialect has one and the
// caller gave it.
func (w *walk) store() *cache.Store {
	if !w.rules.ownSessions {
		return nil
	}
	return w.opts.Cache
}

// keptSession is a place in the store and what is said of what lies there.
type keptSession struct {
	key    cache.Key
	meta   cache.Meta
	step   Step     // of the look-up
	via    []string // the IDs of the sessions of other roles that it is obtained with, base first
	spared []Step   // what need not be done where the session is there, base first; the session's own last
	source Source
	code   Code
	data   Data
	at     Origin
	share  *sharedRole // its place in the AWS CLI's cache; nil where it has none
}

// lookUp looks in the store and then in the AWS CLI's cache. The verdict is empty
// where neither has a session that may be used.
func (w *walk) lookUp(ctx context.Context, k *keptSession) (cache.Look, verdict) {
	var look cache.Look
	v := w.step(ctx, k.step, func(ctx context.Context) verdict {
		look = w.readKept(ctx, k.key, w.minLife())
		w.noteLook(look)
		return w.lookVerdict(look)
	})
	if v.state == StateFound {
		return look, w.spare(ctx, k, credentialsOf(look.Entry.Session), look.Entry.Expires)
	}
	if creds, ok := w.lookShared(ctx, k); ok {
		return look, w.spare(ctx, k, creds, creds.Expiration)
	}
	return look, verdict{}
}

// readKept looks a session up. Only who is going to use it opens what is sealed: that
// takes a daemon or a person, whom explaining leaves alone.
func (w *walk) readKept(ctx context.Context, k cache.Key, window time.Duration) cache.Look {
	look := w.store().Look(k, window)
	if w.explain {
		return look
	}
	return w.store().Read(ctx, look)
}

// minLife is what a session must have left to be used as it is.
func (w *walk) minLife() time.Duration {
	if w.opts.MinLife > 0 {
		return w.opts.MinLife
	}
	return cache.RenewalWindow
}

// noteLook records the file and what is wrong with it.
func (w *walk) noteLook(look cache.Look) {
	e := Evidence{Kind: EvidenceCache, Path: look.Path, State: string(look.State)}
	if look.Entry != nil {
		e.Age, e.Expires = Duration(look.Entry.Age(w.now())), look.Entry.Expires
	}
	w.rec.add(e)
	for _, d := range look.Problems {
		w.rec.finding(CacheFinding(d))
	}
}

// CacheFinding is what is wrong with the file of a session, as a finding.
func CacheFinding(d *cache.Diagnostic) Finding {
	code := FindingCacheCorrupt
	switch d.Code {
	case cache.CodeLoose:
		code = FindingCacheLoose
	case cache.CodeSealed:
		code = FindingCacheSealed
	}
	return Finding{Code: code, Severity: SeverityWarning, Data: problemData(d)}
}

func problemData(d *cache.Diagnostic) Data {
	data := Data{"path": d.Path, "problem": string(d.Code), "cause": d.Cause()}
	switch d.Code {
	case cache.CodeOwner:
		data["owner"] = d.Detail
	case cache.CodeFuture, cache.CodeExpiredSoon: // the clock is what is wrong
		data["clock"] = d.Detail
	}
	return data
}

func (w *walk) lookVerdict(look cache.Look) verdict {
	data := Data{"path": look.Path}
	if look.Entry != nil {
		maps.Copy(data, w.lifeData(look.Entry.Expires))
	}
	switch look.State {
	case cache.Hit:
		return verdict{state: StateFound, reason: Reason{Code: CodeCacheHit, Data: data}}
	case cache.Expiring:
		return skip(CodeCacheExpiring, data)
	case cache.Expired:
		return skip(CodeCacheExpired, data)
	case cache.Rejected:
		d := look.Problems[len(look.Problems)-1]
		maps.Copy(data, problemData(d))
		if d.Code == cache.CodeSealed {
			return fail(CodeCacheSealed, data, d)
		}
		return fail(CodeCacheCorrupt, data, d)
	}
	return skip(CodeCacheMiss, data)
}

// lifeData say when a session ends and how long that is from now, in milliseconds.
func (w *walk) lifeData(expires time.Time) Data {
	return Data{
		"expires": expires.UTC().Format(time.RFC3339), "left": strconv.FormatInt(expires.Sub(w.now()).Milliseconds(), 10),
	}
}

// spare tells of the steps that a session from a cache makes needless, and ends with
// the session.
func (w *walk) spare(ctx context.Context, k *keptSession, creds Credentials, expires time.Time) verdict {
	data := maps.Clone(k.data)
	maps.Copy(data, w.lifeData(expires))
	v := found(k.code, k.source, creds, data).at(k.at)
	for i, s := range k.spared {
		w.step(ctx, s, func(context.Context) verdict {
			if i == len(k.spared)-1 {
				return v
			}
			return skip(CodeCacheNotNeeded, nil)
		})
	}
	return v
}

func credentialsOf(s cache.Session) Credentials {
	return Credentials{
		AccessKeyID: s.AccessKeyID, SecretAccessKey: s.SecretAccessKey, SessionToken: s.SessionToken,
		Expiration: s.Expires, AccountID: s.AccountID,
	}
}

func sessionOf(c Credentials) cache.Session {
	return cache.Session{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken,
		Expires: c.Expiration, AccountID: c.AccountID,
	}
}

// errNotObtained tells the store that a verdict says why there is no session.
var errNotObtained = errors.New("no session was obtained")

// renew obtains a session under its lock and keeps it.
func (w *walk) renew(ctx context.Context, k *keptSession, look cache.Look, resolve func(context.Context) verdict) verdict {
	var v verdict
	res, err := w.store().Renew(ctx, k.key, k.meta, w.minLife(), w.opts.Fresh, func(ctx context.Context) (cache.Session, error) {
		v = resolve(ctx)
		if v.state != StateFound {
			return cache.Session{}, errNotObtained
		}
		return sessionOf(v.creds), nil
	})
	switch {
	case errors.Is(err, errNotObtained):
		if trouble := v.reason.Code; look.Alive() && outOfReach[trouble] && ctx.Err() == nil {
			return w.keep(ctx, k, look.Entry, string(trouble))
		}
		return v
	case err != nil:
		return w.notRenewed(ctx, err, k.meta)
	case res.How == cache.Fetched:
		w.noteStored(ctx, k, res)
		w.publish(ctx, k, v.creds)
		return v
	case res.How == cache.Kept:
		return w.keep(ctx, k, res.Entry, string(CodeCacheLocked))
	}
	// Somebody else obtained it while we waited for the lock.
	w.step(ctx, k.step, func(context.Context) verdict {
		w.noteLook(cache.Look{State: cache.Hit, Path: res.Entry.Path, Entry: res.Entry, Problems: res.Problems})
		return verdict{state: StateFound, reason: Reason{Code: CodeCacheWaited, Data: w.lifeData(res.Entry.Expires)}}
	})
	return w.spare(ctx, k, credentialsOf(res.Entry.Session), res.Entry.Expires)
}

// noteUnstored reports what kept a session from being written down safely.
func (w *walk) noteUnstored(problems []*cache.Diagnostic) {
	for _, d := range problems {
		code := FindingCacheNotStored
		switch d.Code {
		case cache.CodeUnlocked:
			code = FindingCacheUnlocked
		case cache.CodeSealed:
			code = FindingCacheUnsealed
		}
		w.rec.finding(Finding{Code: code, Severity: SeverityWarning, Data: problemData(d)})
	}
}

// outOfReach are the failures after which an old session is better than none.
var outOfReach = map[Code]bool{
	CodeRoleUnreachable: true, CodeWebIdentityUnreachable: true, CodeSSOPortalFailed: true, CodeSSORefreshFailed: true,
	CodeMFASessionUnreachable: true,
}

// keep goes on with a session that should have been renewed and still lives.
func (w *walk) keep(ctx context.Context, k *keptSession, e *cache.Entry, because string) verdict {
	data := w.lifeData(e.Expires)
	data["path"], data["because"] = e.Path, because
	w.rec.finding(Finding{Code: FindingCacheKept, Severity: SeverityWarning, Origin: k.at, Data: data})
	w.step(ctx, k.step, func(context.Context) verdict {
		w.noteLook(cache.Look{State: cache.Expiring, Path: e.Path, Entry: e})
		return verdict{state: StateFound, reason: Reason{Code: CodeCacheKept, Data: data}}
	})
	return w.spare(ctx, k, credentialsOf(e.Session), e.Expires)
}

// notRenewed is the end where the store would not let us try.
func (w *walk) notRenewed(ctx context.Context, err error, m cache.Meta) verdict {
	if locked, ok := errors.AsType[*cache.LockedError](err); ok {
		data := Data{"path": locked.Path, "waited": strconv.FormatInt(locked.Waited.Milliseconds(), 10)}
		if locked.PID != 0 {
			data["pid"] = strconv.Itoa(locked.PID)
		}
		if m.MFASerial != "" {
			data["serial"] = m.MFASerial
		}
		return stop(CodeCacheLocked, data, err)
	}
	return stop(CodeCanceled, nil, err).ended(ctx)
}

// noteStored tells whether a new session was written down.
func (w *walk) noteStored(ctx context.Context, k *keptSession, res cache.Result) {
	w.step(ctx, k.step, func(context.Context) verdict {
		data := w.lifeData(res.Entry.Expires)
		data["path"] = res.Entry.Path
		w.noteUnstored(res.Problems)
		if res.Stored {
			w.rec.add(Evidence{Kind: EvidenceCache, Path: res.Entry.Path, State: "stored", Expires: res.Entry.Expires})
			return verdict{state: StateFound, reason: Reason{Code: CodeCacheStored, Data: data}}
		}
		d := res.Problems[len(res.Problems)-1]
		w.rec.add(Evidence{Kind: EvidenceCache, Path: res.Entry.Path, State: "not-stored"})
		if d.Code == cache.CodeSealed {
			return fail(CodeCacheUnsealed, problemData(d), d)
		}
		return fail(CodeCacheNotStored, problemData(d), d)
	})
}
