// Command credence says which AWS credentials you would get, and why.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"credence/internal/cli"
	"credence/internal/nodump"
	"credence/internal/termquiet"
)

// version is set by the release build.
var version string

// lateGC lets the heap grow to 32 MB before the first collection.
const lateGC = 800

func main() {
	termquiet.Restore()
	nodump.Set(os.LookupEnv)
	// Most commands end within milliseconds: garbage may wait until there is some.
	debug.SetGCPercent(lateGC)
	ctx, stop := withSignals()
	code := cli.Main(ctx, cli.OwnWorld(versionText()), os.Args[1:])
	stop()
	os.Exit(code)
}

// withSignals is a context that the first signal ends, with the cause that decides
// the exit code. The second signal ends the process. What we were started to ignore
// (nohup, a job in the background of a script) stays ignored, by what we start as well.
func withSignals() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		cause := cli.ErrTerminated
		if <-signals == os.Interrupt {
			cause = cli.ErrInterrupted
		}
		signal.Stop(signals)
		cancel(cause)
	}()
	return ctx, func() { cancel(nil) }
}

// versionText is the version of the release, else what the build knows of itself.
func versionText() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	if text == "" || text == "(devel)" {
		text = "development"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 && text == "development" {
			text += " " + s.Value[:12]
		}
	}
	return text
}
