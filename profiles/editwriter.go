package profiles

import (
	"crypto/rand"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"credence/internal/ownfile"
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

// prune removes the oldest backups. Their names sort by time.
func (w editWriter) prune() {
	backups := ownfile.Own(w.root, w.base+editTemp, backupEnding)
	slices.SortFunc(backups, func(a, b fs.FileInfo) int { return strings.Compare(a.Name(), b.Name()) })
	for _, old := range backups[:max(0, len(backups)-backupsKept)] {
		_ = w.root.Remove(old.Name())
	}
}
