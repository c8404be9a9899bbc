package term

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// TTY is the console. It is not safe for concurrent use.
type TTY struct {
	in, out *os.File
	keys    chan []byte // from the reader, which runs from the first Read on
	wanted  chan struct{}
}

// Open opens the console (CONIN$ and CONOUT$). The error is ErrNone if there is
// none.
func Open() (*TTY, error) {
	in, err := os.OpenFile("CONIN$", os.O_RDWR, 0)
	if err != nil {
		return nil, ErrNone
	}
	out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		_ = in.Close()
		return nil, ErrNone
	}
	return &TTY{in: in, out: out}, nil
}

// Close closes the console. It restores nothing: see Hush.
func (t *TTY) Close() error {
	if t.wanted != nil {
		close(t.wanted)
	} else {
		_ = t.in.Close() // else the reader closes it: closing would wait for a read
	}
	return t.out.Close()
}

// Write writes to the console.
func (t *TTY) Write(p []byte) (int, error) { return t.out.Write(p) }

// Size is the size in columns and rows.
func (t *TTY) Size() (cols, rows int) { return sizeOf(int(t.out.Fd())) }

// Read reads what was typed, as soon as there is any. It ends at once with the
// context's cause when ctx ends. The system's read cannot be ended: what is typed
// next goes to the next Read, or is lost after Close.
func (t *TTY) Read(ctx context.Context, p []byte) (int, error) {
	if t.keys == nil {
		t.keys, t.wanted = make(chan []byte, 1), make(chan struct{}, 1)
		go read(t.in, t.keys, t.wanted)
	}
	select {
	case t.wanted <- struct{}{}:
	default: // a read is under way
	}
	select {
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	case typed, ok := <-t.keys:
		if !ok {
			return 0, ErrNone
		}
		return copy(p, typed), nil
	}
}

func read(in *os.File, keys chan<- []byte, wanted <-chan struct{}) {
	defer in.Close()
	defer close(keys)
	for range wanted {
		typed := make([]byte, 256)
		n, err := in.Read(typed)
		if err != nil {
			return
		}
		keys <- typed[:n]
	}
}

// Hush makes the console show nothing that is typed, deliver each key at once, and
// deliver ^C as a key. The function that is returned restores the settings and drops
// what was typed and not read. It may be called more than once.
func (t *TTY) Hush() (restore func(), err error) {
	keys, screen := windows.Handle(t.in.Fd()), windows.Handle(t.out.Fd())
	var keysBefore, screenBefore uint32
	if windows.GetConsoleMode(keys, &keysBefore) != nil || windows.GetConsoleMode(screen, &screenBefore) != nil {
		return nil, ErrNone
	}
	hushed := keysBefore &^ (windows.ENABLE_ECHO_INPUT | windows.ENABLE_LINE_INPUT | windows.ENABLE_PROCESSED_INPUT)
	if err := windows.SetConsoleMode(keys, hushed); err != nil {
		return nil, fmt.Errorf("set the console: %w", err)
	}
	// Older consoles refuse; they then show the escape sequences that erase.
	_ = windows.SetConsoleMode(screen, screenBefore|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	return func() {
		_ = windows.FlushConsoleInputBuffer(keys)
		_ = windows.SetConsoleMode(keys, keysBefore)
		_ = windows.SetConsoleMode(screen, screenBefore)
	}, nil
}

// Suspend does nothing: Windows has no ^Z.
func (t *TTY) Suspend() {}
