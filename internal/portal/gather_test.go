package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/chain"
)

// shelf is a portal with so many accounts a page.
type shelf struct {
	accounts []Account
	page     int
	refuse   func(request string) error // asked before each answer; nil answers

	mu       sync.Mutex
	asked    map[string]int
	now, top int         // requests under way, and the most there were at once
	arrived  chan string // told of each request that comes, where it is set
	hold     chan struct{}
}

func (s *shelf) enter(request string) error {
	s.mu.Lock()
	if s.asked == nil {
		s.asked = map[string]int{}
	}
	s.asked[request]++
	s.now++
	s.top = max(s.top, s.now)
	s.mu.Unlock()
	if s.hold != nil {
		s.arrived <- request
		<-s.hold
	}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now--
	}()
	if s.refuse == nil {
		return nil
	}
	return s.refuse(request)
}

func cut[T any](all []T, next string, page int) ([]T, string) {
	from, _ := strconv.Atoi(next)
	to := min(from+page, len(all))
	if to == len(all) {
		return all[from:to], ""
	}
	return all[from:to], strconv.Itoa(to)
}

func (s *shelf) Accounts(_ context.Context, next string) ([]chain.PortalAccount, string, error) {
	if err := s.enter("accounts " + next); err != nil {
		return nil, "", err
	}
	page, following := cut(s.accounts, next, s.page)
	var out []chain.PortalAccount
	for _, a := range page {
		out = append(out, a.PortalAccount)
	}
	return out, following, nil
}

func (s *shelf) Roles(_ context.Context, account, next string) ([]string, string, error) {
	if err := s.enter("roles " + account + " " + next); err != nil {
		return nil, "", err
	}
	for _, a := range s.accounts {
		if a.ID == account {
			page, following := cut(a.Roles, next, s.page)
			return page, following, nil
		}
	}
	return nil, "", errors.New("no such account")
}

// stock makes so many accounts with three roles each.
func stock(n int) []Account {
	var all []Account
	for i := range n {
		all = append(all, Account{chain.PortalAccount{ID: fmt.Sprintf("%012d", i+1), Name: fmt.Sprintf("account %03d", n-i)}, []string{"Read", "Admin", "Ops"}})
	}
	return all
}

// stopwatch is a Pause that takes no time.
type stopwatch struct {
	mu    sync.Mutex
	total time.Duration
}

func (w *stopwatch) pause(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.total += d
	return context.Cause(ctx)
}

func TestGather(t *testing.T) {
	t.Parallel()
	s := &shelf{accounts: stock(23), page: 2}
	var seen []int
	got, err := Gather(t.Context(), s, Options{Progress: func(done, known int) { seen = append(seen, done) }})
	if err != nil || len(got) != 23 || len(Roles(got)) != 69 {
		t.Fatalf("%d accounts, %v", len(got), err)
	}
	if !slices.IsSortedFunc(got, func(a, b Account) int { return strings.Compare(a.Name, b.Name) }) || !slices.Equal(got[0].Roles, []string{"Admin", "Ops", "Read"}) {
		t.Errorf("not in order: %+v", got[:2])
	}
	for request, n := range s.asked {
		if n != 1 {
			t.Errorf("%s: asked %d times", request, n)
		}
	}
	if len(s.asked) != 12+23*2 || len(seen) != 23 || seen[22] != 23 {
		t.Errorf("%d requests, progress %v", len(s.asked), seen)
	}
}

func TestGatherInParallel(t *testing.T) {
	t.Parallel()
	s := &shelf{accounts: stock(20), page: 100, hold: make(chan struct{}), arrived: make(chan string, 100)}
	go func() {
		<-s.arrived // for the accounts
		s.hold <- struct{}{}
		for range 4 {
			<-s.arrived // all four are under way before one is answered
		}
		close(s.hold)
	}()
	if _, err := Gather(t.Context(), s, Options{Parallel: 4}); err != nil || s.top != 4 {
		t.Errorf("%d requests at once, %v", s.top, err)
	}
}

func throttle(after string) error {
	return &chain.Error{Reason: chain.Reason{Code: chain.CodeSSOThrottled, Data: chain.Data{"retryAfter": after}}}
}

func TestGatherOfABusyPortal(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	left := map[string]int{}
	s := &shelf{accounts: stock(30), page: 10}
	s.refuse = func(request string) error {
		mu.Lock()
		defer mu.Unlock()
		if _, known := left[request]; !known {
			left[request] = 2
		}
		if left[request]--; left[request] >= 0 {
			return throttle("1")
		}
		return nil
	}
	var w stopwatch
	got, err := Gather(t.Context(), s, Options{Pause: w.pause})
	if err != nil || len(Roles(got)) != 90 {
		t.Fatalf("%d roles, %v", len(Roles(got)), err)
	}
	if w.total < time.Second {
		t.Errorf("waited %v in all, and was asked to wait a second", w.total)
	}

	s.refuse = func(string) error { return throttle("") }
	s.asked = nil
	if _, err := Gather(t.Context(), s, Options{Pause: w.pause}); chain.CodeOf(err) != chain.CodeSSOThrottled || s.asked["accounts "] != mostTries {
		t.Errorf("%v after %v", err, s.asked)
	}
}

