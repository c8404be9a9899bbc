package cli

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
)

func (a *app) processCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "process [PROFILE]",
		Short: "print credentials the way a credential_process does",
		Long: `Print credentials as the one JSON object of the credential_process protocol, for
SDKs and tools that take their credentials from a command. A kept session with more
than 15 minutes left is used as it is; however many programs ask at once, one of
them renews it.

Nobody is asked for anything where standard error is no terminal, as under an SDK:
the end is then code 4 and one line that says what to do. With --tty a code is
asked for on the terminal that the program was started from.`,
		Example: `  credence process prod-admin | jq .Expiration
  # in ~/.aws/config, for tools that know neither SSO nor MFA:
  [profile prod-admin-bridge]
  credential_process = credence process prod-admin`,
		Args: oneProfile,
		RunE: a.run(a.process),
	}
	cmd.Flags().Bool("reveal", false, "print secrets to a terminal too")
	cmd.Flags().Bool("tty", false, "ask for a code on the terminal even where standard error is none")
	cmd.Flags().String("as", "", "the order and rules of `dialect` (default documented)")
	cmd.Flags().String("stored", "", "print the keys that credence store import took in for `profile`; no chain is walked")
	return cmd
}

// process prints the keys. It is what other programs wait for, so that it builds
// nothing that it does not need.
func (a *app) process(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := a.maySeeSecrets(cmd); err != nil {
		return err
	}
	if tty, _ := cmd.Flags().GetBool("tty"); !a.StderrTerminal {
		a.flags.noInput = a.flags.noInput || !tty
		a.oneLine = true // SDKs show what a process says as a part of a line of theirs
	}
	if name := optional(cmd, "stored", cmd.Flag("stored").Value.String()); name != nil {
		return a.processStored(ctx, *name, args)
	}
	opts, err := a.options(cmd, args)
	if err != nil {
		return err
	}
	opts.MinLife = cache.PublicationWindow // where botocore begins to ask again
	if err := useDialect(cmd, &opts); err != nil {
		return err
	}
	res, err := a.resolve(ctx, opts)
	if err != nil {
		return err
	}
	answer, err := protocol(res.Keys)
	if err != nil {
		return err
	}
	_, err = bare(a.Stdout).Write(answer)
	return err
}

// maySeeSecrets keeps secrets off a terminal, unless the person asks for that.
func (a *app) maySeeSecrets(cmd *cobra.Command) error {
	if reveal, _ := cmd.Flags().GetBool("reveal"); a.StdoutTerminal && !reveal {
		return usage(errors.New("standard output is a terminal, and this prints secrets"), "add --reveal, or send it into a pipe or file")
	}
	return nil
}

// protocol is the answer of a credential_process, version 1 (AWS SDKs and Tools
// Reference Guide, "Process credential provider").
func protocol(keys chain.Credentials) ([]byte, error) {
	answer := struct {
		Version         int
		AccessKeyId     string //nolint:revive // the protocol's spelling
		SecretAccessKey string
		SessionToken    string `json:",omitempty"`
		Expiration      string `json:",omitempty"`
	}{1, keys.AccessKeyID, keys.SecretAccessKey.Reveal(), keys.SessionToken.Reveal(), stampOf(keys.Expiration)}
	text, err := json.Marshal(answer)
	return append(text, '\n'), err
}
