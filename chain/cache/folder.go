package cache

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"credence/internal/ownfile"
)

// maxFile is the largest file that is read, in bytes.
const maxFile = 1 << 20

// The names of files that are being written. None ends like an entry, so that no
// tool that lists the folder takes one for it.
const (
	tempPrefix = ".credence-"
	tempSuffix = ".tmp"
	tempGrace  = 10 * time.Minute // after which one is a leftover
)

// folder is a folder of secret files.
type folder struct {
	path  string
	clock func() time.Time
}

// read reads a file. The error is fs.ErrNotExist or a *Diagnostic. Loose modes come
// as a diagnostic beside the content.
func (f folder) read(name string) (data []byte, info fs.FileInfo, loose *Diagnostic, err error) {
	path := filepath.Join(f.path, name)
	file, err := os.OpenFile(path, os.O_RDONLY|ownfile.OpenFlags, 0)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, nil, fs.ErrNotExist
		}
		if link, _ := os.Lstat(path); link != nil && link.Mode()&fs.ModeSymlink != 0 {
			return nil, nil, nil, &Diagnostic{Code: CodeSymlink, Path: path}
		}
		return nil, nil, nil, diagnose(CodeUnreadable, path, err)
	}
	defer func() { _ = file.Close() }()
	if info, err = file.Stat(); err != nil {
		return nil, nil, nil, diagnose(CodeUnreadable, path, err)
	}
	if d := judgeFile(path, info); d != nil {
		if d.Code != CodeLoose {
			return nil, info, nil, d
		}
		loose = d
	}
	data, err = io.ReadAll(io.LimitReader(file, maxFile+1))
	switch {
	case err != nil:
		return nil, info, loose, diagnose(CodeUnreadable, path, err)
	case len(data) > maxFile:
		return nil, info, loose, &Diagnostic{Code: CodeTooLarge, Path: path}
	}
	return data, info, loose, nil
}

// judgeFile says what is wrong with a file by its metadata.
func judgeFile(path string, info fs.FileInfo) *Diagnostic {
	switch {
	case !info.Mode().IsRegular():
		return &Diagnostic{Code: CodeNotRegular, Path: path}
	case info.Size() > maxFile:
		return &Diagnostic{Code: CodeTooLarge, Path: path}
	}
	if uid, foreign := ownfile.Owner(info); foreign {
		return &Diagnostic{Code: CodeOwner, Path: path, Detail: uid}
	}
	return judgeMode(path, info)
}

// judgeMode looks at what others may do with a file or folder.
func judgeMode(path string, info fs.FileInfo) *Diagnostic {
	open := ownfile.OthersMay(info)
	switch {
	case open&0o022 != 0:
		return &Diagnostic{Code: CodeWritable, Path: path, Detail: octal(info)}
	case open != 0:
		return &Diagnostic{Code: CodeLoose, Path: path, Detail: octal(info)}
	}
	return nil
}

func octal(info fs.FileInfo) string { return "0" + strconv.FormatUint(uint64(info.Mode().Perm()), 8) }

// open gives the folder for writing, and makes it where it is not there. What
// others could have put in our way is refused with a *Diagnostic.
func (f folder) open() (*os.Root, error) {
	if err := f.make(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, diagnose(CodeUnwritable, f.path, err)
	}
	if err := f.verify(root); err != nil {
		_ = root.Close()
		return nil, err
	}
	return root, nil
}

// make makes the missing part of the path.
func (f folder) make() error {
	if _, err := os.Lstat(f.path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return nil // verify says what it is
	}
	above := filepath.Dir(f.path)
	for {
		info, err := os.Stat(above)
		if err == nil {
			if d := judgeParent(above, info); d != nil {
				return d
			}
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || above == filepath.Dir(above) {
			return diagnose(CodeUnwritable, above, err)
		}
		above = filepath.Dir(above)
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return diagnose(CodeUnwritable, above, err) // a place that is there to be looked at
	}
	return nil
}

// verify looks at the folder that was opened, not at whatever stands at its path by
// now: everything that follows is done within it.
func (f folder) verify(root *os.Root) error {
	opened, err := root.Stat(".")
	if err != nil {
		return diagnose(CodeUnwritable, f.path, err)
	}
	named, err := os.Lstat(f.path)
	switch {
	case err != nil:
		return diagnose(CodeUnwritable, f.path, err)
	case named.Mode()&fs.ModeSymlink != 0, !os.SameFile(opened, named):
		return &Diagnostic{Code: CodeSymlink, Path: f.path}
	}
	if uid, foreign := ownfile.Owner(opened); foreign {
		return &Diagnostic{Code: CodeOwner, Path: f.path, Detail: uid}
	}
	if d := judgeMode(f.path, opened); d != nil && d.Code == CodeWritable {
		return d
	}
	above, err := os.Stat(filepath.Dir(f.path))
	if err != nil {
		return diagnose(CodeUnwritable, filepath.Dir(f.path), err)
	}
	if d := judgeParent(filepath.Dir(f.path), above); d != nil {
		return d
	}
	return nil
}

// judgeParent refuses a folder in which others could swap ours. Root's are trusted,
// and so are shared ones where only owners may rename.
func judgeParent(path string, info fs.FileInfo) *Diagnostic {
	if uid, foreign := ownfile.Owner(info); foreign && uid != "0" {
		return &Diagnostic{Code: CodeOwner, Path: path, Detail: uid}
	}
	if info.Mode()&fs.ModeSticky != 0 {
		return nil
	}
	if d := judgeMode(path, info); d != nil && d.Code == CodeWritable {
		return d
	}
	return nil
}

// replace puts new content in a file's place, in one step. The error is a *Diagnostic; the old file is then as it was.
func (f folder) replace(name string, data []byte) error {
	root, err := f.open()
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	ownfile.Sweep(root, tempPrefix, tempSuffix, f.clock(), tempGrace)
	path := filepath.Join(f.path, name)
	if err := refuseTarget(root, name, path); err != nil {
		return err
	}
	if err := ownfile.Replace(root, name, tempPrefix+rand.Text()+tempSuffix, data, ownfile.Mode); err != nil {
		return diagnose(CodeUnwritable, path, err)
	}
	return nil
}

// refuseTarget looks at what is to be replaced. A rename would not follow a link,
// but one in this place is somebody's doing that should be known.
func refuseTarget(root *os.Root, name, path string) error {
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return diagnose(CodeUnwritable, path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &Diagnostic{Code: CodeSymlink, Path: path}
	case !info.Mode().IsRegular():
		return &Diagnostic{Code: CodeNotRegular, Path: path}
	}
	if uid, foreign := ownfile.Owner(info); foreign {
		return &Diagnostic{Code: CodeOwner, Path: path, Detail: uid}
	}
	return nil
}

// remove removes a file, and says whether there was one.
func (f folder) remove(name string) (bool, error) {
	root, err := os.OpenRoot(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, diagnose(CodeUnwritable, f.path, err)
	}
	defer func() { _ = root.Close() }()
	err = root.Remove(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, diagnose(CodeUnwritable, filepath.Join(f.path, name), err)
	}
	ownfile.Flush(root)
	return true, nil
}

// discardTemps removes what is half-written, however young: whoever is writing it
// right now finds that it cannot be kept.
func (f folder) discardTemps() {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return // no folder, nothing in it
	}
	defer func() { _ = root.Close() }()
	ownfile.Sweep(root, tempPrefix, tempSuffix, f.clock(), 0)
}
