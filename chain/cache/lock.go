package cache

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	// lockWait is how long the lock of an entry is waited for.
	lockWait = 5 * time.Second
	lockPoll = 20 * time.Millisecond
)

// held is a lock of an entry: a file beside it, because the entry itself is replaced.
// The system lets go of it when its process ends, however that ends.
type held struct{ lock *flock.Flock }

func (h *held) release() {
	if h != nil {
		_ = h.lock.Unlock()
	}
}

func (s *Store) lockPath(id string) string { return filepath.Join(s.folder.path, id+".lock") }

// lock takes the lock of an entry. Where none can be made (file systems without
// locks, folders that cannot be written to) it returns a diagnostic and the work
// goes on without. The error is a *LockedError or the context's cause.
func (s *Store) lock(ctx context.Context, id string) (*held, *Diagnostic, error) {
	path := s.lockPath(id)
	// Whoever cannot keep what is obtained shall not wait for it either.
	root, err := s.folder.open()
	if err != nil {
		return nil, diagnose(CodeUnwritable, s.folder.path, err), nil
	}
	_ = root.Close()
	waiting, cancel := context.WithTimeout(ctx, s.lockWait)
	defer cancel()
	for {
		h, err := tryLock(path)
		switch {
		case h != nil:
			return h, nil, nil
		case err != nil && !isInterrupted(err):
			return nil, &Diagnostic{Code: CodeUnlocked, Path: path, Err: err}, nil
		}
		timer := time.NewTimer(lockPoll)
		select {
		case <-timer.C:
		case <-waiting.Done():
			timer.Stop()
			if ctx.Err() != nil {
				return nil, nil, context.Cause(ctx)
			}
			return nil, nil, &LockedError{Path: path, PID: holder(path), Waited: s.lockWait}
		}
	}
}

// tryLock takes the lock or returns nil where somebody has it. A lock file that was
// removed while we waited for it is nobody's: it is not counted.
func tryLock(path string) (*held, error) {
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|openFlags), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if !ok || err != nil {
		return nil, err
	}
	h := &held{l}
	mine, err := l.Stat()
	if err == nil {
		named, nameErr := os.Lstat(path)
		if nameErr != nil || !os.SameFile(mine, named) {
			h.release()
			return nil, nil
		}
	}
	sign(path)
	return h, nil
}

// sign writes down who holds the lock, for those who wait in vain.
func sign(path string) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC|openFlags, 0)
	if err != nil {
		return
	}
	_, _ = file.WriteString(strconv.Itoa(os.Getpid()) + "\n")
	_ = file.Close()
}

// holder is the process that last took a lock; 0 where that cannot be read.
func holder(path string) int {
	text, _, _, err := folder{path: filepath.Dir(path)}.read(filepath.Base(path))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid < 0 {
		return 0
	}
	return pid
}

func isInterrupted(err error) bool { return errors.Is(err, errInterrupted) }
