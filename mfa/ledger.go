package mfa

import (
	"hash/maphash"
	"sync"
	"time"
)

const (
	// step is how long a device shows a code (RFC 6238, section 5.2; AWS's virtual
	// and hardware devices alike).
	step = 30 * time.Second
	// memory is how long a sent code is remembered. AWS accepts each code once, and
	// for a little longer than its own step, because clocks differ; so the step
	// before and the one after count as well.
	memory = 3 * step
)

// Ledger remembers which codes were sent for which device, as long as they could
// be valid. AWS refuses a code that it has seen, with the same words as a wrong
// one; the ledger tells the two apart, without a request. It holds keyed hashes,
// no codes.
//
// The zero value is ready. A Ledger may be used by several goroutines and should be
// shared by all that ask for codes in a process.
type Ledger struct {
	mu   sync.Mutex
	seed maphash.Seed
	sent map[uint64]time.Time
}

// Used reports whether code was sent for the device so recently that AWS would
// refuse it.
func (l *Ledger) Used(serial, code string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, used := l.sentAt(serial, code, now)
	return used
}

// Record notes that code was sent for the device.
func (l *Ledger) Record(serial, code string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.record(serial, code, now)
}

// Claim records code and returns nil, or, if it was sent before, returns a
// *ReusedError. Of several goroutines with the same code one gets it.
func (l *Ledger) Claim(serial, code string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at, used := l.sentAt(serial, code, now); used {
		reused := &ReusedError{}
		if stepOf(at) == stepOf(now) {
			reused.Wait = UntilNext(now)
		}
		return reused
	}
	l.record(serial, code, now)
	return nil
}

// Forget takes back a Record or Claim of a code that was not sent after all.
func (l *Ledger) Forget(serial, code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sent, l.key(serial, code))
}

// UntilNext is the time until devices show their next code, more than zero and at
// most 30 s.
func UntilNext(now time.Time) time.Duration {
	past := time.Duration(now.UnixNano() % int64(step))
	if past < 0 {
		past += step
	}
	return step - past
}

func stepOf(t time.Time) int64 { return t.Add(UntilNext(t)).Unix() }

func (l *Ledger) sentAt(serial, code string, now time.Time) (time.Time, bool) {
	at, ok := l.sent[l.key(serial, code)]
	return at, ok && recent(at, now)
}

// recent looks both ways, for clocks are set back too.
func recent(at, now time.Time) bool { return now.Sub(at).Abs() < memory }

func (l *Ledger) record(serial, code string, now time.Time) {
	for key, at := range l.sent {
		if !recent(at, now) {
			delete(l.sent, key)
		}
	}
	key := l.key(serial, code)
	if l.sent == nil {
		l.sent = map[uint64]time.Time{}
	}
	l.sent[key] = now
}

func (l *Ledger) key(serial, code string) uint64 {
	if l.seed == (maphash.Seed{}) {
		l.seed = maphash.MakeSeed()
	}
	return maphash.Comparable(l.seed, [2]string{serial, code})
}
