package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

func (a *app) whoamiCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "whoami [PROFILE]",
		Short: "ask AWS whose credentials these are",
		Long: `Resolve credentials and ask sts:GetCallerIdentity whose they are. It says how far
this computer's clock is off, too.`,
		Example: `  credence whoami
  credence whoami prod-admin
  credence whoami --json | jq -r .account`,
		Args: oneProfile,
		RunE: a.run(a.whoami),
	}
}

// caller is whose credentials a walk found.
type caller struct {
	chain.Identity
	keys     chain.Credentials
	source   chain.Source
	override string // the configured address of STS; empty where it is AWS's own
}

func (a *app) whoami(ctx context.Context, cmd *cobra.Command, args []string) error {
	opts, err := a.options(cmd, args)
	if err != nil {
		return err
	}
	res, err := a.resolve(ctx, opts)
	if err != nil {
		return err
	}
	who := caller{keys: res.Keys, source: res.Source}
	opts.Observe = tee(opts.Observe, func(e chain.Event) {
		if e.Kind == chain.EventFinding && e.Finding.Code == chain.FindingEndpointOverride {
			who.override = e.Finding.Data["url"]
		}
	})
	if who.Identity, err = chain.CallerIdentity(ctx, opts, res.Keys, res.Region.Value); err != nil {
		return err
	}
	if a.flags.json {
		return writeJSON(a.Stdout, who.report())
	}
	_, err = a.Stdout.Write([]byte(who.plain(a.theme(a.Stdout))))
	return err
}

// report is the object of `whoami --json` (version 1).
func (c caller) report() any {
	return struct {
		Version          int          `json:"version"`
		Account          string       `json:"account"`
		Arn              string       `json:"arn"`
		UserID           string       `json:"userId"`
		AccessKeyID      string       `json:"accessKeyId"`
		Source           chain.Source `json:"source"`
		Endpoint         string       `json:"endpoint"`
		ClockSkewSeconds int          `json:"clockSkewSeconds"` // the server's clock minus this computer's
	}{1, c.Account, c.Arn, c.UserID, c.keys.AccessKeyID, c.source, c.Endpoint, int(c.ClockSkew.Round(time.Second) / time.Second)}
}

func (c caller) plain(t theme) string {
	var b strings.Builder
	line := func(label, text string) {
		b.WriteString(t.paint(faint, pad(label, 10)) + sanitize.Text(text) + "\n")
	}
	line("account", c.Account)
	line("arn", c.Arn)
	line("user id", c.UserID)
	line("key", c.keys.AccessKeyID)
	if c.override != "" {
		line("endpoint", c.override)
	}
	if c.ClockSkew.Abs() > wording.SkewWorthSaying {
		b.WriteString(t.paint(yellow, pad("clock", 10)) + "this computer's clock is " + wording.Skew(c.ClockSkew) +
			": set it, or AWS will refuse what it signs\n")
	}
	return b.String()
}
