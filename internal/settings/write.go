package settings

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"credence/internal/ownfile"
)

// replace puts a text in the place of a file, in one step, for the owner alone. The folder
// is made where it is not there.
func replace(path, text string) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	name := filepath.Base(path)
	return ownfile.Replace(root, name, "."+name+"-"+rand.Text()+".tmp", []byte(text), ownfile.Mode)
}

// foreignHome reports that we are root and a folder, or the one that it would be made
// in, is somebody else's, as with a sudo that keeps HOME: what root makes there locks
// its owner out.
func foreignHome(folder string) (uid string, foreign bool) {
	if os.Geteuid() != 0 {
		return "", false
	}
	for {
		info, err := os.Stat(folder)
		if err == nil {
			return ownfile.Owner(info)
		}
		if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return "", false
		}
		folder = filepath.Dir(folder)
	}
}
