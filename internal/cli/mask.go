package cli

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"credence/internal/sanitize"
	"credence/internal/settings"
)

// masked is a stream on which access key ids are masked: others may look on.
type masked struct{ io.Writer }

// Write writes text whole; no access key id stands in two of them.
func (m masked) Write(text []byte) (int, error) {
	if _, err := io.WriteString(m.Writer, sanitize.KeyIDs(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// bare is a stream as it is, for programs: those that read the session that is printed,
// that are run with it, or that draw on it.
func bare(stream io.Writer) io.Writer {
	if m, ok := stream.(masked); ok {
		return m.Writer
	}
	return stream
}

// file is the open file of a stream that is one.
func file(stream io.Writer) (*os.File, bool) {
	f, ok := bare(stream).(*os.File)
	return f, ok
}

// maskKeyIDs masks access key ids wherever this command shows them, if --mask or the
// setting says so. What is printed for programs goes to the bare stream.
func (a *app) maskKeyIDs(cmd *cobra.Command) {
	if a.masks(cmd) {
		a.World = a.in(func(w *World) { w.Stdout, w.Stderr = masked{w.Stdout}, masked{w.Stderr} }).World
	}
}

func (a *app) masks(cmd *cobra.Command) bool {
	if cmd.Flag("mask").Changed {
		return a.flags.mask
	}
	at, err := settings.Locate(a.Env.Lookup, a.home())
	if err != nil {
		return false
	}
	own, err := settings.Open(at.Config)
	if err != nil {
		return false
	}
	v, _ := own.Get("output.mask")
	return v.Value == "on"
}
