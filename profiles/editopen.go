package profiles

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// NewEdit reads the shared file at path for a change. A file that does not exist is
// one without a line, which Apply makes. A symbolic link is followed: see
// [Edit.RealPath]. The error is an *[EditError].
func NewEdit(path string, role FileRole) (*Edit, error) {
	e := &Edit{role: role, path: path}
	if err := e.locate(); err != nil {
		return nil, err
	}
	text, info, err := e.read()
	if err != nil {
		return nil, err
	}
	if utf16Order(text) != nil {
		return nil, &EditError{Code: EditEncoding, Path: e.real, Detail: "UTF-16"}
	}
	if strings.Contains(text, "\r") && !strings.Contains(text, "\n") {
		return nil, &EditError{Code: EditEncoding, Path: e.real, Detail: "lines end with CR alone"}
	}
	e.info = info
	e.load(text)
	return e, nil
}

// locate finds the file behind links; of one that does not exist, the folder's.
func (e *Edit) locate() error {
	if e.path == "" {
		return &EditError{Code: EditNotRegular, Path: e.path, Detail: "no file"}
	}
	real, err := filepath.EvalSymlinks(e.path)
	if err == nil {
		e.real = real
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return &EditError{Code: EditUnreadable, Path: e.path, Err: err}
	}
	if target, err := os.Readlink(e.path); err == nil {
		return &EditError{Code: EditDangling, Path: e.path, Detail: target}
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(e.path))
	if err != nil {
		folder = filepath.Dir(e.path)
	}
	e.real = filepath.Join(folder, filepath.Base(e.path))
	return nil
}

// read reads the real file; nil info where there is none.
func (e *Edit) read() (string, fs.FileInfo, error) {
	unreadable := func(err error) error { return &EditError{Code: EditUnreadable, Path: e.real, Err: err} }
	info, err := os.Lstat(e.real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, nil
	case err != nil:
		return "", nil, unreadable(err)
	case !info.Mode().IsRegular():
		return "", nil, &EditError{Code: EditNotRegular, Path: e.real, Detail: kindOf(info.Mode())}
	}
	f, err := os.OpenFile(e.real, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return "", nil, unreadable(err)
	}
	defer func() { _ = f.Close() }()
	opened, err := f.Stat()
	if err != nil {
		return "", nil, unreadable(err)
	}
	if !os.SameFile(info, opened) || !opened.Mode().IsRegular() {
		return "", nil, &EditError{Code: EditChanged, Path: e.real}
	}
	text, err := readLimited(f, opened.Size())
	switch {
	case errors.Is(err, errTooLarge):
		return "", nil, &EditError{Code: EditTooLarge, Path: e.real}
	case err != nil:
		return "", nil, unreadable(err)
	}
	return text, opened, nil
}
