package chain

import (
	"context"
	"net"
	"net/http"
	"time"

	"credence/chain/cache"
	"credence/internal/process"
	"credence/mfa"
	"credence/profiles"
)

// RoleRequest is what sts:AssumeRole is asked for.
type RoleRequest struct {
	RoleArn         string
	RoleSessionName string
	ExternalID      string
	Duration        time.Duration
	SerialNumber    string // of the MFA device, with TokenCode; empty without MFA
	TokenCode       Secret
	Region          string // of the STS endpoint
}

// WebIdentityRequest is what sts:AssumeRoleWithWebIdentity is asked for.
type WebIdentityRequest struct {
	RoleArn          string
	RoleSessionName  string
	WebIdentityToken Secret
	Duration         time.Duration // 0: the service's default
	Region           string
}

// RoleAssumer assumes a role with the source's credentials (the option roleAssumer
// of the Node.js default provider). Its error stops the chain.
type RoleAssumer func(ctx context.Context, source Credentials, request RoleRequest) (Credentials, error)

// WebIdentityRoleAssumer assumes a role with a web identity token (the option
// roleAssumerWithWebIdentity). Its error stops the chain.
type WebIdentityRoleAssumer func(ctx context.Context, request WebIdentityRequest) (Credentials, error)

// Environment is where variables come from.
type Environment struct {
	Lookup func(name string) (string, bool)
	List   func() []string // "NAME=value", for child processes
}

// Options are the options of the Node.js default provider (DESIGN section 1) and the
// seams to the world outside. A nil pointer means that the option was not given,
// which is not the same as an empty or zero value.
type Options struct {
	Profile                    *string                // default: AWS_PROFILE, else "default"
	Filepath                   *string                // shared credentials file
	ConfigFilepath             *string                // shared config file
	MFACodeProvider            mfa.CodeProvider       // default: none; a profile that needs a code is then an error
	RoleAssumer                RoleAssumer            // default: an STS client
	RoleArn                    *string                // of the web identity stage
	WebIdentityTokenFile       *string                // of the web identity stage
	RoleAssumerWithWebIdentity WebIdentityRoleAssumer // default: an STS client
	Timeout                    *time.Duration         // of container and metadata requests; default 1 s
	MaxRetries                 *int                   // of container and metadata requests; default 0
	Region                     *string                // of STS calls, over every other setting

	Cache              *cache.Store  // sessions that outlive the process; nil: none are kept. For the dialect documented alone
	NoShare            bool          // neither read nor write the AWS CLI's cache of roles
	MinLife            time.Duration // a cached session with less left is renewed; 0: cache.RenewalWindow
	Fresh              bool          // obtain roles and SSO credentials anew whatever is cached
	MFASessionDuration time.Duration // of the session that all roles of an MFA device share; 0: 12 h
	SignIn             SignIn        // signs a person in to an SSO session where a token is needed; nil: that is an error. For the dialect documented alone

	Dialect            *Dialect // default: Documented()
	Mode               Mode     // default: ModeResolve
	All                bool     // go on after the winner, in explain mode, to show what it shadows
	IgnoreCache        bool     // a Provider reads the shared files again at every refresh
	AllowPlainEndpoint bool     // permit plain HTTP to a configured STS, SSO or OIDC endpoint that is not loopback
	ProcessTTY         bool     // give a credential_process the caller's terminal

	// Files are the shared files, read already for the dialect: an interface that walks
	// many profiles reads them once. Default: they are read when a stage asks for them.
	Files *profiles.Files

	Observe func(Event) // told every event, synchronously and in order

	Env        Environment            // default: the process's own
	Home       func() (string, error) // last resort where no variable names the home folder
	Clock      func() time.Time       // default: time.Now
	HTTP       http.RoundTripper      // default: a transport made from the environment's proxies and CA bundle
	DialMeta   DialFunc               // default: a plain dialer; for container and metadata requests
	RunProcess ProcessRunner          // default: process.Run
	MFALedger  *mfa.Ledger            // default: a new one; share it between walks so that no code is sent twice
}

// DialFunc dials a network address.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// ProcessRunner runs a child process; process.Run is the real one.
type ProcessRunner func(ctx context.Context, spec process.Spec) (process.Result, error)
