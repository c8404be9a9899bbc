package chain

import (
	"context"
	"errors"
)

// SignInRequest is what a walk needs a person to sign in to.
type SignInRequest struct {
	Target SSOTarget
	Reason Reason // why the token that there is will not do
	Force  bool   // the server refused a token that looks valid
}

// SignIn signs a person in and returns when the token is on disk. The error
// ErrSignInDeclined leaves the walk's own reason standing; an *Error takes its place;
// the context's cause cancels the walk.
type SignIn func(ctx context.Context, request SignInRequest) error

// ErrSignInDeclined says that the person does not want to sign in now, or that there
// is nobody to ask.
var ErrSignInDeclined = errors.New("not signed in")

// signInCures are the reasons that a sign-in does away with.
var signInCures = map[Code]bool{
	CodeSSOTokenMissing: true, CodeSSOTokenCorrupt: true, CodeSSOTokenExpired: true, CodeSSOTokenNoRefresh: true,
	CodeSSORefreshRefused: true, CodeSSORevoked: true,
}

// NeedsSignIn reports whether a walk ended because nobody is signed in to an SSO
// session, so that signing in helps.
func NeedsSignIn(code Code) bool { return signInCures[code] }

// offerSignIn lets a person sign in where that helps. It is not ok where the verdict
// stands as it is; else the verdict is empty, or what the sign-in ended with.
func (w *walk) offerSignIn(ctx context.Context, set ssoSettings, v verdict) (verdict, bool) {
	if w.explain || w.opts.SignIn == nil || !w.rules.ownSessions || !NeedsSignIn(v.reason.Code) || w.signInOffered {
		return v, false
	}
	w.signInOffered = true
	request := SignInRequest{Target: set.target(), Reason: v.reason, Force: v.reason.Code == CodeSSORevoked}
	var err error
	end := w.step(ctx, Step{Kind: StepSignIn, Profile: set.profile, Source: SourceSSO}, func(ctx context.Context) verdict {
		err = w.opts.SignIn(ctx, request)
		known, isKnown := errors.AsType[*Error](err)
		switch {
		case err == nil:
			return verdict{state: StateFound, reason: Reason{Code: CodeSSOSignedIn, Data: set.data()}}
		case ctx.Err() != nil:
			return verdict{}.ended(ctx)
		case isKnown:
			return stop(known.Code, known.Data, err).at(set.at)
		}
		return skip(CodeSignInDeclined, set.data())
	})
	if end.state == StateSkipped {
		return v, false
	}
	if end.state != StateFound {
		return end, true
	}
	if path, err := w.ssoCachePath(set.cacheName()); err == nil {
		delete(w.shared.refreshed, path)
	}
	return verdict{}, true
}
