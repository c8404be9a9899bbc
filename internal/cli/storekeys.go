package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"credence/internal/secret"
	"credence/internal/stored"
	"credence/profiles"
)

// The keys of a profile that long-term keys are.
const (
	keyID     = "aws_access_key_id"
	keySecret = "aws_secret_access_key"
	keyToken  = "aws_session_token"
	keyRun    = "credential_process"
)

// oneNamed is the check of commands that need a profile.
func oneNamed(of string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage(errors.New("whose keys?"), "credence store "+of+" PROFILE")
		}
		return oneProfile(cmd, args)
	}
}

// sharedEdits are changes of both shared files, applied together.
type sharedEdits struct {
	config, credentials *profiles.Edit
}

func (a *app) sharedEdits(cmd *cobra.Command) (*sharedEdits, error) {
	at, err := profiles.Locate(a.fileOptions(cmd, profiles.Documented))
	if err != nil {
		return nil, err
	}
	e := &sharedEdits{}
	if e.config, err = profiles.NewEdit(at.Config.Path, profiles.RoleConfig); err != nil {
		return nil, a.editFailure(err)
	}
	if e.credentials, err = profiles.NewEdit(at.Credentials.Path, profiles.RoleCredentials); err != nil {
		return nil, a.editFailure(err)
	}
	return e, nil
}

// diff is what will change, secrets masked.
func (e *sharedEdits) diff(t theme, home string) string {
	var b strings.Builder
	for _, f := range []*profiles.Edit{e.config, e.credentials} {
		if f.Changed() {
			b.WriteString(diffText(t, f, home))
		}
	}
	return b.String()
}

// apply writes both files: first the one that adds what the other takes away, so that
// the profile works at every moment. The backups are those that hold keys.
func (e *sharedEdits) apply(ctx context.Context, a *app, first, second *profiles.Edit) (backups []string, err error) {
	for _, f := range []*profiles.Edit{first, second} {
		done, err := f.Apply(ctx, a.Clock())
		if err != nil {
			return backups, a.editFailure(err)
		}
		if done.Backup != "" {
			backups = append(backups, done.Backup)
		}
	}
	return backups, nil
}

// undo is what takes the planned changes of both files back.
func (e *sharedEdits) undo() secret.Text {
	text, _ := json.Marshal([]profiles.Undo{e.config.Undo(), e.credentials.Undo()}) // texts and numbers always encode
	return secret.New(string(text))
}

// revert plans both files as they were before a change; false, and nothing is planned,
// where they have been changed since.
func (e *sharedEdits) revert(undo secret.Text) bool {
	var both []profiles.Undo
	if json.Unmarshal([]byte(undo.Reveal()), &both) != nil || len(both) != 2 || !e.config.Undoes(both[0]) || !e.credentials.Undoes(both[1]) {
		return false
	}
	return e.config.Revert(both[0]) && e.credentials.Revert(both[1])
}

func profileAt(name string) profiles.SectionRef {
	return profiles.SectionRef{Kind: profiles.SectionProfile, Name: name}
}

// longTerm are the keys of a profile in a file.
func longTerm(e *profiles.Edit, name string) (stored.Keys, bool) {
	at := profileAt(name)
	k := stored.Keys{
		Profile: name, AccessKeyID: e.Value(at, keyID), From: e.Path(),
		SecretAccessKey: secret.New(e.Value(at, keySecret)), SessionToken: secret.New(e.Value(at, keyToken)),
	}
	return k, k.AccessKeyID != "" && !k.SecretAccessKey.IsEmpty()
}
