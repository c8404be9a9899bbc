package chain

import (
	"context"
	"path/filepath"
	"time"

	"credence/chain/cache"
	"credence/profiles"
)

// FindingCLICache: the AWS CLI keeps a session of the profile's role that is older
// than the shared files. The name of its file holds the arguments of the call and not
// the source (botocore, AssumeRoleCredentialFetcher), so that a changed source does not
// end it.
const FindingCLICache = "cli-cache.entry"

// cliCacheFinding looks for a session that the AWS CLI would go on using.
func (w *walk) cliCacheFinding(ctx context.Context, files *profiles.Files, p *profiles.Profile) {
	if !hasRoleWithSource(p) {
		return
	}
	role, ok := awsRole(p)
	home, err := w.home()
	if !ok || err != nil {
		return
	}
	name, err := role.Name()
	if err != nil {
		return
	}
	cli := cache.NewAWSCLI(filepath.Join(home, ".aws", "cli", "cache"), w.opts.Clock)
	e, _, err := cli.Read(ctx, name)
	if err != nil || e.Expires.Sub(w.now()) <= cache.PublicationWindow {
		return
	}
	if !files.Config().ModTime.After(e.Modified) && !files.Credentials().ModTime.After(e.Modified) {
		return
	}
	w.rec.finding(Finding{
		Code: FindingCLICache, Severity: SeverityWarning, Origin: keyOrigin(p, "role_arn"), Data: Data{
			"profile": p.Name(), "roleArn": p.Get("role_arn"), "path": cli.Path(name), "accessKeyId": e.AccessKeyID,
			"age": wholeSeconds(w.now().Sub(e.Modified)), "expires": e.Expires.UTC().Format(time.RFC3339),
		},
	})
}
