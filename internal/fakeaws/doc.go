// Package fakeaws is a loopback AWS: the parts of STS, IAM Identity Center
// (portal and OIDC), the sign-in service, the instance metadata service and the
// container credentials endpoint that a credential chain talks to. It serves
// the tests and `credence demo`.
//
// It is written for fidelity: signatures are recomputed, MFA codes are checked
// by RFC 6238 and accepted once, refresh tokens rotate, trust facts decide who
// may assume a role, and errors carry AWS's own codes and wording. Clients that
// nobody here wrote (AWS CLI, botocore, the Node SDK) accept it unmodified; the
// lane tests of this package prove that.
//
// A Server owns the World given to Start; afterwards the world is changed
// through Server.Update only. All methods of Server are safe for concurrent use.
package fakeaws
