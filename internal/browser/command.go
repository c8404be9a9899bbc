package browser

import (
	"path/filepath"
	"slices"
	"strings"

	"credence/internal/process"
)

// command is a program that opens an address: %s in its arguments stands for the
// address, which else comes last.
type command struct{ argv []string }

func (c command) with(address string) []string {
	argv, placed := slices.Clone(c.argv), false
	for i := range argv[1:] {
		if strings.Contains(argv[i+1], "%s") {
			argv[i+1], placed = strings.ReplaceAll(argv[i+1], "%s", address), true
		}
	}
	if !placed {
		argv = append(argv, address)
	}
	return argv
}

// command is the program to use. BROWSER comes first, wherever we are: editors that
// work on a remote machine set it to a helper that opens the browser at home.
func (o Opener) command() (command, error) {
	if c, ok := o.ownChoice(); ok {
		return c, nil
	}
	if err := o.away(); err != nil && err.Reason == ReasonRemote {
		return command{}, err
	}
	switch o.goos() {
	case "darwin":
		return o.first([]string{"/usr/bin/open"})
	case "windows":
		return o.first([]string{"rundll32.exe", "url.dll,FileProtocolHandler"})
	}
	if o.env("WSL_DISTRO_NAME") != "" || o.env("WSL_INTEROP") != "" {
		return o.first([]string{"wslview"}, []string{"rundll32.exe", "url.dll,FileProtocolHandler"})
	}
	if err := o.away(); err != nil {
		return command{}, err
	}
	if o.env("DISPLAY") == "" && o.env("WAYLAND_DISPLAY") == "" {
		return command{}, &Unavailable{Reason: ReasonNoDisplay}
	}
	return o.first([]string{"xdg-open"}, []string{"gio", "open"}, []string{"x-www-browser"})
}

// first is the first program that is installed.
func (o Opener) first(choices ...[]string) (command, error) {
	for _, argv := range choices {
		if path, ok := o.look(argv[0]); ok {
			return command{append([]string{path}, argv[1:]...)}, nil
		}
	}
	return command{}, &Unavailable{Reason: ReasonNoProgram}
}

// textBrowsers draw in the terminal, which is ours.
var textBrowsers = []string{"lynx", "w3m", "links", "elinks", "links2", "www-browser"}

// ownChoice is what BROWSER names: commands with colons between, of which the first
// that is installed counts (xdg-utils, xdg-open; Python's webbrowser). A command is
// cut into words at blanks, and no shell sees it.
func (o Opener) ownChoice() (command, bool) {
	separator := ":"
	if o.goos() == "windows" {
		separator = ";"
	}
	for choice := range strings.SplitSeq(o.env("BROWSER"), separator) {
		words := strings.Fields(choice)
		if path, ok := o.look(choice); ok { // the path itself may hold blanks
			words = []string{path}
		}
		if len(words) == 0 || slices.Contains(textBrowsers, filepath.Base(words[0])) {
			continue
		}
		if path, ok := o.look(words[0]); ok {
			return command{append([]string{path}, words[1:]...)}, true
		}
	}
	return command{}, false
}

// away is why this is not the machine that the person sits at; nil where it is, as far
// as can be told.
func (o Opener) away() *Unavailable {
	for _, name := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		if o.env(name) != "" {
			return &Unavailable{ReasonRemote, name}
		}
	}
	for _, name := range []string{"container", "KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS", "GITPOD_WORKSPACE_ID"} {
		if o.env(name) != "" {
			return &Unavailable{ReasonContainer, name}
		}
	}
	if o.env("AWS_EXECUTION_ENV") == "CloudShell" {
		return &Unavailable{ReasonContainer, "AWS_EXECUTION_ENV"}
	}
	for _, path := range []string{"/.dockerenv", "/run/.containerenv"} {
		if o.exists(path) {
			return &Unavailable{ReasonContainer, path}
		}
	}
	return nil
}

// Local reports whether the browser can be expected to share this machine's loopback.
// Where BROWSER names a helper that opens one elsewhere it does not, unless the helper
// forwards ports.
func (o Opener) Local() bool { return o.away() == nil }

// environ is what the browser inherits.
func (o Opener) environ() []string { return process.WithoutSecrets(o.environment()) }
