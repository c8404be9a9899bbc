package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// settle is how long a program has to say that it failed. One that is still there
// afterwards is the browser itself.
const settle = 1500 * time.Millisecond

func (o Opener) environment() []string {
	if o.Environ == nil {
		return os.Environ()
	}
	return o.Environ()
}

// Start runs a program that outlives this one: without a terminal, in a session of its
// own, its streams closed. It returns when the program has ended well, or has not ended
// within a moment. ctx ends the waiting, not the program.
func Start(ctx context.Context, argv, environ []string) error {
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:gosec // the person's browser
	cmd.Env = environ
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(settle)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil && !failsAlways(argv[0]) {
			return fmt.Errorf("it ended: %w", err)
		}
		return nil
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// failsAlways names the programs whose exit code says nothing.
func failsAlways(program string) bool {
	name := strings.ToLower(filepath.Base(program))
	return name == "rundll32.exe" || name == "explorer.exe"
}
