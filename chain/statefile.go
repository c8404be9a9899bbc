package chain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"credence/internal/clock"
	"credence/profiles"
)

// maxStateFile is the largest cache or token file that is read, in bytes.
const maxStateFile = 1 << 20

// Other tools write their caches in place (AWS CLI v2 does), so that half a file
// may be seen; and a rotated token file may be gone for a moment.
const (
	tornTries, tornPause = 3, 20 * time.Millisecond
	goneTries, gonePause = 3, 40 * time.Millisecond
)

var (
	errStateNotRegular = errors.New("not a regular file")
	errStateTooLarge   = errors.New("too large")
	errStateCorrupt    = errors.New("not what belongs there")
)

// readStateFile reads a cache or token file.
func readStateFile(path string) ([]byte, fs.FileInfo, error) {
	return readRegularFile(path, maxStateFile)
}

// readRegularFile reads a file of at most limit bytes. Whatever is not a regular
// file of that size is refused at once and never waited for.
func readRegularFile(path string, limit int64) ([]byte, fs.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|stateOpenFlags, 0)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, info, errStateNotRegular
	case info.Size() > limit:
		return nil, info, errStateTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = errStateTooLarge
	}
	return data, info, err
}

// readCache reads and parses a cache file, a few times where it does not parse.
// The error is errStateCorrupt with the parser's, or that of reading.
func readCache(ctx context.Context, path string, parse func([]byte) error) (fs.FileInfo, error) {
	for try := 0; ; try++ {
		data, info, err := readStateFile(path)
		if err != nil {
			return info, err
		}
		if err = parse(data); err == nil {
			return info, nil
		}
		if try == tornTries {
			return info, fmt.Errorf("%w: %w", errStateCorrupt, err)
		}
		if err := clock.Wait(ctx, tornPause); err != nil {
			return info, err
		}
	}
}

// readTokenFile reads a token file that somebody else rotates, as it is.
func readTokenFile(ctx context.Context, path string) ([]byte, error) {
	return awaitFile(ctx, func() ([]byte, error) {
		data, _, err := readStateFile(path)
		return data, err
	})
}

// awaitFile reads again for a moment while there is no file.
func awaitFile(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	for try := 0; ; try++ {
		data, err := read()
		if !errors.Is(err, fs.ErrNotExist) || try == goneTries {
			return data, err
		}
		if err := clock.Wait(ctx, gonePause); err != nil {
			return nil, err
		}
	}
}

// checkTokenFile is what can be known of a token file without reading it.
func checkTokenFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errStateNotRegular
	case info.Size() > maxStateFile:
		return errStateTooLarge
	}
	return nil
}

// home is the user's home folder, under which the caches of other tools lie.
func (w *walk) home() (string, error) { return profiles.Home(w.opts.Env.Lookup, w.opts.Home) }

// stateCause is the innermost text of a file error, for data that have the path.
func stateCause(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		err = link.Err
	}
	return err.Error()
}

// fileState is the evidence word for the outcome of reading a file.
func fileState(err error) string {
	switch {
	case err == nil:
		return "read"
	case errors.Is(err, fs.ErrNotExist):
		return "absent"
	case errors.Is(err, errStateCorrupt):
		return "corrupt"
	}
	return "unreadable"
}
