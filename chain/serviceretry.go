package chain

import (
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// retryer retries as the SDKs' standard mode does, with the Node SDK's shorter
// pauses. once is for requests that must not be sent twice.
func (c *serviceClients) retryer(once bool) aws.Retryer {
	standard := func(o *retry.StandardOptions) {
		o.MaxAttempts, o.Backoff = c.attempts, retry.BackoffDelayerFunc(retryPause)
		if once {
			o.MaxAttempts = 1
		}
	}
	if c.mode == aws.RetryModeAdaptive {
		return retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) { o.StandardOptions = append(o.StandardOptions, standard) })
	}
	return retry.NewStandard(standard)
}

// The pauses between attempts: jittered, doubling, capped (smithy-js, standard retry).
const (
	retryBase = 100 * time.Millisecond
	retryCap  = 20 * time.Second
)

func retryPause(attempt int, err error) (time.Duration, error) {
	if d, ok := retryAfter(err); ok {
		return min(d, retryCap), nil
	}
	limit := min(retryCap, retryBase<<min(max(attempt-1, 0), 10))
	return time.Duration(rand.Int64N(int64(limit))), nil
}

// retryAfter is what the answer asks for: seconds, as AWS writes it.
func retryAfter(err error) (time.Duration, bool) {
	r := responseOf(err)
	if r == nil {
		return 0, false
	}
	seconds, parseErr := strconv.Atoi(r.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second, parseErr == nil && seconds >= 0
}
