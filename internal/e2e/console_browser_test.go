//go:build unix

package e2e

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"credence/internal/browser"
	"credence/internal/secret"
)

// TestHandoffToChromium: a real browser is sent on to the secret address, which nobody
// learns from it, and a page that asks for the handoff gets nothing.
func TestHandoffToChromium(t *testing.T) {
	t.Parallel()
	c := startChromium(t)
	var h *browser.Handoff
	refererOfConsole := make(chan string, 1)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		switch r.URL.Path {
		case "/console":
			refererOfConsole <- r.Referer()
			_, _ = w.Write([]byte("<h1>signed in</h1>"))
		case "/page":
			_, _ = w.Write([]byte(`<script>fetch("` + h.Address() + `",{mode:"no-cors"}).catch(()=>0).finally(()=>document.body.append("asked"))</script><img src="` + h.Address() + `">`))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(site.Close)
	h, err := browser.NewHandoff(secret.New(site.URL + "/console?SigninToken=x"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	page := c.open(site.URL + "/page")
	c.until(page, "document.body ? document.body.innerText : ''", "asked")
	if len(refererOfConsole) > 0 {
		t.Fatal("a page took the address")
	}
	console := c.open(h.Address())
	c.until(console, "document.body ? document.body.innerText : ''", "signed in")
	if referer := <-refererOfConsole; referer != "" {
		t.Errorf("the console learns %q", referer)
	}
	if err := h.Wait(t.Context(), time.Second); err != nil {
		t.Error(err)
	}
}
