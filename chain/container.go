package chain

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// The variables of container credentials (AWS SDKs and Tools Reference Guide).
const (
	variableContainerRelative  = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
	variableContainerFull      = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	variableContainerToken     = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
	variableContainerTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
)

// containerAgentHost is where a relative URI leads: the agent of ECS.
const containerAgentHost = "169.254.170.2"

// The codes of the container stage's findings.
const (
	FindingContainerBothURIs   = "container.both-uris"   // the relative one wins
	FindingContainerBothTokens = "container.both-tokens" // the file wins
	FindingContainerHangs      = "container.sdk-hangs"   // the SDK of the dialect would wait for ever
	FindingContainerExpired    = "container.expired"     // the answer's credentials have ended
	FindingContainerNoToken    = "container.token-left-out"
)

var containerCodes = metadataCodes{
	answered: CodeAnswered, timeout: CodeContainerTimeout, unreachable: CodeContainerUnreachable,
	status: CodeContainerStatus, tooLarge: CodeContainerTooLarge, refused: CodeContainerHostRefused,
}

// containerStage is fromHttp of the Node provider: the credentials of a container's
// role, from the endpoint that a URI variable names.
func containerStage(ctx context.Context, w *walk) verdict { return w.containerSource(ctx) }

// containerSource is the stage, and what credential_source = EcsContainer asks for.
func (w *walk) containerSource(ctx context.Context) verdict {
	t, v := w.containerTarget()
	if v.state != "" {
		return v
	}
	t.tokenFile, t.token = w.lookVariable(variableContainerTokenFile), NewSecret(w.lookVariable(variableContainerToken))
	if t.tokenFile != "" && !t.token.IsEmpty() {
		w.variableFinding(FindingContainerBothTokens, SeverityInfo, variableContainerToken, Data{"wins": variableContainerTokenFile})
	}
	w.proxyFinding(t.url, t.host)
	if w.explain {
		return w.explainContainer(t)
	}
	return w.askContainer(ctx, t)
}

// containerTarget is what is asked: the URL and the token to show there.
type containerTarget struct {
	url       *url.URL
	host      metadataHost
	variable  string // that names the URL
	tokenFile string // wins over token
	token     Secret
}

// containerTarget reads the URI variables and judges the host as far as that goes
// without a look-up. A verdict with a state ends the stage.
func (w *walk) containerTarget() (containerTarget, verdict) {
	relative, full := w.lookVariable(variableContainerRelative), w.lookVariable(variableContainerFull)
	var t containerTarget
	raw := full
	switch {
	case relative != "":
		t.variable, raw = variableContainerRelative, "http://"+containerAgentHost+relative
		if full != "" {
			w.variableFinding(FindingContainerBothURIs, SeverityWarning, variableContainerFull, Data{"wins": variableContainerRelative})
		}
	case full != "":
		t.variable = variableContainerFull
	default:
		return t, skip(CodeContainerUnset, nil)
	}
	data := Data{"variable": t.variable, "uri": redactURL(raw)}
	var err error
	t.url, t.host, err = parseMetadataURL(raw)
	switch {
	case errors.Is(err, errURLScheme):
		data["scheme"] = "other"
		return t, fail(CodeContainerHostRefused, data, err).at(variableOrigin(t.variable))
	case err != nil:
		return t, stop(CodeContainerBadURI, data, err).at(variableOrigin(t.variable))
	case !w.containerHostAllowed(t):
		data["host"] = t.url.Hostname()
		return t, fail(CodeContainerHostRefused, data, nil).at(variableOrigin(t.variable))
	}
	return t, verdict{}
}

// containerHostAllowed: HTTPS to anyone, plain HTTP to loopback and the agents. A name
// is judged when it is dialled, unless the dialect refuses names. The rest of a
// relative URI must not change the host that it is put behind.
func (w *walk) containerHostAllowed(t containerTarget) bool {
	switch {
	case t.variable == variableContainerRelative:
		return t.url.Hostname() == containerAgentHost
	case t.url.Scheme == "https", t.host.name == "localhost":
		return true
	case t.host.address.IsValid():
		return plainHTTPAllowed(t.host.address)
	}
	return !w.rules.container.addressesOnly && isASCII(t.host.name)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// explainContainer says what would be asked. It resolves no name and sends nothing.
func (w *walk) explainContainer(t containerTarget) verdict {
	v := w.explainContainerToken(t)
	authorized := t.tokenFile != "" || !t.token.IsEmpty()
	if v.state == StateSkipped && w.rules.container.secondTry {
		first := v
		if v = olderClientRefuses(t, first); v.state == "" {
			w.tokenLeftOut(first)
			authorized = !t.token.IsEmpty()
		}
	}
	if v.state != "" {
		return v
	}
	header := http.Header{}
	if authorized {
		header.Set(headerAuthorization, redacted)
	}
	w.rec.add(metadataRequest{http.MethodGet, t.url.String(), header}.evidence())
	return wouldUse(CodeContainerWouldAsk, SourceContainer, t.data()).at(variableOrigin(t.variable))
}

func (t containerTarget) data() Data {
	return Data{"url": redactURL(t.url.String()), "variable": t.variable}
}

// askContainer asks, again if need be, and once more in the manner of the older client
// where the dialect does so.
func (w *walk) askContainer(ctx context.Context, t containerTarget) verdict {
	var allowed func(netip.Addr) bool
	if t.url.Scheme == "http" {
		allowed = plainHTTPAllowed
	}
	c := w.metadataClient(SourceContainer, containerCodes, allowed)
	defer c.close()
	rules := w.rules.container
	var pause time.Duration
	if rules.pause {
		pause = c.limit
	}
	again := func(v verdict) bool {
		return !w.containerHangs(v) && (rules.everyError || c.transient(v))
	}
	v := tries(ctx, w.retries(rules.retries), pause, again, func(ctx context.Context) verdict {
		return w.askContainerOnce(ctx, c, t)
	})
	switch {
	case ctx.Err() != nil:
	case w.containerHangs(v):
		w.variableFinding(FindingContainerHangs, SeverityWarning, t.variable, Data{"url": redactURL(t.url.String()), "dialect": w.dialect.Name})
	case v.state == StateSkipped && rules.secondTry:
		v = w.askOlderContainerClient(ctx, c, t, v)
	}
	if v.reason.Origin == nil {
		v = v.at(variableOrigin(t.variable))
	}
	return v
}

// containerHangs reports a silence that the SDK would wait out for ever: its timeout
// holds for the connection alone.
func (w *walk) containerHangs(v verdict) bool {
	return w.rules.container.hangs && v.reason.Code == CodeContainerTimeout && v.reason.Data["phase"] == phaseAnswer
}
