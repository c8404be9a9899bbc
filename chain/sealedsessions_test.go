package chain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"credence/chain/cache"
)

// backwards is a sealer that turns bytes around, until it is locked.
type backwards struct {
	locked bool
	opened int
}

var errLocked = errors.New("it is locked")

func (s *backwards) Kind(string) (string, error) { return "keyring", nil }

func (s *backwards) Seal(_ context.Context, _, _ string, plain []byte) ([]byte, error) {
	return turned(plain), s.trouble()
}

func (s *backwards) Open(_ context.Context, _, _ string, sealed []byte) ([]byte, error) {
	s.opened++
	return turned(sealed), s.trouble()
}

func (s *backwards) trouble() error {
	if s.locked {
		return errLocked
	}
	return nil
}

func turned(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[len(b)-1-i] = c
	}
	return out
}

func sealedDesk(t *testing.T) (*desk, *backwards) {
	t.Helper()
	d, seal := newDesk(t, role("Dev", fromBase)), &backwards{}
	d.store = cache.Open(cache.Options{Dir: d.sessions(), Clock: d.clock, Seal: seal})
	return d, seal
}

// TestSealedSession: it is kept and found again, not given to the AWS CLI's cache, and
// explaining opens nothing.
func TestSealedSession(t *testing.T) {
	t.Parallel()
	d, seal := sealedDesk(t)
	first, codes := d.found("dev")
	d.expect(codes, CodeCacheStored, CodeCacheNotPublished)
	text, err := os.ReadFile(d.keptFile())
	if err != nil || strings.Contains(string(text), first.Keys.SecretAccessKey.Reveal()) || strings.Contains(string(text), first.Keys.SessionToken.Reveal()) {
		t.Errorf("the secrets are not sealed: %v", err)
	}
	if copies, _ := filepath.Glob(filepath.Join(d.home, ".aws", "cli", "cache", "*")); len(copies) > 0 {
		t.Errorf("plain copies: %v", copies)
	}
	d.calls()
	seal.opened = 0
	res, codes := d.found("dev", func(o *Options) { o.Mode = ModeExplain })
	d.expect(codes, CodeCacheHit)
	if seal.opened > 0 || res.Keys.AccessKeyID != first.Keys.AccessKeyID || !res.Keys.SecretAccessKey.IsEmpty() {
		t.Errorf("explaining opened %d", seal.opened)
	}
	again, codes := d.found("dev")
	d.expect(codes, CodeCacheHit)
	if again.Keys != first.Keys {
		t.Error("another session")
	}
	d.expectCalls("")
}

// TestSealedSessionThatIsLocked: the walk goes on without it, says so, and the sealed
// session stays.
func TestSealedSessionThatIsLocked(t *testing.T) {
	t.Parallel()
	d, seal := sealedDesk(t)
	first, _ := d.found("dev")
	before, err := os.ReadFile(d.keptFile())
	if err != nil {
		t.Fatal(err)
	}
	d.calls()
	seal.locked = true
	res, codes := d.found("dev")
	d.expect(codes, CodeCacheSealed, CodeCacheUnsealed)
	d.expect(findingCodes(res), FindingCacheSealed, FindingCacheUnsealed)
	if res.Keys.AccessKeyID == first.Keys.AccessKeyID {
		t.Error("the session was handed out")
	}
	d.expectCalls("AssumeRole")
	if after, _ := os.ReadFile(d.keptFile()); string(after) != string(before) {
		t.Error("the sealed session was replaced")
	}
}
