package portal

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"credence/chain"
	"credence/internal/clock"
)

// Pause waits for so long, or until the context ends.
type Pause func(ctx context.Context, d time.Duration) error

// gate slows all requests down where the portal asks for that: the pause doubles with
// every complaint and halves with every answer. Complaints about requests that were under
// way when the pause grew are one with that which made it grow.
type gate struct {
	pause Pause

	mu   sync.Mutex
	slow time.Duration // 0: nobody has complained lately
	grew int           // how often the pause has grown
}

// The limits of pauses, and how often a request is sent before its complaint counts.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 8 * time.Second
	mostTries  = 10
)

func newGate(p Pause) *gate {
	if p == nil {
		p = clock.Wait
	}
	return &gate{pause: p}
}

// try sends a request until the portal has time for it.
func (g *gate) try(ctx context.Context, send func() error) error {
	for tries := 1; ; tries++ {
		if d := g.due(); d > 0 {
			if err := g.pause(ctx, d); err != nil {
				return err
			}
		}
		began := g.grown()
		err := send()
		after, complained := complaint(err)
		g.note(complained, after, began)
		if !complained || tries == mostTries || ctx.Err() != nil {
			return err
		}
	}
}

// due is how long to wait before the next request: somewhere around the pause, so that
// those who wait do not all come at once.
func (g *gate) due() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.slow == 0 {
		return 0
	}
	return g.slow/2 + rand.N(g.slow)
}

func (g *gate) grown() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.grew
}

// note takes notice of an answer to a request that was sent when the pause had grown
// began times.
func (g *gate) note(complained bool, after time.Duration, began int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case complained && began != g.grew:
		g.slow = min(max(g.slow, after), lastPause)
	case complained:
		g.grew++
		g.slow = min(max(2*g.slow, firstPause, after), lastPause)
	case g.slow < firstPause:
		g.slow = 0
	default:
		g.slow /= 2
	}
}

// complaint reports that the portal asks for slower requests, and for how long, if it
// says so.
func complaint(err error) (after time.Duration, complained bool) {
	e, ok := errors.AsType[*chain.Error](err)
	if !ok || e.Code != chain.CodeSSOThrottled {
		return 0, false
	}
	seconds, _ := strconv.Atoi(e.Data["retryAfter"])
	return time.Duration(seconds) * time.Second, true
}