// TestOneBurstIsOneComplaint: requests at the same time that are all refused say once
// that there were too many.
func TestOneBurstIsOneComplaint(t *testing.T) {
	t.Parallel()
	g := newGate(nil)
	began := g.grown()
	for range 6 {
		g.note(true, 0, began)
	}
	if g.slow != firstPause {
		t.Errorf("a burst makes %v", g.slow)
	}
	g.note(true, 3*time.Second, began)
	if g.slow != 3*time.Second {
		t.Errorf("asked for 3 s, waits %v", g.slow)
	}
	g.note(true, 0, g.grown())
	if g.slow != 6*time.Second {
		t.Errorf("the next one makes %v", g.slow)
	}
}

func TestGatherThatFails(t *testing.T) {
	t.Parallel()
	code := func(c chain.Code) error { return &chain.Error{Reason: chain.Reason{Code: c}} }
	s := &shelf{accounts: stock(40), page: 10, refuse: func(request string) error {
		if request == "roles 000000000007 " {
			return code(chain.CodeSSORevoked)
		}
		return nil
	}}
	if _, err := Gather(t.Context(), s, Options{}); chain.CodeOf(err) != chain.CodeSSORevoked {
		t.Errorf("%v", err)
	}
	s.refuse = func(request string) error {
		if request == "roles 000000000007 " {
			return code(chain.CodeSSODenied)
		}
		return nil
	}
	got, err := Gather(t.Context(), s, Options{})
	if err != nil || len(got) != 40 || len(Roles(got)) != 117 {
		t.Errorf("an account that is denied: %d, %v", len(Roles(got)), err)
	}
	left := errors.New("left")
	ctx, cancel := context.WithCancelCause(t.Context())
	s.refuse = func(request string) error {
		if strings.HasPrefix(request, "roles") {
			cancel(left)
		}
		return nil
	}
	if _, err := Gather(ctx, s, Options{}); !errors.Is(err, left) {
		t.Errorf("%v", err)
	}
	if _, err := Gather(t.Context(), endless{}, Options{}); !errors.Is(err, ErrEndless) {
		t.Errorf("%v", err)
	}
}

// endless is a portal whose pages go round.
type endless struct{}

func (endless) Accounts(_ context.Context, next string) ([]chain.PortalAccount, string, error) {
	return []chain.PortalAccount{{ID: "1"}}, next + "x", nil
}

func (endless) Roles(context.Context, string, string) ([]string, string, error) {
	return nil, "same", nil
}

func TestFilterAndFind(t *testing.T) {
	t.Parallel()
	accounts := []Account{
		{chain.PortalAccount{ID: "111122223333", Name: "dev", Email: "aws+dev@example.com"}, []string{"Admin", "Read"}},
		{chain.PortalAccount{ID: "222233334444", Name: "prod eu", Email: "x@y"}, []string{"Admin"}},
		{chain.PortalAccount{ID: "333344445555", Name: "dev", Email: ""}, []string{"Read"}},
	}
	for text, want := range map[string]int{"": 4, "dev": 3, "DEV admin": 1, "read": 2, "1111-2222": 2, "example.com": 2, "prod eu": 1, "eu prod": 1, "nobody": 0} {
		if got := len(Roles(Filter(accounts, text))); got != want {
			t.Errorf("%q: %d roles, want %d", text, got, want)
		}
	}
	for wanted, want := range map[string]string{
		"111122223333/Admin": "111122223333/Admin", "1111-2222-3333/read": "111122223333/Read", "prod eu/Admin": "222233334444/Admin", "PROD EU/admin": "222233334444/Admin",
		"dev/Admin": "111122223333/Admin", "dev/Read": "", "prod eu/Read": "", "nobody/Admin": "", "Admin": "", "": "", "dev": "",
	} {
		r, near, err := Find(accounts, wanted)
		if got := r.Account.ID + "/" + r.Name; err == nil && got != want || err != nil && want != "" {
			t.Errorf("%q: %q %v, near %v", wanted, got, err, near)
		}
		switch wanted {
		case "dev/Read":
			if !errors.Is(err, ErrAmbiguous) || !slices.Equal(near, []string{"111122223333/Read", "333344445555/Read"}) {
				t.Errorf("%v, near %v", err, near)
			}
		case "prod eu/Read":
			if !errors.Is(err, ErrNoRole) || !slices.Equal(near, []string{"222233334444/Admin"}) {
				t.Errorf("%v, near %v", err, near)
			}
		}
	}
}
