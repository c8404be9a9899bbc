package chain

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// replaceStateFile puts new content in a file's place: a new file of the owner's
// alone, flushed and renamed, so that a reader sees the old or the new and a crash
// leaves one of them. A link is replaced, not followed.
func replaceStateFile(path string, data []byte) (err error) {
	folder := filepath.Dir(path)
	// No ".json": tools that list the folder take that for an entry.
	temp := filepath.Join(folder, "."+filepath.Base(path)+"."+rand.Text()+".tmp")
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp)
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err = os.Rename(temp, path); err != nil {
		return err
	}
	syncFolder(folder)
	return nil
}

// stateLockPoll is how often a lock that somebody else holds is tried again.
const stateLockPoll = 25 * time.Millisecond

// errStateLocked means that another process held the lock for as long as we waited.
var errStateLocked = errors.New("another process is renewing it")

// lockState takes the lock beside a cache file, so that of all processes one
// renews it. It lies in the same folder, so that a folder that cannot be written
// to is noticed before anything is spent that could not be kept. Where the file
// system knows no locks, shared is false and the work goes on without.
func lockState(ctx context.Context, path string, limit time.Duration) (unlock func(), shared bool, err error) {
	lock := flock.New(path+".lock", flock.SetFlag(stateLockFlags), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	held, err := lock.TryLockContext(waiting, stateLockPoll)
	switch {
	case held:
		return func() { _ = lock.Unlock() }, true, nil
	case ctx.Err() != nil:
		return nil, false, context.Cause(ctx)
	case waiting.Err() != nil:
		return nil, false, errStateLocked
	case lockUnsupported(err):
		return func() {}, false, nil
	}
	return nil, false, fmt.Errorf("lock: %w", err)
}
