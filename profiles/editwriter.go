package profiles

import (
	"crypto/rand"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// The names of files beside an edited one: config.credence-20300102T030405Z-ABCD.bak
// and, while it is written, .config.credence-….tmp. No tool takes either for the file.
const (
	editTemp     = ".credence-"
	tempEnding   = ".tmp"
	backupEnding = ".bak"
	backupTime   = "20060102T150405.000Z"
	backupsKept  = 5
	tempGrace    = 10 * time.Minute // after which a temporary file is a leftover
)

// editWriter writes beside a file, within the folder that was opened.
type editWriter struct {
	root   *os.Root
	folder string
	base   string
	now    time.Time
}

func (w editWriter) backupName() string {
	return w.base + editTemp + w.now.UTC().Format(backupTime) + "-" + rand.Text()[:4] + backupEnding
}

// create makes a file of the owner's alone and flushes it. Other permissions, which
// the file that it replaces had, come last.
func (w editWriter) create(name, text string, mode fs.FileMode) error {
	f, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, newFileMode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err == nil && mode != newFileMode {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = w.root.Remove(name)
	}
	return err
}

// prune removes the oldest backups. Their names sort by time.
func (w editWriter) prune() {
	backups := w.ours(w.base+editTemp, backupEnding)
	slices.Sort(backups)
	for _, name := range backups[:max(0, len(backups)-backupsKept)] {
		_ = w.root.Remove(name)
	}
}

// sweep removes what killed processes of this user left half-written.
func (w editWriter) sweep() {
	for _, name := range w.ours("."+w.base+editTemp, tempEnding) {
		if info, err := w.root.Lstat(name); err == nil && w.now.Sub(info.ModTime()) > tempGrace {
			_ = w.root.Remove(name)
		}
	}
}

// ours are the regular files of this user whose names begin and end so.
func (w editWriter) ours(prefix, ending string) []string {
	entries, err := fs.ReadDir(w.root.FS(), ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) || !strings.HasSuffix(e.Name(), ending) {
			continue
		}
		info, err := w.root.Lstat(e.Name())
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if _, foreign := foreignOwner(info); !foreign {
			names = append(names, e.Name())
		}
	}
	return names
}
