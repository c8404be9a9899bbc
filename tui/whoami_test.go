package tui

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"credence/chain"
)

// TestEscEndsAStalledWhoami: at once, and the answer of a question that was given up does
// not end the next one.
func TestEscEndsAStalledWhoami(t *testing.T) {
	t.Parallel()
	asked, gone := make(chan struct{}, 8), make(chan struct{}, 8)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then it is noticed that the client has gone
		asked <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	}))
	t.Cleanup(server.Close)
	r := newRig(t, func(_ *rig, o *Options) {
		lookup := o.Chain.Env.Lookup
		o.Chain.Env.Lookup = func(name string) (string, bool) {
			if name == "AWS_ENDPOINT_URL_STS" {
				return server.URL, true
			}
			return lookup(name)
		}
	})
	late := false
	r.m.opts.Trace = func(kind string) { late = late || kind == "identityMsg" }
	r.at("prod-read")
	r.press("i")
	r.resolved(chain.OutcomeFound)
	r.press("w")
	r.shows("asking sts")
	r.shows("esc cancel")
	<-asked
	r.press("esc")
	r.lacks("asking sts")
	<-gone
	r.press("w")
	r.shows("asking sts")
	<-asked
	r.until("the end of the first question", func() bool { return late })
	r.shows("asking sts")
	r.press("esc")
	r.lacks("caller")
	<-gone
}
