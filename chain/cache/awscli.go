package cache

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"credence/internal/clock"
)

// The AWS CLI v2 writes its files in place: half of one may be seen.
const (
	tornTries = 3
	tornPause = 20 * time.Millisecond
)

// AWSCLI is the folder in which the AWS CLI keeps assumed roles, ~/.aws/cli/cache.
type AWSCLI struct {
	folder folder
	clock  func() time.Time
}

// NewAWSCLI makes one of the folder; nil for the clock is time.Now.
func NewAWSCLI(dir string, clock func() time.Time) *AWSCLI {
	if clock == nil {
		clock = time.Now
	}
	return &AWSCLI{folder: folder{path: dir, clock: clock}, clock: clock}
}

// Path is where a file of that name lies.
func (a *AWSCLI) Path(name string) string { return filepath.Join(a.folder.path, name) }

// Read reads a file, a few times where half of it is there. One that was written after
// now, or that lives longer than any role's session, is not believed: the clock was set
// back since, and what the file says of its end is as wrong as that. The error is
// fs.ErrNotExist, a *Diagnostic or the context's cause. Loose modes come beside the
// entry.
func (a *AWSCLI) Read(ctx context.Context, name string) (*AWSEntry, *Diagnostic, error) {
	e, loose, err := a.read(ctx, name)
	if err == nil {
		if d := a.future(e); d != nil {
			return nil, loose, d
		}
	}
	return e, loose, err
}

// longestRole is the most that a role's session can live (IAM User Guide, "Maximum
// session duration setting"; the same holds for permission sets).
const longestRole = 12 * time.Hour

// future is what is wrong with an entry that was written after now, or lives longer
// from now on than any session of a role.
func (a *AWSCLI) future(e *AWSEntry) *Diagnostic {
	switch now := a.clock(); {
	case e.Modified.Sub(now) > futureTolerance:
		return &Diagnostic{Code: CodeFuture, Path: e.Path, Detail: e.Modified.UTC().Format(time.RFC3339)}
	case e.Expires.Sub(now) > longestRole+futureTolerance:
		return &Diagnostic{Code: CodeFuture, Path: e.Path, Detail: e.Expires.UTC().Format(time.RFC3339)}
	}
	return nil
}

// read is Read whatever the clock says.
func (a *AWSCLI) read(ctx context.Context, name string) (*AWSEntry, *Diagnostic, error) {
	for try := 0; ; try++ {
		data, info, loose, err := a.folder.read(name)
		if err != nil {
			return nil, loose, err
		}
		e, err := parseAWS(data)
		if err == nil {
			e.Path, e.Modified = a.Path(name), info.ModTime()
			return e, loose, nil
		}
		if try == tornTries {
			return nil, loose, &Diagnostic{Code: CodeCorrupt, Path: a.Path(name), Err: err}
		}
		if err := clock.Wait(ctx, tornPause); err != nil {
			return nil, loose, err
		}
	}
}

// Publication is what became of a session that was to be published.
type Publication string

// What becomes of a publication.
const (
	Published    Publication = "published"
	KeptLonger   Publication = "kept-longer" // the CLI's own still lives, and longer than ours
	TooShort     Publication = "too-short"   // the CLI would not use it: 15 minutes or less are left
	Unpublished  Publication = "failed"      // see the error
	NotTheirRole Publication = "other-role"  // the session's ARN does not fit the role
)

// Publish puts an assumed role where the AWS CLI looks for it, in one step. A valid
// entry that lives longer is left alone. The error is a *Diagnostic.
func (a *AWSCLI) Publish(ctx context.Context, name string, roleARN string, e AWSEntry) (Publication, error) {
	switch {
	case !e.IsRole(roleARN, "") || !e.complete():
		return NotTheirRole, nil
	case e.Expires.Sub(a.clock()) <= PublicationWindow:
		return TooShort, nil
	}
	there, _, err := a.Read(ctx, name)
	switch {
	case err == nil && there.Expires.After(a.clock()) && there.Expires.After(e.Expires):
		return KeptLonger, nil
	case err != nil && ctx.Err() != nil:
		return Unpublished, context.Cause(ctx)
	}
	if err := a.folder.replace(name, encodeAWS(&e)); err != nil {
		return Unpublished, err
	}
	return Published, nil
}

// Withdraw removes a file if it still holds the session with this access key: what
// was published, and nothing that the CLI has put in its place.
func (a *AWSCLI) Withdraw(ctx context.Context, name, accessKeyID string) (bool, error) {
	there, _, err := a.read(ctx, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case there.AccessKeyID != accessKeyID:
		return false, nil
	}
	return a.folder.remove(name)
}

// IsRole reports whether the session is one of the role and, where it is not empty,
// of that session name.
func (e *AWSEntry) IsRole(roleARN, sessionName string) bool {
	role, user := strings.SplitN(roleARN, ":", 6), strings.SplitN(e.AssumedRoleARN, ":", 6)
	if len(role) != 6 || len(user) != 6 || role[2] != "iam" || user[2] != "sts" || role[1] != user[1] || role[4] != user[4] {
		return false
	}
	kind, path, _ := strings.Cut(role[5], "/")
	got := strings.Split(user[5], "/")
	if kind != "role" || len(got) != 3 || got[0] != "assumed-role" {
		return false
	}
	return got[1] == path[strings.LastIndex(path, "/")+1:] && (sessionName == "" || got[2] == sessionName)
}

// Sweep removes what killed processes of credence left half-written.
func (a *AWSCLI) Sweep() { a.folder.discardTemps() }
