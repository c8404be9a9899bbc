package cli

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"credence/internal/cells"
	"credence/internal/process"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/mfa"
)

// Sandbox is an AWS of its own with sample files, in which the demo runs commands.
type Sandbox interface {
	// Environ is the whole environment of a command ("NAME=value").
	Environ() []string
	// Phone is the code that an MFA device shows, and for how long.
	Phone(serial string) (code string, left time.Duration, err error)
	// Samples are the profiles worth a look, in the order of telling.
	Samples() []Sample
	// Close ends it and removes its files.
	Close() error
}

// demoFirst is the profile to begin with, if the demo has it.
const demoFirst = "dev-admin"

// Sample is a profile of a sandbox and what it shows.
type Sample struct{ Name, Shows string }

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [COMMAND…]",
		Short: "run any command against an embedded AWS and sample profiles",
		Long: `Run any command against an embedded AWS on the loopback and sample profiles of
every kind, broken ones too. No account is needed, and nothing but a
temporary folder is read or written.

Without a command it opens the inspector on them or, without a terminal, lists them and
what each of them shows. Where a code is asked for, the code of the demo's MFA device is
shown beside the question.`,
		Example: `  credence demo
  credence demo why dev-admin
  credence demo list
  credence demo accounts corp`,
		DisableFlagParsing: true, // what follows is another command's
		RunE:               a.demo,
	}
}

// demo runs the command tree in a world of the demo's. The flags are the inner
// command's.
func (a *app) demo(cmd *cobra.Command, args []string) (err error) {
	if len(args) > 0 && slices.Contains([]string{"-h", "--help"}, args[0]) {
		a.help(cmd, nil)
		return nil
	}
	sandbox, err := a.Sandbox(cmd.Context(), a.World)
	if err != nil {
		return &commandError{fmt.Errorf("start the demo: %w", err)}
	}
	follow := func() {}
	defer func() { follow() }() // when the sandbox is gone
	defer func() {
		if closeErr := sandbox.Close(); err == nil && closeErr != nil {
			err = &commandError{fmt.Errorf("end the demo: %w", closeErr)}
		}
	}()
	if _, _, screen := a.screen(); len(args) == 0 && !screen {
		if _, err := a.Stdout.Write([]byte(demoSamples(a.theme(a.Stdout), sandbox.Samples()))); err != nil {
			return &commandError{err}
		}
		return nil
	}
	inner := *a.World
	inner.Sandbox = nil // one demo at a time
	inner.Env = environmentOf(sandbox.Environ())
	inner.Browser = a.browser() // the demo's home holds no browser of yours
	inner.Prompt = a.withPhone(sandbox)
	if a.Follow != nil {
		inner.Follow = func(end process.End) { follow = func() { a.Follow(end) } }
	}
	inner.Phone = func(serial string) string {
		code, _, _ := sandbox.Phone(serial)
		return code
	}
	if code := Main(cmd.Context(), &inner, args); code != ExitOK {
		return told{code}
	}
	return nil
}

// demoSamples are the profiles of the demo, and how to go on.
func demoSamples(t theme, samples []Sample) string {
	wide := 0
	for _, s := range samples {
		wide = max(wide, cells.Width(s.Name))
	}
	var b strings.Builder
	for _, s := range samples {
		b.WriteString("  " + t.paint(bold, pad(sanitize.Quote(s.Name), wide+2)) + sanitize.Text(s.Shows) + "\n")
	}
	if len(samples) > 0 {
		name := wording.Shell(samples[0].Name)
		if slices.ContainsFunc(samples, func(s Sample) bool { return s.Name == demoFirst }) {
			name = demoFirst
		}
		fmt.Fprintf(&b, "\n%s\n  credence demo why %s\n  credence demo list\n", t.paint(bold, "Go on with"), name)
	}
	return b.String()
}

// withPhone shows the code of the device before a person is asked for it.
func (a *app) withPhone(sandbox Sandbox) mfa.CodeProvider {
	if a.Prompt == nil {
		return nil
	}
	return func(ctx context.Context, r mfa.Request) (string, error) {
		if code, left, err := sandbox.Phone(r.Serial); err == nil {
			fmt.Fprintf(a.Stderr, "demo: the phone shows %s, for %d more s\n", sanitize.Text(code), int(math.Ceil(left.Seconds())))
		}
		return a.Prompt(ctx, r)
	}
}
