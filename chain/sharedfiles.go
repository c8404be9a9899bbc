package chain

import (
	"context"
	"strings"

	"credence/profiles"
)

// sharedFilesStage is fromIni of the Node provider: the chosen profile, read from
// both shared files.
func sharedFilesStage(ctx context.Context, w *walk) verdict {
	files, err := w.sharedFiles()
	if err != nil {
		return fail(CodeNoHome, nil, err)
	}
	w.fileEvidence(files)
	p, ok := files.Profile(w.profile.Name)
	if !ok {
		return w.missingProfile(files)
	}
	w.noteProfile(files, p)
	w.cliCacheFinding(ctx, files, p)
	return w.profileSource(ctx, p, &trail{})
}

// chosenProfile is the walk's profile, for stages before or beside the shared files
// one. It is nil where the profile is in neither file.
func (w *walk) chosenProfile() (*profiles.Profile, error) {
	files, err := w.sharedFiles()
	if err != nil {
		return nil, err
	}
	p, ok := files.Profile(w.profile.Name)
	if !ok {
		return nil, nil
	}
	w.noteProfile(files, p)
	return p, nil
}

// missingProfile ends the stage where the chosen profile is in neither file. A
// profile that somebody named is invalid configuration; "default" is not.
func (w *walk) missingProfile(files *profiles.Files) verdict {
	name := w.profile.Name
	data := Data{"profile": name, "selectedBy": string(w.profile.SelectedBy)}
	if near := files.Nearest(name); len(near) > 0 {
		data["nearest"] = strings.Join(near, ", ")
		if p, ok := files.Profile(near[0]); ok && len(p.Origins()) > 0 {
			data["nearestAt"] = place(p.Origins()[0])
		}
		if strings.EqualFold(near[0], name) {
			data["onlyCase"] = "true"
		}
	}
	for _, f := range files.ProfileFindings(name) {
		w.rec.finding(f)
	}
	if name == "default" {
		return skip(CodeDefaultMissing, data)
	}
	if w.rules.missingProfileStops {
		return stop(CodeProfileMissing, data, nil).at(w.profileOrigin())
	}
	return fail(CodeProfileMissing, data, nil).at(w.profileOrigin())
}

// profileOrigin is where the choice of the profile was made.
func (w *walk) profileOrigin() Origin {
	switch w.profile.SelectedBy {
	case SelectedByArgument:
		return profiles.OptionOrigin("profile")
	case SelectedByDefault:
		return profiles.DefaultOrigin()
	}
	return profiles.VariableOrigin(string(w.profile.SelectedBy))
}

func (w *walk) fileEvidence(files *profiles.Files) {
	for _, f := range []*profiles.File{files.Config(), files.Credentials()} {
		w.rec.add(Evidence{Kind: EvidenceFile, Path: f.Path, State: string(f.State)})
	}
}

// trail is the way through source profiles that led to a profile.
type trail struct {
	start   string   // the profile at its beginning
	visited []string // the source profiles, in the order in which they were met
}

func (t *trail) hop() int { return len(t.visited) }

// to extends the trail by one source profile.
func (t *trail) to(from, source string) *trail {
	start := t.start
	if t.hop() == 0 {
		start = from
	}
	return &trail{start: start, visited: append(t.visited[:len(t.visited):len(t.visited)], source)}
}

// profileSource resolves a profile by the first form that it has.
func (w *walk) profileSource(ctx context.Context, p *profiles.Profile, t *trail) verdict {
	forms := w.rules.forms
	if t.hop() > 0 {
		forms = w.rules.sourceForms
	}
	for _, f := range forms {
		if !f.matches(p) {
			continue
		}
		if f.source == SourceAssumeRole {
			return f.resolve(ctx, w, p, t)
		}
		s := Step{Kind: StepSource, Hop: t.hop(), Profile: p.Name(), Source: f.source}
		if f.source == SourceWebIdentity {
			s.RoleArn = p.Get("role_arn")
		}
		v := w.step(ctx, s, func(ctx context.Context) verdict { return f.resolve(ctx, w, p, t) })
		if f.source == SourceStatic && t.hop() == 0 {
			return w.staticMFA(ctx, p, v)
		}
		return v
	}
	return w.formless(p)
}

// formless ends with a profile that no form fits: broken where it has settings
// that were meant to give credentials, else empty.
func (w *walk) formless(p *profiles.Profile) verdict {
	v := skip(CodeProfileEmpty, Data{"profile": p.Name()})
	if o := p.Origins(); len(o) > 0 {
		v = v.at(o[0])
	}
	if w.rules.invalidConfigurationStops {
		if b := brokenForm(p); b.state != "" {
			return b
		}
	}
	return v
}

// brokenForm recognises settings that would be a source if they were whole.
func brokenForm(p *profiles.Profile) verdict {
	name := Data{"profile": p.Name()}
	role, source, named := p.Get("role_arn"), p.Get("source_profile"), p.Get("credential_source")
	id, key := p.Get("aws_access_key_id"), p.Get("aws_secret_access_key")
	switch {
	case role != "" && source != "" && named != "":
		return stop(CodeRoleBothSources, name, nil).with("other", place(keyOrigin(p, "credential_source"))).at(keyOrigin(p, "source_profile"))
	case role != "" && p.Get("web_identity_token_file") == "":
		return stop(CodeRoleNoSource, name, nil).at(keyOrigin(p, "role_arn"))
	case p.Get("web_identity_token_file") != "":
		return stop(CodeWebIdentityNoRole, name, nil).at(keyOrigin(p, "web_identity_token_file"))
	case id != "" && key == "":
		return stop(CodeStaticHalfPair, name, nil).with("set", "aws_access_key_id").with("missing", "aws_secret_access_key").at(keyOrigin(p, "aws_access_key_id"))
	case id == "" && key != "":
		return stop(CodeStaticHalfPair, name, nil).with("set", "aws_secret_access_key").with("missing", "aws_access_key_id").at(keyOrigin(p, "aws_secret_access_key"))
	}
	return verdict{}
}
