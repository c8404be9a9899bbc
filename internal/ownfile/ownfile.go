// Package ownfile writes files so that nobody else reads them and nothing is left half
// written: a new file of the owner's alone, flushed and renamed within a folder that is
// held open. A reader sees the old file or the new one, and a crash leaves one of them.
// It also says what the file system knows of owners, permissions and links, on systems
// that have them.
package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
)

// Mode is what a new file has from birth.
const Mode fs.FileMode = 0o600

// Replace puts new content in the place of a file, whether or not there is one, by way of
// a file named temp. A link is replaced, not followed. Where there is an error the old
// file is as it was, and temp is gone.
func Replace(root *os.Root, name, temp string, content []byte, mode fs.FileMode) error {
	if err := Create(root, temp, content, mode); err != nil {
		return err
	}
	if err := rename(root, temp, name); err != nil {
		_ = root.Remove(temp)
		return err
	}
	Flush(root)
	return nil
}

// Create makes a file that is not there yet, and flushes it. It is the owner's alone
// while it is written; another mode comes last. What root makes in the folder of somebody
// else, as with a sudo that keeps HOME, is that user's. Where there is an error there is
// no such file.
func Create(root *os.Root, name string, content []byte, mode fs.FileMode) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, Mode)
	if err != nil {
		return err
	}
	giveToOwner(file, root)
	_, err = file.Write(content)
	if err == nil && mode != Mode {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = root.Remove(name)
	}
	return err
}

// Own are the regular files of this user in a folder whose names begin and end so.
func Own(root *os.Root, beginning, ending string) []fs.FileInfo {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), beginning) || !strings.HasSuffix(e.Name(), ending) {
			continue
		}
		info, err := root.Lstat(e.Name())
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if _, foreign := Owner(info); !foreign {
			files = append(files, info)
		}
	}
	return files
}

// Sweep removes the files of Own that are as old as grace, however young with a grace of
// 0: what processes that were killed left half written.
func Sweep(root *os.Root, beginning, ending string, now time.Time, grace time.Duration) {
	for _, info := range Own(root, beginning, ending) {
		if grace <= 0 || now.Sub(info.ModTime()) >= grace {
			_ = root.Remove(info.Name())
		}
	}
}

// Interrupted reports a system call that a signal interrupted, and that may be made again.
func Interrupted(err error) bool { return errors.Is(err, syscall.EINTR) }
