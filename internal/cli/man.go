package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// manCommand writes the man pages. It is for packagers, and hidden.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "write the man pages, a file a command",
		Hidden: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(errors.New("man takes the folder to write to"), "credence man ./man")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.writeManPages(cmd.Root(), args[0]); err != nil {
				return &commandError{fmt.Errorf("write man pages: %w", err)}
			}
			return nil
		},
	}
}

// writeManPages writes credence.1, credence-why.1 and so on. The same program writes
// the same pages: their date is that of SOURCE_DATE_EPOCH (reproducible-builds.org),
// or there is none.
func (a *app) writeManPages(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	date := ""
	if text := a.env("SOURCE_DATE_EPOCH"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds: %w", err)
		}
		date = time.Unix(seconds, 0).UTC().Format("2006-01-02")
	}
	var failed error
	everyCommand(root, func(cmd *cobra.Command) {
		if failed != nil || cmd != root && !cmd.IsAvailableCommand() {
			return
		}
		path := filepath.Join(dir, manName(cmd)+".1")
		failed = os.WriteFile(path, []byte(manPage(cmd, a.Version, date)), 0o644)
	})
	return failed
}
