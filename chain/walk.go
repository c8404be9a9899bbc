package chain

import (
	"context"
	"io/fs"
	"strconv"
	"time"

	"credence/chain/cache"
	"credence/internal/secret"
	"credence/profiles"
)

// walk is one pass through the chain: the options with their defaults filled in,
// what was read on the way, and the record of it.
type walk struct {
	opts    Options
	dialect *Dialect
	rules   *rules
	explain bool
	profile ProfileChoice
	rec     *recorder
	shared  *session
	files   *profiles.Files // nil until something asks for them
	clients *serviceClients // nil until a service is called

	noted      bool        // the findings about the chosen profile have been reported
	failed     bool        // a stage failed, and the walk went on
	roleRegion string      // of the walk's STS calls, once a role is met
	assumed    assumedUser // of the last role

	signInOffered bool // once a walk is enough

	listed *[]cache.Item // the store, where one list of it does for many look-ups
}

// session is what outlives a walk within one Provider.
type session struct {
	files     *profiles.Files      // read once, as Node does, unless IgnoreCache
	refreshed map[string]time.Time // SSO token files and when their refresh was last tried
}

// env is the value of a variable; unset and empty are both "".
func (w *walk) env(name string) string {
	v, _ := w.opts.Env.Lookup(name)
	return v
}

// lookVariable is env, and notes the variable as evidence. Secret values are left out.
func (w *walk) lookVariable(name string) string {
	v, set := w.opts.Env.Lookup(name)
	e := Evidence{Kind: EvidenceVariable, Name: name, State: "unset"}
	switch {
	case set && v == "":
		e.State = "empty"
	case set:
		e.State = "set"
		if !secretVariables[name] {
			e.Value = redactURL(v)
		}
	}
	w.rec.add(e)
	return v
}

// secretVariables are never shown.
var secretVariables = map[string]bool{
	"AWS_SECRET_ACCESS_KEY": true, "AWS_SESSION_TOKEN": true, "AWS_SECURITY_TOKEN": true,
	"AWS_CONTAINER_AUTHORIZATION_TOKEN": true,
}

// sharedFiles reads both files, once a walk.
func (w *walk) sharedFiles() (*profiles.Files, error) {
	if w.files != nil {
		return w.files, nil
	}
	if w.shared.files != nil && !w.opts.IgnoreCache {
		w.files = w.shared.files
		return w.files, nil
	}
	files, err := w.opts.Files, error(nil)
	if files == nil {
		files, err = profiles.Load(w.fileOptions())
	}
	if err != nil {
		return nil, err
	}
	w.files, w.shared.files = files, files
	for _, f := range files.FileFindings() {
		w.rec.finding(f)
	}
	return files, nil
}

func (w *walk) fileOptions() profiles.Options {
	return profiles.Options{
		ConfigFile: w.opts.ConfigFilepath, CredentialsFile: w.opts.Filepath,
		LookupEnv: w.opts.Env.Lookup, Home: w.opts.Home, Dialect: w.dialect.Reading,
	}
}

// lookCache records that a cache file was read, and with what outcome.
func (w *walk) lookCache(path string, info fs.FileInfo, err error, expires time.Time) {
	e := Evidence{Kind: EvidenceCache, Path: path, State: fileState(err), Expires: expires}
	if info != nil {
		e.Age = Duration(w.now().Sub(info.ModTime()))
	}
	w.rec.add(e)
}

// lookKey is the text of a profile's key, and notes it as evidence where it is set.
func (w *walk) lookKey(p *profiles.Profile, key string) string {
	v, ok := p.Value(key)
	if !ok {
		return ""
	}
	e := Evidence{Kind: EvidenceKey, Path: v.Origin.Path, Line: v.Origin.Line, Section: p.Name(), Key: key}
	if !profiles.IsSecretKey(key) {
		e.Value = redactURL(v.Text())
	}
	if key == "credential_process" {
		e.Value = secret.Scrub(e.Value) // people write secrets into command lines
	}
	w.rec.add(e)
	return v.Text()
}

// keyOrigin is where a profile's key is set.
func keyOrigin(p *profiles.Profile, key string) Origin {
	v, _ := p.Value(key)
	return v.Origin
}

// step runs f as a step of the stage that is open.
func (w *walk) step(ctx context.Context, s Step, f func(context.Context) verdict) verdict {
	w.rec.startStep(s)
	v := f(ctx).ended(ctx)
	w.rec.endStep(v)
	return v
}

// now is the time of the walk's clock.
func (w *walk) now() time.Time { return w.opts.Clock() }

// timeout is the limit of one container or metadata request.
func (w *walk) timeout() time.Duration {
	if w.opts.Timeout != nil {
		return *w.opts.Timeout
	}
	return time.Second
}

// retries is how often a container or metadata request is tried again.
func (w *walk) retries(unset int) int {
	if w.opts.MaxRetries != nil {
		return max(0, *w.opts.MaxRetries)
	}
	return unset
}

// generatedSessionName is the role session name where the configuration gives none.
func (w *walk) generatedSessionName(infix string) string {
	return w.rules.sessionNamePrefix + infix + strconv.FormatInt(w.now().UnixMilli(), 10)
}
