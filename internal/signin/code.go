package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc/types"

	"credence/chain"
)

// browserLimit is how long the browser's answer is waited for (AWS CLI,
// AuthCodeFetcher).
const browserLimit = 10 * time.Minute

// browser signs in by the authorization code flow with PKCE.
func (r *run) browser(ctx context.Context) (chain.SSOGrant, error) {
	client, err := r.desk.OIDC(r.target)
	if err != nil {
		return chain.SSOGrant{}, err
	}
	reg, kept, err := r.registration(ctx, client, ByBrowser, false)
	if err != nil {
		return chain.SSOGrant{}, err
	}
	grant, err := r.byCode(ctx, client, reg)
	if kept && unknownClient(err) {
		if reg, _, err = r.registration(ctx, client, ByBrowser, true); err == nil {
			grant, err = r.byCode(ctx, client, reg)
		}
	}
	return grant, err
}

func (r *run) byCode(ctx context.Context, client *ssooidc.Client, reg chain.SSORegistration) (chain.SSOGrant, error) {
	on, err := r.Listen()
	if err != nil {
		return chain.SSOGrant{}, failed(chain.CodeSignInNoListener, err, "message", err.Error())
	}
	state, verifier := rand.Text(), chain.NewSecret(rand.Text()+rand.Text()) // 52 of RFC 7636's 43 to 128 characters
	l := listenFor(state, on)
	defer l.close()
	back := redirect(l.host)
	address, err := r.authorizeAddress(ctx, reg, back, state, verifier)
	if err != nil {
		return chain.SSOGrant{}, err
	}
	e := Event{Kind: EventAddress, Method: ByBrowser, Address: address, Expires: r.desk.Now().Add(browserLimit)}
	r.Observe(e)
	code, err := r.await(ctx, l, e, r.open(ctx, address))
	if err != nil {
		return chain.SSOGrant{}, err
	}
	var out *ssooidc.CreateTokenOutput
	err = r.call(ctx, func(ctx context.Context) (err error) {
		out, err = client.CreateToken(ctx, &ssooidc.CreateTokenInput{
			ClientId: &reg.ClientID, ClientSecret: new(reg.ClientSecret.Reveal()), GrantType: new("authorization_code"),
			Code: new(code.Reveal()), CodeVerifier: new(verifier.Reveal()), RedirectUri: &back,
		})
		return err
	})
	if _, late := errors.AsType[*types.ExpiredTokenException](err); late {
		err = failed(chain.CodeSignInExpired, err)
	}
	if err != nil {
		return chain.SSOGrant{}, err
	}
	return r.grantOf(out, reg)
}

// authorizeAddress is where the person confirms (AWS CLI, SSOTokenFetcherAuth). It has
// no secret: the verifier stays here, and only its digest is told.
func (r *run) authorizeAddress(ctx context.Context, reg chain.SSORegistration, back, state string, verifier chain.Secret) (string, error) {
	at, err := r.desk.OIDCAddress(ctx, r.target)
	if err != nil {
		return "", err
	}
	scopes := reg.Scopes
	if len(scopes) == 0 {
		scopes = []string{chain.AccessScope}
	}
	digest := sha256.Sum256([]byte(verifier.Reveal()))
	u := *at
	u.Path = strings.TrimSuffix(u.Path, "/") + "/authorize"
	u.RawQuery = url.Values{
		"response_type": {"code"}, "client_id": {reg.ClientID}, "redirect_uri": {back}, "state": {state},
		"scopes": {strings.Join(scopes, " ")}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(digest[:])},
	}.Encode()
	return u.String(), r.judge(ctx, u.String())
}

// await waits for the browser's answer: a code, a refusal, or nothing in time.
func (r *run) await(ctx context.Context, l *listener, e Event, opened <-chan error) (chain.Secret, error) {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	late := make(chan error, 1)
	go func() { late <- r.Wait(waiting, browserLimit) }()
	for {
		select {
		case a := <-l.answers:
			switch a.refusal {
			case "":
				return chain.NewSecret(a.code), nil
			case "access_denied":
				return chain.Secret{}, failed(chain.CodeSignInDenied, nil)
			}
			return chain.Secret{}, failed(chain.CodeSignInRefused, nil, "message", strings.TrimSuffix(a.refusal+": "+a.detail, ": "))
		case <-l.strangers:
			r.Observe(Event{Kind: EventStranger, Method: ByBrowser})
		case err := <-opened:
			opened = nil
			r.noteOpened(e, err)
		case err := <-late:
			if err != nil {
				return chain.Secret{}, err
			}
			return chain.Secret{}, failed(chain.CodeSignInExpired, nil)
		}
	}
}
