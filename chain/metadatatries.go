package chain

import (
	"context"
	"strings"
	"time"

	"credence/internal/clock"
)

// tries asks until something is found, at most retries times more. pause is the time
// between two tries; again says which ends are worth another.
func tries(ctx context.Context, retries int, pause time.Duration, again func(verdict) bool, ask func(context.Context) verdict) verdict {
	for left := retries; ; left-- {
		v := ask(ctx)
		if v.state == StateFound || left <= 0 || !again(v) || ctx.Err() != nil {
			return v
		}
		if pause > 0 && clock.Wait(ctx, pause) != nil {
			return v
		}
	}
}

func always(verdict) bool { return true }

// transient reports an end that another try may mend: no answer, or a fault of the
// service's own. What it refuses, it will refuse again.
func (c *metadataClient) transient(v verdict) bool {
	switch v.reason.Code {
	case c.codes.timeout, c.codes.unreachable:
		return true
	case c.codes.status:
		return strings.HasPrefix(v.reason.Data["status"], "5")
	}
	return false
}
