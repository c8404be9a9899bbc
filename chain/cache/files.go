package cache

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// Files is a folder of files that are the owner's alone, kept as carefully as the
// store keeps its own: for what has to last beside sessions.
type Files struct{ store *Store }

// NewFiles makes it of a folder. Nothing is read or made before it is needed. A nil
// clock is time.Now.
func NewFiles(dir string, clock func() time.Time) *Files {
	return &Files{Open(Options{Dir: filepath.Clean(dir), Clock: clock})}
}

// Loose says that others may read or write a file or folder, without opening it; nil where
// they may not, it is not there, or the system has no such rights. Links are looked
// through: the path is then the real one.
func Loose(path string) *Diagnostic {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() && !info.IsDir() {
		return nil
	}
	return judgeMode(path, info)
}

// Path is where a file lies, whether or not it is there.
func (f *Files) Path(name string) string { return filepath.Join(f.store.folder.path, name) }

// Read reads a file of at most 1 MB. The error is fs.ErrNotExist or a *Diagnostic;
// that others may read it comes beside the content.
func (f *Files) Read(name string) (data []byte, loose *Diagnostic, err error) {
	data, _, loose, err = f.store.folder.read(name)
	return data, loose, err
}

// Replace puts new content in a file's place, in one step. The error is a *Diagnostic;
// the old file is then as it was.
func (f *Files) Replace(name string, data []byte) error { return f.store.folder.replace(name, data) }

// Remove removes a file, and says whether there was one.
func (f *Files) Remove(name string) (bool, error) { return f.store.folder.remove(name) }

// Names are the files of the folder. One that is not there is empty.
func (f *Files) Names() ([]string, error) { return f.store.names() }

// Problems are what is wrong with the folder itself.
func (f *Files) Problems() []*Diagnostic { return f.store.folder.problems() }

// Lock takes the lock of a name among all programs. The error is a *LockedError, a
// *Diagnostic where none can be made, or the context's cause.
func (f *Files) Lock(ctx context.Context, name string) (unlock func(), err error) {
	held, trouble, err := f.store.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	if trouble != nil {
		return nil, trouble
	}
	return held.release, nil
}
