package chain

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"credence/profiles"
)

// FindingWebIdentityBlank: the token file begins or ends with white space, which is
// sent as it stands, as the SDKs do.
const FindingWebIdentityBlank = "web-identity.token-blank"

// The variables of the web identity stage.
const (
	variableTokenFile   = "AWS_WEB_IDENTITY_TOKEN_FILE"
	variableRoleArn     = "AWS_ROLE_ARN"
	variableSessionName = "AWS_ROLE_SESSION_NAME"
)

// webIdentity is a role to be assumed with the token in a file.
type webIdentity struct {
	roleArn, tokenFile string
	roleAt, tokenAt    Origin
	sessionName        string
	profile            string // empty in the stage of options and variables
}

// webIdentityStage is fromTokenFile of the Node provider: options, else variables.
func webIdentityStage(ctx context.Context, w *walk) verdict {
	off := w.rules.webIdentityOff.holds(w.profile)
	var id webIdentity
	id.tokenFile, id.tokenAt = w.optionOrVariable(w.opts.WebIdentityTokenFile, "webIdentityTokenFile", variableTokenFile, off)
	id.roleArn, id.roleAt = w.optionOrVariable(w.opts.RoleArn, "roleArn", variableRoleArn, off)
	switch {
	case id.tokenFile == "" && id.roleArn == "":
		if off && (w.env(variableTokenFile) != "" || w.env(variableRoleArn) != "") {
			return skip(CodeWebIdentityNamed, Data{"profile": w.profile.Name})
		}
		return skip(CodeWebIdentityUnset, nil)
	case id.tokenFile == "":
		return w.halfWebIdentity(CodeWebIdentityNoToken, FindingWebIdentityNoToken, id.roleAt, Data{"roleArn": id.roleArn})
	case id.roleArn == "":
		return w.halfWebIdentity(CodeWebIdentityNoRole, FindingWebIdentityNoRole, id.tokenAt, Data{"path": id.tokenFile})
	}
	if files := w.rec.trace.Stage("shared-files"); w.profile.Named() && id.tokenAt.Kind == profiles.OriginVariable && files != nil && files.State == StatePlanned {
		w.variableFinding(FindingWebIdentityFirst, SeverityWarning, variableTokenFile, Data{"profile": w.profile.Name, "roleArn": id.roleArn})
	}
	s := Step{Kind: StepSource, Source: SourceWebIdentity, RoleArn: id.roleArn}
	return w.step(ctx, s, func(ctx context.Context) verdict { return w.assumeWithToken(ctx, id) })
}

// optionOrVariable: an option that is given hides the variable, even where it is empty.
func (w *walk) optionOrVariable(option *string, name, variable string, off bool) (string, Origin) {
	if option != nil {
		w.rec.add(Evidence{Kind: EvidenceOption, Name: name, Value: *option})
		return *option, profiles.OptionOrigin(name)
	}
	v := w.lookVariable(variable)
	if off {
		return "", Origin{}
	}
	return v, variableOrigin(variable)
}

// halfWebIdentity is a role without a token, or the reverse: the chain goes on, but
// not in silence.
func (w *walk) halfWebIdentity(code Code, finding string, at Origin, data Data) verdict {
	w.rec.finding(Finding{Code: finding, Severity: SeverityWarning, Origin: at, Data: data})
	return skip(code, data).at(at)
}

// webIdentitySource is the same with the settings of a profile; both are there.
func (w *walk) webIdentitySource(ctx context.Context, p *profiles.Profile) verdict {
	return w.assumeWithToken(ctx, webIdentity{
		tokenFile: w.lookKey(p, "web_identity_token_file"), tokenAt: keyOrigin(p, "web_identity_token_file"),
		roleArn: w.lookKey(p, "role_arn"), roleAt: keyOrigin(p, "role_arn"),
		sessionName: w.lookKey(p, "role_session_name"), profile: p.Name(),
	})
}

// assumeWithToken reads the token, each time anew, and calls STS.
func (w *walk) assumeWithToken(ctx context.Context, id webIdentity) verdict {
	data := Data{"roleArn": id.roleArn, "path": id.tokenFile}
	if id.profile != "" {
		data["profile"] = id.profile
	}
	if w.explain {
		return w.explainToken(id, data)
	}
	token, err := readTokenFile(ctx, id.tokenFile)
	w.rec.add(Evidence{Kind: EvidenceFile, Path: id.tokenFile, State: fileState(err)})
	if err != nil {
		return unreadableToken(id, data, err)
	}
	if strings.TrimSpace(string(token)) != string(token) {
		w.rec.finding(Finding{Code: FindingWebIdentityBlank, Severity: SeverityInfo, Origin: id.tokenAt, Data: Data{"path": id.tokenFile}})
	}
	for i := range token {
		token[i] &= 0x7f // read as 7-bit text, as Node does
	}
	if id.sessionName == "" {
		id.sessionName = w.env(variableSessionName)
	}
	if id.sessionName == "" {
		id.sessionName = w.generatedSessionName("session-")
	}
	creds, err := w.assumeRoleWithWebIdentity(ctx, WebIdentityRequest{
		RoleArn: id.roleArn, RoleSessionName: id.sessionName, WebIdentityToken: NewSecret(string(token)), Region: w.stsRegion(nil).Value,
	})
	if err != nil {
		v := serviceVerdict(ctx, err, CodeWebIdentityRefused, CodeWebIdentityUnreachable)
		v = v.withAll(data)
		if v.reason.Origin == nil {
			v = v.at(id.roleAt)
		}
		return v
	}
	return found(CodeWebIdentityFound, SourceWebIdentity, creds, data).at(id.roleAt)
}

// explainToken looks whether there is a token to send, and reads none of it.
func (w *walk) explainToken(id webIdentity, data Data) verdict {
	err := checkTokenFile(id.tokenFile)
	state := "present"
	if err != nil {
		state = fileState(err)
	}
	w.rec.add(Evidence{Kind: EvidenceFile, Path: id.tokenFile, State: state})
	if err != nil {
		return unreadableToken(id, data, err)
	}
	if w.opts.RoleAssumerWithWebIdentity == nil {
		if v := w.servicesReady(serviceSTS); v.state != "" {
			return v
		}
	}
	return wouldUse(CodeWebIdentityWouldCall, SourceWebIdentity, data).at(id.roleAt)
}

func unreadableToken(id webIdentity, data Data, err error) verdict {
	data["cause"] = stateCause(err)
	if errors.Is(err, fs.ErrNotExist) {
		data["state"] = "absent"
	}
	return stop(CodeWebIdentityUnreadable, data, err).at(id.tokenAt)
}
