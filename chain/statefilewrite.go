package chain

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"credence/internal/ownfile"

	"github.com/gofrs/flock"
)

// A file that is being written has this ending. Not ".json": tools that list the
// folder take that for an entry.
const (
	tempSuffix = ".tmp"
	tempGrace  = 10 * time.Minute // after which one is a leftover of a program that was killed
)

// replaceStateFile puts new content in a file's place, in one step. A link is replaced,
// not followed. What root writes into the folder of somebody else is that user's.
func replaceStateFile(path string, data []byte) error {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	ownfile.Sweep(root, tempPrefix(path), tempSuffix, time.Now(), tempGrace)
	return ownfile.Replace(root, filepath.Base(path), tempPrefix(path)+rand.Text()+tempSuffix, data, ownfile.Mode)
}

// tempPrefix begins the names of new contents of a file.
func tempPrefix(path string) string { return "." + filepath.Base(path) + "." }

// tempOf is the name of the file that a file of the folder was to become.
func tempOf(name string) (of string, ok bool) {
	inner, hidden := strings.CutPrefix(strings.TrimSuffix(name, tempSuffix), ".")
	i := strings.LastIndexByte(inner, '.')
	if !hidden || i < 0 || !strings.HasSuffix(name, tempSuffix) {
		return "", false
	}
	return inner[:i], true
}

// sweepTemps removes what programs of this user that were killed left of a file, once it
// is older than the grace: it holds tokens.
func sweepTemps(path string, grace time.Duration) {
	if root, err := os.OpenRoot(filepath.Dir(path)); err == nil {
		ownfile.Sweep(root, tempPrefix(path), tempSuffix, time.Now(), grace)
		_ = root.Close()
	}
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
	makeLockFile(path + ".lock")
	lock := flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDONLY|ownfile.OpenFlags), flock.SetPermissions(ownfile.Mode))
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	held, err := lock.TryLockContext(waiting, stateLockPoll)
	for ownfile.Interrupted(err) {
		held, err = lock.TryLockContext(waiting, stateLockPoll)
	}
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

// makeLockFile makes a lock file that is not there, for the owner of its folder: one of
// root's would lock that user out.
func makeLockFile(path string) {
	if root, err := os.OpenRoot(filepath.Dir(path)); err == nil {
		_ = ownfile.Create(root, filepath.Base(path), nil, ownfile.Mode) // taking the lock says what is wrong
		_ = root.Close()
	}
}
