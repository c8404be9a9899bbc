package profiles

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// open reads a shared file. It never waits: what is not a regular file is refused
// without being read, except the null device, which is an empty file. Whatever
// goes wrong becomes the file's state and a finding.
func (f *File) open() {
	if f.Path == "" {
		f.missing()
		return
	}
	// Looking first leaves the writer of a pipe alone; looking again at what was
	// opened is what counts.
	if info, err := os.Stat(f.Path); err == nil && !f.acceptable(info) {
		return
	}
	handle, err := os.OpenFile(f.Path, os.O_RDONLY|openFlags, 0)
	if err != nil {
		f.refuseOpen(err)
		return
	}
	defer func() { _ = handle.Close() }()
	info, err := handle.Stat()
	if err != nil {
		f.unreadable(CodeFileUnreadable, Data{"error": cause(err)})
		return
	}
	if !f.acceptable(info) {
		return
	}
	if info.Mode().IsRegular() && kernelFile(handle) {
		f.unreadable(CodeFileNotRegular, Data{"kind": "kernel file"})
		return
	}
	f.State, f.ModTime = StateRead, info.ModTime()
	if !info.Mode().IsRegular() { // the null device
		return
	}
	text, err := readLimited(handle, info.Size())
	switch {
	case errors.Is(err, errTooLarge):
		f.unreadable(CodeFileTooLarge, tooLarge(info.Size()))
	case err != nil:
		f.unreadable(CodeFileUnreadable, Data{"error": cause(err)})
	default:
		f.Size = int64(len(text))
		f.decode(text)
	}
}

// acceptable tells whether a file may be read, and records why not.
func (f *File) acceptable(info fs.FileInfo) bool {
	mode := info.Mode()
	switch {
	case mode.IsDir():
		f.unreadable(CodeFileDirectory, nil)
	case mode.IsRegular() && info.Size() > MaxFileSize:
		f.unreadable(CodeFileTooLarge, tooLarge(info.Size()))
	case mode.IsRegular() || isNull(info):
		return true
	default:
		f.unreadable(CodeFileNotRegular, Data{"kind": kindOf(mode)})
	}
	return false
}

// refuseOpen explains why a file could not be opened.
func (f *File) refuseOpen(err error) {
	link, linkErr := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && linkErr == nil && link.Mode()&fs.ModeSymlink != 0:
		target, _ := os.Readlink(f.Path)
		f.unreadable(CodeFileDanglingLink, Data{"target": target})
	case errors.Is(err, fs.ErrNotExist), isNotDir(err):
		f.missing()
	case errors.Is(err, fs.ErrPermission):
		f.unreadable(CodeFilePermission, f.owner())
	default:
		if info, statErr := os.Stat(f.Path); statErr == nil && !info.Mode().IsRegular() && !info.IsDir() {
			f.unreadable(CodeFileNotRegular, Data{"kind": kindOf(info.Mode())})
			return
		}
		f.unreadable(CodeFileUnreadable, Data{"error": cause(err)})
	}
}

// missing is a finding only where somebody asked for this very file: no SDK
// misses a default file, and none says that a named one is not there.
func (f *File) missing() {
	if f.Origin.Kind == OriginDefault {
		return
	}
	f.note(CodeFileMissing, SeverityWarning, 0, Data{"by": string(f.Origin.Kind), "name": f.Origin.Name})
}

func (f *File) unreadable(code string, data Data) {
	f.State = StateUnreadable
	f.note(code, SeverityError, 0, data)
}

// owner says who may read the file and who asks: the usual cause is `sudo aws configure`.
func (f *File) owner() Data {
	data := Data{"uid": strconv.Itoa(os.Geteuid())}
	if info, err := os.Stat(f.Path); err == nil {
		data["mode"] = "0" + strconv.FormatUint(uint64(info.Mode().Perm()), 8)
		if uid, ok := ownerOf(info); ok {
			data["owner"] = uid
		}
	}
	return data
}

var errTooLarge = errors.New("the file is too large")

// readLimited reads all of a file of about the given size, and no more than the limit.
func readLimited(from io.Reader, size int64) (string, error) {
	var text strings.Builder
	text.Grow(int(min(size, MaxFileSize)))
	buffer := make([]byte, min(max(size+1, 512), 32<<10))
	n, err := io.CopyBuffer(&text, io.LimitReader(from, MaxFileSize+1), buffer)
	if n > MaxFileSize {
		return "", errTooLarge
	}
	return text.String(), err
}

func tooLarge(size int64) Data {
	return Data{"size": strconv.FormatInt(size, 10), "limit": strconv.Itoa(MaxFileSize)}
}

// isNull reports whether this is the null device, by whatever name.
func isNull(info fs.FileInfo) bool {
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&(fs.ModeDevice|fs.ModeCharDevice) != 0:
		return "device"
	}
	return "special file"
}

// cause is the innermost text of a file error, without the path.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}
