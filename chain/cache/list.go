package cache

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"credence/internal/ownfile"
)

// Tool is who keeps a cache.
type Tool string

// The tools whose caches are known.
const (
	ToolCredence  Tool = "credence"
	ToolAWSCLI    Tool = "aws-cli"       // ~/.aws/cli/cache
	ToolAWSSSO    Tool = "aws-sso"       // ~/.aws/sso/cache, of the CLI and every SDK
	ToolAWSLogin  Tool = "aws-login"     // ~/.aws/login/cache
	ToolPublished Tool = "credence-copy" // in ~/.aws/cli/cache, put there by credence
)

// The kinds of item beside those of entries.
const (
	KindSSOToken     Kind = "sso-token"
	KindRegistration Kind = "sso-registration"
	KindLogin        Kind = "login" // holds a private key; nothing of it is read
	KindUnknown      Kind = "unknown"
)

// Item is one file of a cache, as a list shows it. It has no secrets.
type Item struct {
	Tool        Tool
	Kind        Kind
	Path        string
	Name        string // of the file: what profiles are matched by
	ID          string // of an entry of credence's store
	AccessKeyID string
	Meta
	Created  time.Time // when it was obtained or, of other tools' files, last written
	Expires  time.Time // zero where the file does not say
	State    State
	Sealer   string // of an entry: how it is sealed; "" in a plain file
	Problems []*Diagnostic
}

// List is every session of credence's store, newest first. A folder that is not
// there is empty; one that cannot be read is an error.
func (s *Store) List() ([]Item, error) {
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, name := range names {
		id, isEntry := strings.CutSuffix(name, ".json")
		if !isEntry || !isID(id) {
			continue
		}
		e, problems, err := s.load(id)
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone since
		}
		it := Item{Tool: ToolCredence, ID: id, Name: name, Path: filepath.Join(s.folder.path, name), Problems: problems}
		if err != nil {
			it.Kind, it.State = KindUnknown, Rejected
			it.Problems = append(it.Problems, diagnose(CodeUnreadable, it.Path, err))
		} else {
			it.Kind, it.Meta, it.AccessKeyID, it.Created, it.Expires = e.Kind, e.Meta, e.AccessKeyID, e.Created, e.Expires
			it.Sealer = e.Sealer
			it.State = stateOf(e.Expires, s.clock(), e.due(s.clock(), RenewalWindow))
		}
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(a, b Item) int { return b.Created.Compare(a.Created) })
	return items, nil
}

// names are the files of the store.
func (s *Store) names() ([]string, error) {
	entries, err := os.ReadDir(s.folder.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diagnose(CodeUnreadable, s.folder.path, err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// FolderProblems are what is wrong with the folder itself, for a checkup.
func (s *Store) FolderProblems() []*Diagnostic { return s.folder.problems() }

func (f folder) problems() []*Diagnostic {
	info, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return []*Diagnostic{diagnose(CodeUnreadable, f.path, err)}
	case info.Mode()&fs.ModeSymlink != 0:
		return []*Diagnostic{{Code: CodeSymlink, Path: f.path}}
	}
	var found []*Diagnostic
	if uid, foreign := ownfile.Owner(info); foreign {
		found = append(found, &Diagnostic{Code: CodeOwner, Path: f.path, Detail: uid})
	}
	if d := judgeMode(f.path, info); d != nil {
		found = append(found, d)
	}
	return found
}

func stateOf(expires, now time.Time, due bool) State {
	switch {
	case expires.IsZero():
		return Hit
	case !expires.After(now):
		return Expired
	case due:
		return Expiring
	}
	return Hit
}

// Others are the files of other tools' caches below dir (~/.aws). own are credence's
// items, to recognise what credence published itself; without them it is the CLI's.
func Others(ctx context.Context, dir string, clock func() time.Time, own []Item) []Item {
	published := map[string]Item{}
	for _, it := range own {
		if key := it.keyID(clock); key != "" {
			published[key] = it
		}
	}
	var items []Item
	for _, place := range []struct {
		tool Tool
		path string
	}{{ToolAWSCLI, "cli/cache"}, {ToolAWSSSO, "sso/cache"}, {ToolAWSLogin, "login/cache"}} {
		f := folder{path: filepath.Join(dir, filepath.FromSlash(place.path)), clock: clock}
		items = append(items, f.items(ctx, place.tool, published)...)
	}
	return items
}

// Logins are the sessions of `aws login` in a folder that is not below ~/.aws:
// AWS_LOGIN_CACHE_DIRECTORY names one to the AWS CLI and the SDKs.
func Logins(ctx context.Context, dir string, clock func() time.Time) []Item {
	return folder{path: dir, clock: clock}.items(ctx, ToolAWSLogin, nil)
}

// items are the files of another tool's folder.
func (f folder) items(ctx context.Context, tool Tool, published map[string]Item) []Item {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil
	}
	var items []Item
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || ctx.Err() != nil {
			continue
		}
		it := Item{Tool: tool, Kind: KindUnknown, Name: e.Name(), Path: filepath.Join(f.path, e.Name()), State: Hit}
		if info, err := e.Info(); err == nil {
			it.Created = info.ModTime()
		}
		switch tool {
		case ToolAWSCLI:
			it.readAWSCLI(ctx, f, published)
		case ToolAWSSSO:
			it.readToken(f)
		default:
			it.Kind = KindLogin
			it.judge()
		}
		items = append(items, it)
	}
	return items
}

