package fakeaws

import "time"

// World is what exists in the fake AWS: who there is and who trusts whom. The
// zero World is valid and empty: every signed call then fails with
// InvalidClientTokenId, metadata has no role.
type World struct {
	// Users are IAM users with their long-term keys and MFA devices.
	Users []User
	// Roles can be assumed. A role that is not listed is refused like one
	// that does not trust the caller: AWS does not tell the two apart.
	Roles []Role
	// Issuers are OIDC identity providers known to AssumeRoleWithWebIdentity.
	Issuers []Issuer
	// SSO are IAM Identity Center instances, told apart by start URL.
	SSO []SSOInstance
	// Instance is the EC2 instance behind the metadata service; nil means a
	// machine without metadata (every request answers 404).
	Instance *Instance
	// Containers are container credentials endpoints, told apart by path.
	Containers []Container
}

// User is an IAM user.
type User struct {
	Account string
	Name    string
	Keys    []AccessKey
	MFA     []MFADevice
}

// ARN is the user's Amazon resource name in the aws partition.
func (u User) ARN() string { return "arn:aws:iam::" + u.Account + ":user/" + u.Name }

// AccessKey is a long-term key pair of a user.
type AccessKey struct {
	ID     string
	Secret string
	// Inactive keys answer as unknown ones do: InvalidClientTokenId.
	Inactive bool
}

// MFADevice is a virtual MFA device: RFC 6238 with SHA-1, 30 s, six digits.
type MFADevice struct {
	// Serial is the device's ARN (or the number of a hardware device).
	Serial string
	// Secret is the seed in base32, with or without padding, any case.
	Secret string
}

// Role is an IAM role with the facts of its trust policy.
type Role struct {
	ARN string
	// Trusted lists who may assume the role: a user ARN, a role ARN, the ARN
	// of an assumed-role session, an account number or its :root ARN (anyone
	// in that account), or "*".
	Trusted []string
	// RequireMFA demands aws:MultiFactorAuthPresent: a TokenCode in the call
	// or a GetSessionToken session that was made with one.
	RequireMFA bool
	// ExternalID, if set, must be given exactly.
	ExternalID string
	// MaxDuration is the role's MaxSessionDuration; 0 means one hour.
	MaxDuration time.Duration
	// Web, if set, lets OIDC identities assume the role.
	Web *WebTrust
}

// WebTrust is the condition of a role on web identity tokens. Empty fields
// accept anything.
type WebTrust struct {
	// Issuer is the Name or the URL of an Issuer of the world.
	Issuer   string
	Subject  string
	Audience string
}

// Issuer is an OIDC identity provider.
type Issuer struct {
	// Name selects a provider that the server itself plays, at
	// URL()/oidc/<Name>, with its own keys (Server.WebToken signs with them).
	Name string
	// URL is a provider elsewhere (on loopback), whose discovery document and
	// key set are fetched over HTTP. Set exactly one of Name and URL.
	URL string
	// Audiences are the client ids registered with the provider; a token for
	// another audience is InvalidIdentityToken. Empty accepts any.
	Audiences []string
}

// SSOInstance is one IAM Identity Center instance.
type SSOInstance struct {
	StartURL string
	// Region is the instance's home; "" accepts every region. A request that
	// reaches the server through RegionURL of another region is refused.
	Region string
	// User is who signs in; "" means "jane".
	User     string
	Accounts []SSOAccount
	// ApproveAfter is the number of polls that are answered
	// authorization_pending before the sign-in is approved by itself; 0 waits
	// for ApproveDevice, DenyDevice or the Allow button of the page.
	ApproveAfter int
	// Patient never asks for longer pauses between polls (slow_down).
	Patient bool
	// AutoAuthorize lets GET /authorize redirect at once, without the page.
	AutoAuthorize bool
	// AccessTTL is the life of access tokens; 0 means one hour.
	AccessTTL time.Duration
	// RegistrationTTL is the life of client registrations; 0 means 90 days.
	RegistrationTTL time.Duration
}

// SSOAccount is an account that the signed-in user can reach.
type SSOAccount struct {
	ID    string
	Name  string
	Email string
	// Roles are the names of the permission sets assigned to the user.
	Roles []string
}

// IMDSMode says which versions of the metadata protocol the instance speaks.
type IMDSMode int

// The modes of an instance's metadata service.
const (
	// IMDSBoth answers with and without a session token ("HttpTokens optional").
	IMDSBoth IMDSMode = iota
	// IMDSv2Only answers 401 to requests without a token ("HttpTokens required").
	IMDSv2Only
	// IMDSv1Only does not know the token path (404), as old emulators do.
	IMDSv1Only
	// IMDSDisabled answers 403 to everything ("HttpEndpoint disabled").
	IMDSDisabled
)

// Instance is an EC2 instance.
type Instance struct {
	// RoleARN is the role of the instance profile; "" means none.
	RoleARN string
	// ID is the instance id, used as session name; "" picks one.
	ID     string
	Region string
	Mode   IMDSMode
	// Life is how long its credentials live from each request on; 0 means six
	// hours, a negative value yields credentials that have expired.
	Life time.Duration
	// AccountID adds the AccountId field that newer agents send.
	AccountID bool
}

// Container is a container credentials endpoint.
type Container struct {
	// Path is the request path, query excluded.
	Path string
	// RoleARN is the task's role.
	RoleARN string
	// Token, if set, must be the exact value of the Authorization header.
	Token string
	// TokenFile, if set, is read at each request and holds the value wanted
	// (blanks and line ends around it are ignored), so that a test can rotate it.
	TokenFile string
	// Life as in Instance.
	Life time.Duration
}

// EmptyWorld returns a world in which nothing exists.
func EmptyWorld() *World { return &World{} }
