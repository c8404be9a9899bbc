package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"credence/internal/shell"
)

// githubFile is the file through which a step of GitHub Actions gives variables to
// those that follow (docs.github.com, "Workflow commands": setting an environment
// variable). Standard output has to be the step's log: there the runner takes the
// commands that mask the secrets.
func (a *app) githubFile() (string, error) {
	path := a.env("GITHUB_ENV")
	if path == "" {
		return "", usage(errors.New("GITHUB_ENV is not set: this format is for a step of GitHub Actions"), "--format dotenv")
	}
	out, ok := bare(a.Stdout).(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return path, nil
	}
	stdout, err := out.Stat()
	if err != nil {
		return path, nil
	}
	if file, err := os.Stat(path); err == nil && os.SameFile(file, stdout) {
		return "", usage(errors.New("standard output is the file of GITHUB_ENV, which this writes by itself"), "leave the redirection out")
	}
	return path, nil
}

// github appends the variables to the file and returns the commands that mask the
// secrets. They are printed after the file is written, and before anything that a
// later step could print of it.
func (a *app) github(c shell.Change, path string) (string, error) {
	lines, masks, stay := shell.GitHub(c, a.Env.Lookup)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("write GITHUB_ENV: %w", err)
	}
	_, err = file.WriteString(lines)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write GITHUB_ENV: %w", err)
	}
	if len(stay) > 0 {
		t := a.theme(a.Stderr)
		_, _ = fmt.Fprintf(a.Stderr, "%s  %s is set here, and a step cannot unset it for those that follow: where the whole job has it, take it out there, as some SDKs would use that profile, and not these keys\n",
			t.paint(yellow, "warning"), strings.Join(stay, ", "))
	}
	return masks, nil
}
