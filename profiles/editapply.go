package profiles

import (
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"credence/internal/ownfile"
)

// Applied is what Apply did.
type Applied struct {
	Path   string // the file that was written; "" where there was nothing to change
	Backup string // the file as it was before; "" where there was none
}

// Apply writes the change: a backup of the file beside it, readable by its owner
// alone, then a new file in its place, flushed and renamed, so that a reader sees the
// old or the new and a crash leaves one of them. The new file has the permissions of
// the old; a new one, and its folder, are the owner's alone. The last five backups
// are kept. now names the backup, and says which leftovers of killed processes are
// old enough to be removed.
//
// The error is an *[EditError] or the context's cause; the file is then as it was. It
// is not written where somebody else has changed it since NewEdit, where it or its
// folder belongs to another user, where others could swap it, and where it has other
// hard links. ctx ends the waiting for another credence, at most five seconds.
func (e *Edit) Apply(ctx context.Context, now time.Time) (Applied, error) {
	if !e.Changed() {
		return Applied{}, nil
	}
	folder := filepath.Dir(e.real)
	if e.info == nil {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return Applied{}, &EditError{Code: EditUnwritable, Path: folder, Err: err}
		}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return Applied{}, &EditError{Code: EditUnwritable, Path: folder, Err: err}
	}
	defer func() { _ = root.Close() }()
	if err := judgeEditFolder(root, folder); err != nil {
		return Applied{}, err
	}
	unlock, err := lockEdit(ctx, e.real)
	if err != nil {
		return Applied{}, err
	}
	defer unlock()
	w := editWriter{root, folder, filepath.Base(e.real), now}
	ownfile.Sweep(root, "."+w.base+editTemp, tempEnding, now, tempGrace)
	if err := e.unchanged(); err != nil {
		return Applied{}, err
	}
	return e.write(w)
}

// unchanged compares the file with what was read, and judges who else has it.
func (e *Edit) unchanged() error {
	text, info, err := e.read()
	if err != nil {
		return err
	}
	if text != e.before || (info == nil) != (e.info == nil) {
		return &EditError{Code: EditChanged, Path: e.real}
	}
	if info == nil {
		return nil
	}
	if uid, foreign := ownfile.Owner(info); foreign {
		return &EditError{Code: EditOwner, Path: e.real, Detail: uid}
	}
	if n := ownfile.Names(info); n > 1 {
		return &EditError{Code: EditHardLink, Path: e.real, Detail: strconv.FormatUint(n, 10)}
	}
	e.info = info
	return nil
}

func (e *Edit) write(w editWriter) (Applied, error) {
	done := Applied{Path: e.real}
	if e.info != nil && e.before != "" {
		name := w.backupName()
		if err := ownfile.Create(w.root, name, []byte(e.before), ownfile.Mode); err != nil {
			return Applied{}, &EditError{Code: EditUnwritable, Path: filepath.Join(w.folder, name), Err: err}
		}
		done.Backup = filepath.Join(w.folder, name)
	}
	temp := "." + w.base + editTemp + rand.Text() + tempEnding
	if err := ownfile.Replace(w.root, w.base, temp, []byte(e.text()), e.Mode()); err != nil {
		if done.Backup != "" {
			_ = w.root.Remove(filepath.Base(done.Backup))
		}
		code := EditUnwritable
		if isMountPoint(err) {
			code = EditMount
		}
		return Applied{}, &EditError{Code: code, Path: e.real, Err: err}
	}
	w.prune()
	return done, nil
}

// judgeEditFolder refuses a folder in which others could put something in our way. What
// follows is done within the folder that was opened, whatever its path leads to then.
func judgeEditFolder(root *os.Root, path string) error {
	info, err := root.Stat(".")
	if err != nil {
		return &EditError{Code: EditUnwritable, Path: path, Err: err}
	}
	if uid, foreign := ownfile.Owner(info); foreign && uid != "0" {
		return &EditError{Code: EditOwner, Path: path, Detail: uid}
	}
	if mode := ownfile.OthersMay(info) & 0o022; mode != 0 && info.Mode()&fs.ModeSticky == 0 {
		return &EditError{Code: EditShared, Path: path, Detail: "0" + strconv.FormatUint(uint64(info.Mode().Perm()), 8)}
	}
	return nil
}
