package chain

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// evidence is the request as it would be shown before it is sent: header names alone.
func (r metadataRequest) evidence() Evidence {
	e := Evidence{Kind: EvidenceRequest, Method: r.method, URL: redactURL(r.url)}
	for _, name := range []string{headerAuthorization, headerTokenTTL, headerToken} {
		if _, ok := r.header[http.CanonicalHeaderKey(name)]; ok {
			e.Headers = append(e.Headers, name)
		}
	}
	return e
}

// askMetadata sends one request as a step of its own.
func (w *walk) askMetadata(ctx context.Context, c *metadataClient, r metadataRequest) metadataAnswer {
	var a metadataAnswer
	w.step(ctx, Step{Kind: StepRequest, Hop: w.hop(), Source: c.source}, func(ctx context.Context) verdict {
		a = c.do(ctx, r)
		e := r.evidence()
		e.Status, e.Elapsed = a.status, Duration(a.elapsed)
		w.rec.add(e)
		if a.ok() {
			return found(c.codes.answered, c.source, Credentials{}, nil)
		}
		return c.failure(r, a)
	})
	return a
}

// failure is what an answer that will not do means for the stage.
func (c *metadataClient) failure(r metadataRequest, a metadataAnswer) verdict {
	data := Data{"url": redactURL(r.url), "elapsed": milliseconds(a.elapsed)}
	var refused *hostRefusedError
	switch {
	case a.err == nil:
		data["status"] = fmt.Sprint(a.status)
		return fail(c.codes.status, data, nil)
	case errors.As(a.err, &refused):
		data["host"], data["address"] = refused.host, refused.address.String()
		return fail(c.codes.refused, data, a.err)
	case errors.Is(a.err, errMetadataTooLarge):
		return fail(c.codes.tooLarge, data, a.err)
	case errors.Is(a.err, errMetadataTimeout):
		data["timeout"], data["phase"] = milliseconds(c.limit), phaseConnect
		if a.connected {
			data["phase"] = phaseAnswer
		}
		return fail(c.codes.timeout, data, a.err)
	}
	data["error"] = networkCause(a.err)
	return fail(c.codes.unreachable, data, a.err)
}

// What a request that timed out was waiting for.
const (
	phaseConnect = "connect"
	phaseAnswer  = "answer"
)

// networkCause is the innermost text of a network error: the address is known.
func networkCause(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	text := err.Error()
	return strings.TrimPrefix(text, "connect: ")
}

// milliseconds is a duration as data.
func milliseconds(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

// hop is how deep in the source chain the innermost open step is.
func (w *walk) hop() int {
	if n := len(w.rec.steps); n > 0 {
		return w.rec.steps[n-1].step.Hop
	}
	return 0
}
