//go:build unix

package term

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// TTY is the controlling terminal. It is not safe for concurrent use.
type TTY struct {
	fd   int
	file *os.File // of fd
}

// Open opens the controlling terminal (/dev/tty). The error is ErrNone if there is
// none.
func Open() (*TTY, error) {
	fd, err := unix.Open("/dev/tty", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, ErrNone
	}
	if fd >= unix.FD_SETSIZE { // Read could not wait for it
		_ = unix.Close(fd)
		return nil, errors.New("open the terminal: too many open files")
	}
	return &TTY{fd, os.NewFile(uintptr(fd), "/dev/tty")}, nil
}

// Close closes the terminal. It restores nothing: see Hush.
func (t *TTY) Close() error { return t.file.Close() }

// Write writes to the terminal.
func (t *TTY) Write(p []byte) (int, error) { return t.file.Write(p) }

// Size is the size in columns and rows.
func (t *TTY) Size() (cols, rows int) { return sizeOf(t.fd) }

// Read reads what was typed, as soon as there is any. It ends at once with the
// context's cause when ctx ends, leaving what was typed unread.
func (t *TTY) Read(ctx context.Context, p []byte) (int, error) {
	woken, wakeUp, err := os.Pipe()
	if err != nil {
		return 0, fmt.Errorf("wait for the terminal: %w", err)
	}
	defer woken.Close()
	stop := context.AfterFunc(ctx, func() { _ = wakeUp.Close() })
	defer func() {
		if stop() {
			_ = wakeUp.Close()
		}
	}()
	for {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		typed, err := t.wait(int(woken.Fd()))
		if err != nil {
			return 0, fmt.Errorf("wait for the terminal: %w", err)
		}
		if !typed {
			continue
		}
		n, err := unix.Read(t.fd, p)
		switch {
		case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
			continue
		case err != nil || n == 0: // hung up, or not ours to read (an orphaned background group)
			return 0, ErrNone
		}
		return n, nil
	}
}

// wait waits until something was typed or wake can be read. It uses select because
// neither kqueue nor poll know /dev/tty on macOS.
func (t *TTY) wait(wake int) (typed bool, err error) {
	if wake >= unix.FD_SETSIZE {
		return false, unix.EMFILE
	}
	var ready unix.FdSet
	ready.Set(t.fd)
	ready.Set(wake)
	_, err = unix.Select(max(t.fd, wake)+1, &ready, nil, nil, nil)
	if errors.Is(err, unix.EINTR) {
		return false, nil
	}
	return err == nil && ready.IsSet(t.fd) && !ready.IsSet(wake), err
}

// Hush makes the terminal show nothing that is typed, deliver each key at once, and
// deliver ^C, ^Z and the like as keys, not as signals. The function that is returned
// restores the settings and drops what was typed and not read: a code pasted twice
// must not end in the shell. It may be called more than once.
func (t *TTY) Hush() (restore func(), err error) {
	before, err := unix.IoctlGetTermios(t.fd, getTermios)
	if err != nil {
		return nil, ErrNone
	}
	hushed := *before
	hushed.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	hushed.Iflag |= unix.ICRNL
	hushed.Cc[unix.VMIN], hushed.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(t.fd, setTermios, &hushed); err != nil {
		return nil, fmt.Errorf("set the terminal: %w", err)
	}
	return func() { _ = unix.IoctlSetTermios(t.fd, setTermiosFlush, before) }, nil
}

// Suspend stops the process group, as ^Z does, and returns when it goes on. Where
// the system does not stop it (nobody could start it again), it returns soon. The
// settings must have been restored before.
func (t *TTY) Suspend() {
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	defer signal.Stop(goesOn)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-goesOn:
	case <-time.After(100 * time.Millisecond): // does not count while stopped, or hardly
	}
}
