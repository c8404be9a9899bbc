package cache

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"credence/internal/clock"
	"credence/internal/ownfile"
)

const (
	// lockWait is how long the lock of an entry is waited for.
	lockWait = 5 * time.Second
	lockPoll = 20 * time.Millisecond
)

// held is a lock of an entry: a file beside it, because the entry itself is replaced.
// The system lets go of it when its process ends, however that ends.
type held struct {
	lock *flock.Flock
	file *os.File // the same file, by our own hand
}

func (h *held) release() {
	if h != nil {
		_ = h.lock.Unlock()
		_ = h.file.Close()
	}
}

func lockName(id string) string { return id + ".lock" }

func (s *Store) lockPath(id string) string { return filepath.Join(s.folder.path, lockName(id)) }

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
	defer func() { _ = root.Close() }()
	waiting, cancel := context.WithTimeout(ctx, s.lockWait)
	defer cancel()
	for {
		h, err := s.tryLock(root, id)
		switch {
		case h != nil:
			return h, nil, nil
		case err != nil && !ownfile.Interrupted(err):
			return nil, &Diagnostic{Code: CodeUnlocked, Path: path, Err: err}, nil
		}
		if clock.Wait(waiting, lockPoll) != nil {
			if ctx.Err() != nil {
				return nil, nil, context.Cause(ctx)
			}
			return nil, nil, &LockedError{Path: path, PID: holder(path), Waited: s.lockWait}
		}
	}
}

// tryLock takes the lock, or returns nil where somebody has it. The file is made and
// judged within the folder that was looked at; the lock itself goes by the path, and
// counts only if it is on that file: one that was removed while we waited for it is
// nobody's, and one in a folder that took the place of ours is somebody's trap.
func (s *Store) tryLock(root *os.Root, id string) (*held, error) {
	file, err := openLock(root, lockName(id))
	if err != nil {
		return nil, err
	}
	l := flock.New(s.lockPath(id), flock.SetFlag(os.O_RDWR|ownfile.OpenFlags), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if !ok || err != nil {
		_ = file.Close()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, s.folder.verify(root) // removed a moment ago, or the folder is not ours
		}
		return nil, err
	}
	h := &held{l, file}
	if !sameFile(l.Stat, file.Stat) || !sameFile(file.Stat, func() (fs.FileInfo, error) { return root.Lstat(lockName(id)) }) {
		h.release()
		return nil, s.folder.verify(root)
	}
	h.sign()
	return h, nil
}

// openLock opens the file of a lock, or makes it. What leads elsewhere is refused:
// the file is about to be written to.
func openLock(root *os.Root, name string) (*os.File, error) {
	if link, err := root.Lstat(name); err == nil && link.Mode()&fs.ModeSymlink != 0 {
		return nil, errors.New("it is a symbolic link")
	}
	file, err := root.OpenFile(name, os.O_CREATE|os.O_RDWR|ownfile.OpenFlags, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		err = judgeLock(info)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

func judgeLock(info fs.FileInfo) error {
	uid, foreign := ownfile.Owner(info)
	switch {
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case foreign:
		return errors.New("it belongs to user " + uid)
	case ownfile.Names(info) > 1:
		return errors.New("it is a hard link: the file has another name")
	}
	return nil
}

func sameFile(a, b func() (fs.FileInfo, error)) bool {
	one, errOne := a()
	other, errOther := b()
	return errOne == nil && errOther == nil && os.SameFile(one, other)
}

// sign writes down who holds the lock, for those who wait in vain.
func (h *held) sign() {
	if h.file.Truncate(0) == nil {
		_, _ = h.file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
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
