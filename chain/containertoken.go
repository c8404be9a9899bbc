package chain

import (
	"context"
	"strings"
)

// containerToken is what goes into the Authorization header: the token file's
// content, read anew at each request and not trimmed, else the variable. A verdict
// with a state says why there is none.
func (w *walk) containerToken(ctx context.Context, t containerTarget) (Secret, verdict) {
	token, origin := t.token, variableOrigin(variableContainerToken)
	if t.tokenFile != "" {
		origin = variableOrigin(variableContainerTokenFile)
		data, err := readTokenFile(ctx, t.tokenFile)
		w.rec.add(Evidence{Kind: EvidenceFile, Path: t.tokenFile, State: fileState(err)})
		if err != nil {
			return Secret{}, tokenUnreadable(t, err).at(origin)
		}
		token = NewSecret(string(data))
	}
	if fault := headerFault(token.Reveal()); fault != "" {
		data := Data{"variable": origin.Name, "fault": fault}
		if t.tokenFile != "" {
			data["path"] = t.tokenFile
		}
		return Secret{}, fail(CodeContainerTokenInvalid, data, nil).at(origin)
	}
	return token, verdict{}
}

func tokenUnreadable(t containerTarget, err error) verdict {
	return stop(CodeContainerTokenUnreadable, Data{"path": t.tokenFile, "state": fileState(err), "error": stateCause(err)}, err)
}

// explainContainerToken is containerToken without waiting for a file to come back.
func (w *walk) explainContainerToken(t containerTarget) verdict {
	if t.tokenFile != "" {
		if err := checkTokenFile(t.tokenFile); err != nil {
			w.rec.add(Evidence{Kind: EvidenceFile, Path: t.tokenFile, State: fileState(err)})
			return tokenUnreadable(t, err).at(variableOrigin(variableContainerTokenFile))
		}
	}
	_, v := w.containerToken(context.Background(), t)
	return v
}

// headerFault says what keeps a text from being a header's value, or "".
func headerFault(s string) string {
	switch {
	case strings.ContainsAny(s, "\r\n"):
		return "line-break"
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
		return "control-character"
	}
	return ""
}

// tokenLeftOut says that the older client goes on without the token that v is about.
func (w *walk) tokenLeftOut(v verdict) {
	w.rec.finding(Finding{Code: FindingContainerNoToken, Severity: SeverityWarning, Origin: *v.reason.Origin, Data: v.reason.Data})
}
