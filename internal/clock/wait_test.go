package clock_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"credence/internal/clock"
)

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	left := errors.New("left")
	cancel(left)
	if err := clock.Wait(ctx, time.Hour); !errors.Is(err, left) {
		t.Error(err)
	}
	if err := clock.Wait(t.Context(), 0); err != nil {
		t.Error(err)
	}
}
