//go:build unix

package ptytest

import (
	"os"
	"regexp"

	"golang.org/x/term"
)

// queries are the requests for a report of ECMA-48 and xterm's control sequences
// ("ctlseqs"): colours and the like (OSC … ?), device attributes, status and
// cursor position, modes, window reports, terminfo and settings, version.
var queries = []*regexp.Regexp{
	regexp.MustCompile(`(\x1b\]|\x{9d})[0-9;]*;\?`),
	regexp.MustCompile(`(\x1b\[|\x{9b})[>=?]?[0-9]*c`),
	regexp.MustCompile(`(\x1b\[|\x{9b})\??[0-9;]+n`),
	regexp.MustCompile(`(\x1b\[|\x{9b})\??[0-9;]+\$p`),
	regexp.MustCompile(`(\x1b\[|\x{9b})(1[1-9]|2[01])t`),
	regexp.MustCompile(`(\x1b\[|\x{9b})>[0-9]*q`),
	regexp.MustCompile(`(\x1b\[|\x{9b})\?u`),
	regexp.MustCompile(`(\x1bP|\x{90})[$+]q`),
	regexp.MustCompile(`\x1bZ`),
}

// stateOf reads the settings of a terminal without Fd, which would make the file
// blocking.
func stateOf(file *os.File) (state *term.State, err error) {
	raw, err := file.SyscallConn()
	if err != nil {
		return nil, err
	}
	if outer := raw.Control(func(fd uintptr) { state, err = term.GetState(int(fd)) }); outer != nil {
		return nil, outer
	}
	return state, err
}
