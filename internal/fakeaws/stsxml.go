package fakeaws

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"time"
)

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// node is an element of an answer; it has text or children.
type node struct {
	name string
	text string
	kids []node
}

func leaf(name, text string) node           { return node{name: name, text: text} }
func branch(name string, kids ...node) node { return node{name: name, kids: kids} }

func (n node) write(b *strings.Builder, indent, attributes string) {
	b.WriteString(indent + "<" + n.name + attributes + ">")
	if n.kids == nil {
		var text bytes.Buffer
		_ = xml.EscapeText(&text, []byte(n.text))
		b.WriteString(text.String() + "</" + n.name + ">\n")
		return
	}
	b.WriteString("\n")
	for _, k := range n.kids {
		k.write(b, indent+"  ", "")
	}
	b.WriteString(indent + "</" + n.name + ">\n")
}

// stsReply wraps a result as the query protocol does.
func stsReply(action string, result ...node) reply {
	var b strings.Builder
	branch(action+"Response",
		branch(action+"Result", result...),
		branch("ResponseMetadata", leaf("RequestId", newRequestID())),
	).write(&b, "", ` xmlns="`+stsNamespace+`"`)
	return reply{status: http.StatusOK, kind: "text/xml", body: b.String()}
}

// stsError words an error as the query protocol does.
func stsError(status int, code, message string) reply {
	blame := "Sender"
	if status >= 500 {
		blame = "Receiver"
	}
	if code == "" {
		code = map[bool]string{true: "InternalFailure", false: "AccessDenied"}[status >= 500]
	}
	var b strings.Builder
	branch("ErrorResponse",
		branch("Error", leaf("Type", blame), leaf("Code", code), leaf("Message", message)),
		leaf("RequestId", newRequestID()),
	).write(&b, "", ` xmlns="`+stsNamespace+`"`)
	return reply{status: status, kind: "text/xml", body: b.String()}
}

func credentialsNode(c Credentials) node {
	return branch("Credentials",
		leaf("AccessKeyId", c.AccessKeyID),
		leaf("SecretAccessKey", c.SecretAccessKey),
		leaf("SessionToken", c.SessionToken),
		leaf("Expiration", c.Expiration.Format(time.RFC3339)),
	)
}

// stsProblem is an STS error on its way to an answer.
type stsProblem struct {
	status        int
	code, message string
}

func (p *stsProblem) reply() reply { return stsError(p.status, p.code, p.message) }

func missingToken() *stsProblem {
	return &stsProblem{http.StatusForbidden, "MissingAuthenticationToken", "Request is missing Authentication Token"}
}

func incomplete(message string) *stsProblem {
	return &stsProblem{http.StatusForbidden, "IncompleteSignature", message}
}

func mismatch(message string) *stsProblem {
	return &stsProblem{http.StatusForbidden, "SignatureDoesNotMatch", message}
}

func invalidToken() *stsProblem {
	return &stsProblem{http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid."}
}

func denied(message string) *stsProblem {
	return &stsProblem{http.StatusForbidden, "AccessDenied", message}
}

func invalidInput(message string) *stsProblem {
	return &stsProblem{http.StatusBadRequest, "ValidationError", message}
}