// judge looks at a file's metadata alone.
func (it *Item) judge() {
	info, err := os.Lstat(it.Path)
	if err != nil {
		return
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		it.Problems = append(it.Problems, &Diagnostic{Code: CodeSymlink, Path: it.Path})
	} else if d := judgeFile(it.Path, info); d != nil {
		it.Problems = append(it.Problems, d)
	}
}

func (it *Item) reject(err error) {
	it.State = Rejected
	it.Problems = append(it.Problems, diagnose(CodeUnreadable, it.Path, err))
}

func (it *Item) readAWSCLI(ctx context.Context, f folder, published map[string]Item) {
	cli := &AWSCLI{folder: f, clock: f.clock}
	e, loose, err := cli.read(ctx, it.Name)
	if loose != nil {
		it.Problems = append(it.Problems, loose)
	}
	if err != nil {
		it.reject(err)
		return
	}
	it.Kind, it.AccessKeyID, it.Expires, it.Account = KindRole, e.AccessKeyID, e.Expires, e.AccountID
	if e.ProviderType == "sso" {
		it.Kind = KindSSO
	}
	if parts := strings.SplitN(e.AssumedRoleARN, ":", 6); len(parts) == 6 {
		it.Account = parts[4]
		if role := strings.Split(parts[5], "/"); len(role) == 3 {
			it.RoleName = role[1]
		}
	}
	if ours, ok := published[e.AccessKeyID]; ok {
		it.Tool, it.Meta, it.ID = ToolPublished, ours.Meta, ours.ID
	}
	now := f.clock()
	it.State = stateOf(e.Expires, now, e.Expires.Sub(now) <= PublicationWindow)
	if d := cli.future(e); d != nil {
		it.reject(d)
	}
}

// readToken reads when an SSO token or registration ends, and no more.
func (it *Item) readToken(f folder) {
	data, _, loose, err := f.read(it.Name)
	if loose != nil {
		it.Problems = append(it.Problems, loose)
	}
	if err != nil {
		it.reject(err)
		return
	}
	var t struct {
		AccessToken *json.RawMessage `json:"accessToken"`
		ClientID    *json.RawMessage `json:"clientId"`
		ExpiresAt   string           `json:"expiresAt"`
		StartURL    string           `json:"startUrl"`
	}
	if json.Unmarshal(data, &t) != nil {
		it.reject(&Diagnostic{Code: CodeCorrupt, Path: it.Path})
		return
	}
	switch {
	case t.AccessToken != nil:
		it.Kind = KindSSOToken
	case t.ClientID != nil:
		it.Kind = KindRegistration
	}
	it.SSO = t.StartURL
	it.Expires, _ = parseAWSTime(t.ExpiresAt)
	now := f.clock()
	it.State = stateOf(it.Expires, now, it.Expires.Sub(now) < RenewalWindow)
}
