package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/internal/wording"
	"credence/profiles"
)

func (a *app) bridgeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bridge PROFILE",
		Short: "make a profile for tools that cannot read this one",
		Long: `Some tools cannot read some profiles: Terraform, Go and Node ask nobody for an MFA
code, few read a session of aws login, old ones know no sign-in of IAM Identity
Center. A credential_process they all read. This makes a second profile with one,
through which such a tool gets the first profile's credentials from credence.

It says whether the profile needs that, shows what would be written into the shared
config file, and writes it if you say yes, or with --write. Nothing else in the file
changes; the file as it was stays beside it.`,
		Example: `  credence bridge prod-admin
  credence bridge prod-admin --write
  AWS_PROFILE=prod-admin-bridge terraform plan`,
		Args: oneProfile,
		RunE: a.run(a.bridge),
	}
	cmd.Flags().String("name", "", "the `name` of the new profile (default PROFILE-bridge)")
	cmd.Flags().Bool("write", false, "write it, without asking")
	return cmd
}

// bridge plans, shows, asks and writes.
func (a *app) bridge(ctx context.Context, cmd *cobra.Command, args []string) error {
	chosen, err := a.profile(cmd, args)
	if err != nil {
		return err
	}
	if chosen == nil {
		return usage(errors.New("a bridge to which profile?"), "credence bridge PROFILE", "credence list")
	}
	name, _ := cmd.Flags().GetString("name")
	files, err := profiles.Load(a.fileOptions(cmd, profiles.Documented))
	if err != nil {
		return err
	}
	p, ok := files.Profile(*chosen)
	if !ok {
		return a.noProfile(files, *chosen)
	}
	b := &bridging{app: a, files: files, from: p, name: cmp.Or(name, bridgeName(p.Name()))}
	if err := b.plan(); err != nil {
		return a.editFailure(err)
	}
	if write, _ := cmd.Flags().GetBool("write"); write {
		return b.finish(ctx)
	}
	if err := b.show(); err != nil || b.done() {
		return err
	}
	return b.consent(ctx)
}

// noProfile is the error about a profile that does not exist.
func (a *app) noProfile(files *profiles.Files, name string) error {
	data := chain.Data{"profile": name}
	if near := files.Nearest(name); len(near) > 0 {
		data["nearest"] = near[0]
	}
	return &chain.Error{Reason: chain.Reason{Code: chain.CodeProfileMissing, Data: data}}
}

// consent asks whether to write, where that can be asked.
func (b *bridging) consent(ctx context.Context) error {
	if b.app.flags.json {
		return nil
	}
	if !b.need.needed {
		return b.remark("nothing is written yet: add --write")
	}
	yes, _, err := b.app.consent(ctx, &b.edit, "--write")
	if err != nil || !yes {
		return err
	}
	return b.write(ctx)
}

// finish writes without asking, and shows what was written.
func (b *bridging) finish(ctx context.Context) error {
	if b.app.flags.json {
		if err := b.edit.apply(ctx, b.Clock()); err != nil {
			return b.editFailure(err)
		}
		return b.show()
	}
	if err := b.show(); err != nil || b.done() {
		return err
	}
	return b.write(ctx)
}

// write writes, and says what is worth knowing of a profile that runs a program.
func (b *bridging) write(ctx context.Context) error {
	if err := b.app.write(ctx, &b.edit); err != nil {
		return err
	}
	if mode := b.edit.Mode(); mode&0o022 != 0 && runtime.GOOS != "windows" {
		if err := b.remark(fmt.Sprintf("others may write to the file (%#o), and so run programs as you: chmod go-w %s", mode, wording.Shell(b.edit.RealPath()))); err != nil {
			return err
		}
	}
	if b.need.code {
		return b.remark(fmt.Sprintf("tools are not asked for a code: credence whoami %s asks you, and they share its session", wording.Shell(b.from.Name())))
	}
	return nil
}
