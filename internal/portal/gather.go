package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"credence/chain"
)

// Reader reads the inventory page by page, from several goroutines at once;
// *chain.Inventory is the real one. The token of the first page is empty, and so is the
// one after the last.
type Reader interface {
	Accounts(ctx context.Context, next string) ([]chain.PortalAccount, string, error)
	Roles(ctx context.Context, account, next string) ([]string, string, error)
}

// Options of Gather; the zero value will do.
type Options struct {
	Parallel int                   // requests at once; 0: 6
	Progress func(done, known int) // told after each account; never twice at once
	Pause    Pause                 // default: clock.Wait
}

// parallel is a number of requests that the portal takes without complaint as a rule,
// and at which hundreds of accounts are read in seconds.
const parallel = 6

// queued is how many accounts wait for their roles at most.
const queued = 10_000

// maxPages ends a list whose pages go round.
const maxPages = 1000

// ErrEndless says that the portal's pages do not end.
var ErrEndless = errors.New("the portal's list does not end")

// Gather reads all accounts and their roles, several at once, and waits where the portal
// asks for slower requests. An account whose roles are denied has none. The error is the
// reader's, of the first request that failed, or the context's cause.
func Gather(ctx context.Context, r Reader, o Options) ([]Account, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g := &gathering{reader: r, options: o, gate: newGate(o.Pause)}
	jobs := make(chan *Account, queued) // so that it is soon known how many there are
	var wg sync.WaitGroup
	n := o.Parallel
	if n <= 0 {
		n = parallel
	}
	for range n {
		wg.Go(func() {
			for a := range jobs {
				if err := g.roles(ctx, a); err != nil {
					cancel(err)
				}
			}
		})
	}
	err := g.accounts(ctx, jobs)
	close(jobs)
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, 0, len(g.all))
	for _, a := range g.all {
		accounts = append(accounts, *a)
	}
	sortAccounts(accounts)
	return accounts, nil
}

// gathering is an inventory under way.
type gathering struct {
	reader  Reader
	options Options
	gate    *gate

	mu   sync.Mutex
	all  []*Account
	done int
}

// accounts hands on each account as soon as its page is here.
func (g *gathering) accounts(ctx context.Context, jobs chan<- *Account) error {
	seen := map[string]bool{}
	return pages(func(next string) (following string, err error) {
		var page []chain.PortalAccount
		err = g.gate.try(ctx, func() (err error) {
			page, following, err = g.reader.Accounts(ctx, next)
			return err
		})
		if err != nil {
			return "", err
		}
		for _, a := range page {
			if seen[a.ID] {
				continue
			}
			seen[a.ID] = true
			account := &Account{PortalAccount: a}
			g.mu.Lock()
			g.all = append(g.all, account)
			g.mu.Unlock()
			select {
			case jobs <- account:
			case <-ctx.Done():
				return "", context.Cause(ctx)
			}
		}
		return following, nil
	})
}

// roles reads the roles of an account.
func (g *gathering) roles(ctx context.Context, a *Account) error {
	err := pages(func(next string) (following string, err error) {
		var page []string
		err = g.gate.try(ctx, func() (err error) {
			page, following, err = g.reader.Roles(ctx, a.ID, next)
			return err
		})
		a.Roles = append(a.Roles, page...)
		return following, err
	})
	if err != nil && chain.CodeOf(err) != chain.CodeSSODenied {
		return err
	}
	slices.Sort(a.Roles)
	a.Roles = slices.Compact(a.Roles)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.done++
	if g.options.Progress != nil {
		g.options.Progress(g.done, len(g.all))
	}
	return nil
}

// pages reads until there is no next one.
func pages(read func(next string) (string, error)) error {
	next := ""
	for range maxPages {
		following, err := read(next)
		switch {
		case err != nil:
			return err
		case following == "":
			return nil
		case following == next:
			return fmt.Errorf("%w: a page names itself as the next", ErrEndless)
		}
		next = following
	}
	return ErrEndless
}
