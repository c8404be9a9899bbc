package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"credence/chain"
	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/shell"
)

func (a *app) statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "which identity this shell is on, and for how long: for prompts",
		Long: `Print the identity of this shell in a line, for prompts and status lines: from the
variables of the shell and credence's store alone, within milliseconds. Where the
shell is on none it prints nothing and ends with code 3.

Formats: plain, starship, tmux, json, or a text with placeholders:

  {profile} {account} {role} {region}
  {left}   the time left: 41m, 7h05m, <1m, expired
  {until}  the end of the session by the clock: 15:04
  {state}  valid, expiring, expired, static (keys without an end), none (no session)
  {key}    the access key id

What stands in [brackets] is left out where a placeholder in it has no value; a
backslash takes the meaning from the character after it.`,
		Example: `  credence status
  credence status --format '{profile}[ {left}]'
  # tmux sees no variables of a shell: let the prompt hand them over, in ~/.bashrc
  PROMPT_COMMAND='tmux set -pq @credence "$(credence status --format tmux)"'
  # and in ~/.tmux.conf
  set -g status-right '#{@credence}'
  # starship.toml
  [custom.aws]
  command = "credence status --format starship"
  when = "credence status"`,
		Args: noArguments,
		RunE: a.run(a.status),
	}
	cmd.Flags().String("format", "plain", "plain, starship, tmux, json, or a `text` with placeholders")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(presetNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// shellIdentity is the identity that a shell's variables hold.
type shellIdentity struct {
	profile, account, role, region, key string
	static                              bool // keys without an end
	expires                             time.Time
}

func (a *app) status(_ context.Context, cmd *cobra.Command, _ []string) error {
	name, _ := cmd.Flags().GetString("format")
	json := a.flags.json || name == "json"
	text, preset := statusPresets[name]
	names := statusNames
	if preset {
		names = append([]string{"style", "end"}, statusNames...)
	} else if text = name; !json && !strings.Contains(text, "{") {
		return usage(fmt.Errorf("there is no format %s", sanitize.Quote(name)), "--format "+strings.Join(presetNames(), ", "), "--format '{profile}[ {left}]'")
	}
	var format statusFormat
	if !json {
		var err error
		if format, err = parseStatusFormat(text, names); err != nil {
			return usage(err, "the placeholders are {"+strings.Join(statusNames, "} {")+"}", "credence status --help")
		}
	}
	id, ok := a.shellIdentity(json || format.uses("account", "role", "left", "until", "state", "style"))
	if !ok {
		if json {
			if err := writeJSON(a.Stdout, id.report(a.Clock(), false)); err != nil {
				return err
			}
		}
		return told{ExitNone}
	}
	if json {
		return writeJSON(a.Stdout, id.report(a.Clock(), true))
	}
	line := format.fill(id.values(a.Clock(), name == "tmux"))
	_, err := io.WriteString(a.Stdout, line+"\n")
	return err
}

// shellIdentity reads the variables and, where they leave something open that is
// asked for, the store.
func (a *app) shellIdentity(store bool) (id shellIdentity, ok bool) {
	id.region = a.env("AWS_REGION")
	if id.region == "" {
		id.region = a.env("AWS_DEFAULT_REGION")
	}
	chosen := a.env(shell.ProfileVariable)
	id.profile = a.env("AWS_PROFILE")
	switch key := a.env("AWS_ACCESS_KEY_ID"); {
	case id.profile != "": // a profile that is named comes before keys
	case key != "" && a.env("AWS_SECRET_ACCESS_KEY") != "":
		id.profile, id.key, id.account = chosen, key, a.env("AWS_ACCOUNT_ID")
		id.static = a.env("AWS_SESSION_TOKEN") == ""
		id.expires, _ = time.Parse(time.RFC3339, a.env("AWS_CREDENTIAL_EXPIRATION"))
	case chosen != "" && a.env("AWS_CONTAINER_CREDENTIALS_FULL_URI") != "": // exec --server
		id.profile = chosen
	default:
		return id, false
	}
	if store {
		a.fromStore(&id)
	}
	return id, true
}

// fromStore adds what the store knows of the key or, without one, of the profile's
// last session.
func (a *app) fromStore(id *shellIdentity) {
	if a.flags.noCache || id.static && id.account != "" {
		return
	}
	store := a.store()
	if store == nil {
		return
	}
	items, _ := store.List()
	var it cache.Item
	for _, other := range items { // the newest is the first
		ofKey := id.key != "" && other.AccessKeyID == id.key
		ofProfile := id.key == "" && other.AccessKeyID != "" && other.Profile == id.profile
		// The session that a device shares is a profile's own where it has no other.
		if ofKey || ofProfile && (it.AccessKeyID == "" || it.Kind == cache.KindMFA && other.Kind != cache.KindMFA) {
			it = other
		}
	}
	if it.AccessKeyID == "" {
		return
	}
	if id.key == "" {
		id.expires = it.Expires
	}
	if id.profile == "" {
		id.profile = it.Profile
	}
	if id.expires.IsZero() {
		id.expires = it.Expires
	}
	if id.account == "" {
		id.account = it.Account
	}
	if id.role = it.RoleName; id.role == "" {
		_, id.role = chain.RoleOfARN(it.RoleARN)
	}
}
