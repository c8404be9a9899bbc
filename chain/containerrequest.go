package chain

import (
	"context"
	"net/http"
	"time"
)

// askContainerOnce is one request of fromHttp (@aws-sdk/credential-provider-http): the
// status must be 200 and the date strict.
func (w *walk) askContainerOnce(ctx context.Context, c *metadataClient, t containerTarget) verdict {
	token, v := w.containerToken(ctx, t)
	if v.state != "" {
		return v
	}
	r := containerRequest(t, token)
	a := w.askMetadata(ctx, c, r)
	if a.err != nil || a.status != http.StatusOK {
		v := c.failure(r, a)
		if m, err := parseMetadataCredentials(a.body); err == nil {
			m.said(v.reason.Data)
		}
		return v
	}
	m, v := containerAnswer(t, a)
	if v.state != "" {
		return v
	}
	end, err := parseStrictTime(m.expiration)
	if err != nil {
		return stop(CodeContainerBadExpiration, t.data(), err).with("expiration", clip(m.expiration))
	}
	return w.containerFound(t, m.credentials(end))
}

func containerRequest(t containerTarget, token Secret) metadataRequest {
	r := metadataRequest{http.MethodGet, t.url.String(), http.Header{}}
	r.header.Set("Accept", "application/json")
	if !token.IsEmpty() {
		r.header.Set(headerAuthorization, token.Reveal())
	}
	return r
}

// containerAnswer reads the four fields; a verdict with a state says what they lack.
func containerAnswer(t containerTarget, a metadataAnswer) (metadataCredentials, verdict) {
	m, err := parseMetadataCredentials(a.body)
	switch {
	case err != nil:
		return m, stop(CodeContainerNotJSON, t.data(), err)
	case len(m.missing) > 0:
		return m, fail(CodeContainerIncomplete, m.incomplete(t.data()), nil)
	}
	return m, verdict{}
}

func (w *walk) containerFound(t containerTarget, creds Credentials) verdict {
	if !creds.Expiration.IsZero() && creds.Expiration.Before(w.now()) {
		w.variableFinding(FindingContainerExpired, SeverityWarning, t.variable, Data{"expired": creds.Expiration.Format(time.RFC3339)})
	}
	return found(CodeContainerFound, SourceContainer, creds, t.data())
}

// olderClientAllows is the host rule of fromContainerMetadata.
func olderClientAllows(t containerTarget) bool {
	host := t.url.Hostname()
	return t.variable == variableContainerRelative || host == "localhost" || host == "127.0.0.1"
}

// olderClientRefuses stops the chain where the older client throws before it asks:
// for a host of its own rule, or a variable's token that is no header. In Node that
// hides the true cause, which is first; here first stays the reason.
func olderClientRefuses(t containerTarget, first verdict) verdict {
	var why Code
	switch {
	case !olderClientAllows(t):
		why = CodeContainerHostRefused
	case headerFault(t.token.Reveal()) != "":
		why = CodeContainerTokenInvalid
	default:
		return verdict{}
	}
	v := first.with("secondTry", string(why))
	v.state, v.failed = StateErrored, false
	return v
}

// askOlderContainerClient is fromContainerMetadata of the Node SDK
// (@smithy/credential-provider-imds), which Node asks where fromHttp found nothing,
// for first: it knows no token file, takes fewer hosts, any status of success, any date
// and an account id.
func (w *walk) askOlderContainerClient(ctx context.Context, c *metadataClient, t containerTarget, first verdict) verdict {
	if v := olderClientRefuses(t, first); v.state != "" {
		return v
	}
	if first.reason.Code == CodeContainerTokenInvalid {
		w.tokenLeftOut(first)
	}
	v := tries(ctx, w.retries(0), 0, always, func(ctx context.Context) verdict {
		r := containerRequest(t, t.token)
		a := w.askMetadata(ctx, c, r)
		if !a.ok() {
			return c.failure(r, a)
		}
		m, v := containerAnswer(t, a)
		if v.state != "" {
			return v
		}
		end, _ := parseTime(m.expiration) // an unreadable date is no expiry
		creds := m.credentials(end)
		creds.AccountID = m.accountID
		return w.containerFound(t, creds)
	})
	if v.state == StateSkipped {
		return first.with("secondTry", string(v.reason.Code))
	}
	return v
}
