// Package browser opens an address in the person's browser: without a shell, without
// the credentials of the environment, and only where a browser of theirs can be
// expected. It knows no terminal.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Opener opens addresses. The zero value is this process's own world; every field is
// a seam.
type Opener struct {
	OS       string                                                  // default: runtime.GOOS
	Lookup   func(name string) (string, bool)                        // default: os.LookupEnv
	Environ  func() []string                                         // default: os.Environ; credentials are taken out
	LookPath func(file string) (string, error)                       // default: exec.LookPath
	Exists   func(path string) bool                                  // default: os.Stat
	Start    func(ctx context.Context, argv, environ []string) error // default: a child process, see Start
}

// Reason is the stable code of why no browser is opened.
type Reason string

// The reasons.
const (
	ReasonRemote    Reason = "browser.remote"     // an SSH session: the browser would open on the wrong machine
	ReasonContainer Reason = "browser.container"  // a container: it has no browser, and its loopback is its own
	ReasonNoDisplay Reason = "browser.no-display" // neither DISPLAY nor WAYLAND_DISPLAY
	ReasonNoProgram Reason = "browser.no-program" // nothing that opens an address is installed
)

// Unavailable says why no browser can be opened here.
type Unavailable struct {
	Reason   Reason
	Evidence string // the variable or file behind it; empty for ReasonNoProgram
}

// Error implements error.
func (u *Unavailable) Error() string {
	switch u.Reason {
	case ReasonRemote:
		return "this is a remote session (" + u.Evidence + ")"
	case ReasonContainer:
		return "this is a container (" + u.Evidence + ")"
	case ReasonNoDisplay:
		return "there is no display"
	}
	return "no program that opens a browser is installed"
}

// ErrAddress says that an address is not one that a browser is given.
var ErrAddress = errors.New("not an http or https address")

// Check reports whether a browser can be opened: nil, or an *Unavailable.
func (o Opener) Check() error {
	_, err := o.command()
	return err
}

// Open opens the address. It stands in the arguments of a child process, which other
// users of the machine can read: an address that is a secret goes through a Handoff.
// The error is ErrAddress, an *Unavailable, or that of the program.
func (o Opener) Open(ctx context.Context, address string) error {
	if err := checkAddress(address); err != nil {
		return err
	}
	c, err := o.command()
	if err != nil {
		return err
	}
	start := o.Start
	if start == nil {
		start = Start
	}
	if err := start(ctx, c.with(address), o.environ()); err != nil {
		return fmt.Errorf("open a browser with %s: %w", c.argv[0], err)
	}
	return nil
}

// checkAddress lets through what a browser is for. The address begins with its scheme,
// so that no program takes it for an option.
func checkAddress(address string) error {
	u, err := url.Parse(address) // refuses control characters
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(address, " \"'`<>\\") {
		return ErrAddress
	}
	return nil
}

func (o Opener) goos() string {
	if o.OS == "" {
		return runtime.GOOS
	}
	return o.OS
}

// env is the value of a variable; unset and empty are both "".
func (o Opener) env(name string) string {
	lookup := o.Lookup
	if lookup == nil {
		lookup = os.LookupEnv
	}
	value, _ := lookup(name)
	return value
}

// look finds a program.
func (o Opener) look(file string) (string, bool) {
	find := o.LookPath
	if find == nil {
		find = exec.LookPath
	}
	path, err := find(file)
	return path, err == nil
}

func (o Opener) exists(path string) bool {
	if o.Exists != nil {
		return o.Exists(path)
	}
	_, err := os.Stat(path)
	return err == nil
}
