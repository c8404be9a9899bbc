package profiles

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"credence/internal/clock"
	"credence/internal/ownfile"
)

const (
	editLockWait = 5 * time.Second
	editLockPoll = 20 * time.Millisecond
)

// lockEdit takes the lock beside a file, so that of two credences one edits it. The
// system lets go of it when its process ends, however that ends. It is removed
// afterwards: the folder may be one that people keep under version control. Where no
// lock can be made the work goes on without: what was read is compared in any case.
// The error is an *EditError or the context's cause.
func lockEdit(ctx context.Context, file string) (unlock func(), err error) {
	path := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".credence.lock")
	waiting, cancel := context.WithTimeout(ctx, editLockWait)
	defer cancel()
	for {
		l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|ownfile.OpenFlags), flock.SetPermissions(ownfile.Mode))
		ok, err := l.TryLock()
		switch {
		case err != nil && !ownfile.Interrupted(err):
			return func() {}, nil
		case ok && isStill(l, path):
			return func() {
				_ = os.Remove(path)
				_ = l.Unlock()
			}, nil
		case ok: // removed while we waited for it: it is nobody's
			_ = l.Unlock()
			continue
		}
		if clock.Wait(waiting, editLockPoll) != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			return nil, &EditError{Code: EditLocked, Path: file}
		}
	}
}

// isStill reports whether the lock is the file at its path.
func isStill(l *flock.Flock, path string) bool {
	mine, err := l.Stat()
	if err != nil {
		return true
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, named)
}
