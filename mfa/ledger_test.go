package mfa_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"credence/mfa"
)

// noon is the start of a 30 s step.
var noon = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)

func at(seconds float64) time.Time {
	return noon.Add(time.Duration(seconds * float64(time.Second)))
}

func TestUntilNext(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[float64]time.Duration{0: 30 * time.Second, 1: 29 * time.Second, 29.5: 500 * time.Millisecond, 30: 30 * time.Second, 59: time.Second} {
		if got := mfa.UntilNext(at(seconds)); got != want {
			t.Errorf("UntilNext(noon + %v s) = %v, want %v", seconds, got, want)
		}
	}
	if got := mfa.UntilNext(time.Unix(-1, 0)); got != time.Second {
		t.Errorf("a second before 1970: %v", got)
	}
}

func TestLedger(t *testing.T) {
	t.Parallel()
	const serial = "arn:aws:iam::111122223333:mfa/jane"
	for name, c := range map[string]struct {
		sent, now    float64
		serial, code string
		used         bool
		wait         time.Duration
	}{
		"at once":                    {5, 5, serial, "123456", true, 25 * time.Second},
		"later in the step":          {5, 29, serial, "123456", true, time.Second},
		"typed late, step changed":   {29, 31, serial, "123456", true, 0},
		"a code of the step before":  {0, 59, serial, "123456", true, 0},
		"out of every window":        {0, 90, serial, "123456", false, 0},
		"clock set back a little":    {40, 5, serial, "123456", true, 0},
		"clock set back by an hour":  {3600, 0, serial, "123456", false, 0},
		"another code":               {5, 5, serial, "123457", false, 0},
		"another device":             {5, 5, serial + "2", "123456", false, 0},
		"parts are not run together": {5, 5, serial + "1", "23456", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l mfa.Ledger
			l.Record(serial, "123456", at(c.sent))
			if got := l.Used(c.serial, c.code, at(c.now)); got != c.used {
				t.Fatalf("Used = %v", got)
			}
			err := l.Claim(c.serial, c.code, at(c.now))
			var reused *mfa.ReusedError
			if errors.As(err, &reused) != c.used || c.used && (reused.Wait != c.wait || !errors.Is(err, mfa.ErrCodeReused)) {
				t.Errorf("Claim = %v, want a wait of %v", err, c.wait)
			}
			if !l.Used(c.serial, c.code, at(c.now)) {
				t.Error("not remembered after Claim")
			}
			l.Forget(c.serial, c.code)
			if l.Used(c.serial, c.code, at(c.now)) {
				t.Error("remembered after Forget")
			}
		})
	}
}

func TestReusedErrorText(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		0:                      "this MFA code was used already",
		300 * time.Millisecond: "this MFA code was used already; the next one comes in 1 s",
		12 * time.Second:       "this MFA code was used already; the next one comes in 12 s",
	} {
		if got := (&mfa.ReusedError{Wait: wait}).Error(); got != want {
			t.Errorf("%v: %q", wait, got)
		}
	}
}

func TestOneOfManyGetsTheCode(t *testing.T) {
	t.Parallel()
	var l mfa.Ledger
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if l.Claim("s", "123456", noon) == nil {
				got.Add(1)
			}
		})
	}
	wg.Wait()
	if got.Load() != 1 {
		t.Errorf("%d goroutines may send the code", got.Load())
	}
}
