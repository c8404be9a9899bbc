package chain

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// askInstance is getInstanceMetadataProvider of the Node SDK: a session token, the
// role's name, the role's credentials.
func (w *walk) askInstance(ctx context.Context, c *metadataClient, e instanceAt) verdict {
	header, v := w.instanceToken(ctx, c, e)
	if v.state != "" {
		return v
	}
	again := c.transient
	if w.rules.instance.everyError {
		again = always
	}
	retries := w.retries(0)
	var role string
	v = tries(ctx, retries, 0, again, func(ctx context.Context) verdict {
		r := metadataRequest{http.MethodGet, e.at(pathInstanceRole), header}
		a := w.askMetadata(ctx, c, r)
		switch {
		case a.err == nil && a.status == http.StatusNotFound:
			return skip(CodeInstanceNoRole, c.failure(r, a).reason.Data)
		case !a.ok():
			return w.instanceFailure(c, e, r, a)
		}
		role = strings.TrimSpace(string(a.body))
		return found("", SourceInstance, Credentials{}, nil)
	})
	switch {
	case v.state != StateFound:
		return v
	case role == "":
		return skip(CodeInstanceNoRole, Data{"endpoint": e.text()})
	case !validRoleName(role):
		return fail(CodeInstanceBadRole, Data{"endpoint": e.text(), "role": clip(role)}, nil)
	}
	return tries(ctx, retries, 0, again, func(ctx context.Context) verdict {
		r := metadataRequest{http.MethodGet, e.at(pathInstanceRole + role), header}
		a := w.askMetadata(ctx, c, r)
		if !a.ok() {
			return w.instanceFailure(c, e, r, a).with("role", role)
		}
		return w.instanceAnswer(e, role, header, a)
	})
}

// instanceToken asks for a session token: the header of the requests to come, which
// holds none where version 1 may do. A verdict with a state ends the stage.
func (w *walk) instanceToken(ctx context.Context, c *metadataClient, e instanceAt) (http.Header, verdict) {
	r := e.tokenRequest()
	a := w.askMetadata(ctx, c, r)
	header := http.Header{}
	status := a.status
	if a.err != nil {
		status = 0
	}
	switch {
	case a.ok() && headerFault(string(a.body)) != "":
		return nil, fail(CodeInstanceNoToken, Data{"endpoint": e.text(), "fault": headerFault(string(a.body))}, nil)
	case a.ok():
		header.Set(headerToken, string(a.body))
		return header, verdict{}
	case ctx.Err() != nil:
		return nil, w.instanceFailure(c, e, r, a)
	case !w.rules.instance.v1After(status):
		v := w.instanceFailure(c, e, r, a)
		if v.reason.Code == CodeInstanceStatus {
			v.reason.Code = CodeInstanceNoToken
		}
		return nil, v
	}
	if by, blocked := w.v1Blocked(); blocked {
		v := w.instanceFailure(c, e, r, a).with("token", tokenEnd(a))
		v.reason.Code = CodeInstanceV1Disabled
		if by.Name != "" {
			return nil, v.with("by", by.Name)
		}
		return nil, v.with("by", place(by))
	}
	w.rec.finding(Finding{Code: FindingInstanceV1, Severity: SeverityWarning, Origin: e.origin, Data: Data{"endpoint": e.text(), "token": tokenEnd(a)}})
	return header, verdict{}
}

// tokenEnd is how the token request ended, in a word.
func tokenEnd(a metadataAnswer) string {
	if a.err != nil {
		return "no answer"
	}
	return fmt.Sprint(a.status)
}

// instanceFailure is the end of a request that failed. That nobody is at the default
// address is no fault: most machines are no EC2 instances.
func (w *walk) instanceFailure(c *metadataClient, e instanceAt, r metadataRequest, a metadataAnswer) verdict {
	v := c.failure(r, a).with("endpoint", e.text())
	_, answered := r.header[http.CanonicalHeaderKey(headerToken)]
	if a.err != nil && a.status == 0 && !answered && !e.configured() {
		v.failed = false
	}
	return v
}

// instanceAnswer reads the credentials. The field Code is not looked at, as in Node.
func (w *walk) instanceAnswer(e instanceAt, role string, header http.Header, a metadataAnswer) verdict {
	data := Data{"endpoint": e.text(), "role": role, "version": "2"}
	if len(header) == 0 {
		data["version"] = "1"
	}
	m, err := parseMetadataCredentials(a.body)
	switch {
	case err != nil:
		return stop(CodeInstanceNotJSON, data, err)
	case len(m.missing) > 0:
		return fail(CodeInstanceIncomplete, m.incomplete(data), nil)
	}
	end, _ := parseTime(m.expiration) // an unreadable date is no expiry
	creds := m.credentials(end)
	creds.AccountID = m.accountID
	return found(CodeInstanceFound, SourceInstance, w.extended(creds, e.origin), data)
}

// validRoleName: what IAM allows in a role's name (IAM API reference, CreateRole), which
// is also what may stand in a path without leading elsewhere.
func validRoleName(name string) bool {
	if name == "." || name == ".." || len(name) > 128 {
		return false
	}
	for _, c := range []byte(name) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && strings.IndexByte("+=,.@_-", c) < 0 {
			return false
		}
	}
	return true
}
