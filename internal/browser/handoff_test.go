package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"credence/internal/secret"
)

const target = "https://signin.aws.amazon.com/federation?Action=login&SigninToken=secret"

// visit asks as a browser would and does not follow.
func visit(t *testing.T, method, address string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(resp.Body)
	if strings.Contains(string(body), "secret") {
		t.Errorf("the body tells the secret: %s", body)
	}
	return resp.StatusCode, resp.Header.Get("Location")
}

func TestHandoffAnswersOnce(t *testing.T) {
	t.Parallel()
	h, err := NewHandoff(secret.New(target))
	if err != nil {
		t.Fatal(err)
	}
	address := h.Address()
	if strings.Contains(address, "secret") || !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatal(address)
	}
	// Strangers get nothing and spend nothing.
	for _, stranger := range []struct{ method, address, header, value string }{
		{http.MethodGet, address + "x", "", ""},
		{http.MethodGet, address[:len(address)-5], "", ""},
		{http.MethodGet, address + "?a=b", "", ""},
		{http.MethodHead, address, "", ""},
		{http.MethodPost, address, "", ""},
		{http.MethodGet, address, "Host", "evil.example:80"},
		{http.MethodGet, address, "Sec-Fetch-Site", "cross-site"},
		{http.MethodGet, address, "Sec-Purpose", "prefetch"},
	} {
		var header []string
		if stranger.header != "" {
			header = []string{stranger.header, stranger.value}
		}
		if status, location := visit(t, stranger.method, stranger.address, header...); status != http.StatusNotFound || location != "" {
			t.Errorf("%+v: %d %q", stranger, status, location)
		}
	}
	if status, location := visit(t, http.MethodGet, address, "Sec-Fetch-Site", "none"); status != http.StatusSeeOther || location != target {
		t.Errorf("%d %q", status, location)
	}
	if status, location := visit(t, http.MethodGet, address); status == http.StatusSeeOther || location != "" {
		t.Errorf("a second time: %d %q", status, location)
	}
	if err := h.Wait(t.Context(), time.Minute); err != nil {
		t.Error(err)
	}
	if status, _ := visit(t, http.MethodGet, address); status != 0 {
		t.Errorf("it still listens: %d", status)
	}
	h.Close() // again
}

func TestHandoffThatNobodyTakes(t *testing.T) {
	t.Parallel()
	h, err := NewHandoff(secret.New(target))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Wait(t.Context(), time.Millisecond); !errors.Is(err, ErrNotTaken) {
		t.Error(err)
	}
	if h, err = NewHandoff(secret.New(target)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("left"))
	if err := h.Wait(ctx, time.Minute); err == nil || err.Error() != "left" {
		t.Error(err)
	}
	if text := fmt.Sprintf("%+v %v", h, h); strings.Contains(text, "SigninToken=secret") {
		t.Error("printing a handoff tells the secret")
	}
}
