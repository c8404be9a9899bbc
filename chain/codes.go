package chain

// The codes of the walk as a whole.
const (
	CodeNotReached    Code = "chain.not-reached"    // an earlier stage ended the walk
	CodeCanceled      Code = "chain.canceled"       // the caller's context ended
	CodeNoCredentials Code = "chain.no-credentials" // every stage was skipped
	CodeNoHome        Code = "chain.no-home"        // no home folder and no file locations
)

// The codes of the environment stage.
const (
	CodeEnvFound        Code = "env.found"
	CodeEnvProfileNamed Code = "env.profile-named" // a profile is named, which turns the stage off
	CodeEnvUnset        Code = "env.unset"
	CodeEnvHalfPair     Code = "env.half-pair" // one key variable without the other
)

// The codes of profiles, whichever stage looks at them.
const (
	CodeProfileMissing Code = "profile.missing" // named, and in neither file
	CodeDefaultMissing Code = "profile.default-missing"
	CodeProfileEmpty   Code = "profile.empty" // no credential settings
	CodeStaticFound    Code = "static.found"
	CodeStaticHalfPair Code = "static.half-pair" // one key without the other
)

// The codes of assuming a role.
const (
	CodeRoleFound               Code = "role.found"
	CodeRoleWouldAssume         Code = "role.would-assume"
	CodeRoleRefused             Code = "role.refused" // STS said no
	CodeRoleUnreachable         Code = "role.unreachable"
	CodeRoleIncomplete          Code = "role.incomplete-answer"
	CodeRoleNoSource            Code = "role.no-source"
	CodeRoleBothSources         Code = "role.both-sources"
	CodeRoleBadDuration         Code = "role.bad-duration"
	CodeSourceMissing           Code = "source-profile.missing"
	CodeSourceEmpty             Code = "source-profile.empty"
	CodeSourceCycle             Code = "source-profile.cycle"
	CodeSourceDepth             Code = "source-profile.depth"
	CodeCredentialSourceUnknown Code = "credential-source.unknown"
	CodeCredentialSourceEmpty   Code = "credential-source.empty"
)

// The codes of token codes.
const (
	CodeMFAGiven       Code = "mfa.given"
	CodeMFANoProvider  Code = "mfa.no-provider"     // the profile needs a code and nobody can be asked
	CodeMFANoTerminal  Code = "mfa.not-interactive" // the provider has no terminal to ask on
	CodeMFACanceled    Code = "mfa.canceled"
	CodeMFARejected    Code = "mfa.rejected" // by STS, in the last attempt
	CodeMFAReused      Code = "mfa.reused"   // the only code there is was used within its 30 seconds
	CodeMFAProviderErr Code = "mfa.provider-failed"
)

// The codes of credential_process.
const (
	CodeProcessFound       Code = "process.found"
	CodeProcessWouldRun    Code = "process.would-run"
	CodeProcessFailed      Code = "process.failed" // exit code other than 0
	CodeProcessNotStarted  Code = "process.not-started"
	CodeProcessTimeout     Code = "process.timeout"
	CodeProcessTooMuch     Code = "process.too-much-output"
	CodeProcessNotJSON     Code = "process.not-json"
	CodeProcessVersion     Code = "process.bad-version"
	CodeProcessIncomplete  Code = "process.incomplete-answer"
	CodeProcessExpired     Code = "process.expired"
	CodeProcessRecursion   Code = "process.recursion" // it would run this program for the same profile again
	CodeProcessAbsent      Code = "process.absent"    // no such key in the profile
	CodeProcessSTSResponse Code = "process.sts-response"
)

// The codes of web identity.
const (
	CodeWebIdentityFound       Code = "web-identity.found"
	CodeWebIdentityWouldCall   Code = "web-identity.would-assume"
	CodeWebIdentityUnset       Code = "web-identity.unset"
	CodeWebIdentityNamed       Code = "web-identity.profile-named" // the caller named a profile
	CodeWebIdentityNoRole      Code = "web-identity.no-role"
	CodeWebIdentityNoToken     Code = "web-identity.no-token-file"
	CodeWebIdentityUnreadable  Code = "web-identity.token-unreadable"
	CodeWebIdentityRefused     Code = "web-identity.refused"
	CodeWebIdentityUnreachable Code = "web-identity.unreachable"
)

// The codes of SSO.
const (
	CodeSSOFound            Code = "sso.found"
	CodeSSOWouldCall        Code = "sso.would-call"
	CodeSSOWouldRefresh     Code = "sso.would-refresh"
	CodeSSONoSettings       Code = "sso.no-settings"
	CodeSSONoOptions        Code = "sso.no-options" // dialects whose SSO stage acts on options of the caller alone
	CodeSSORoleWins         Code = "sso.role-wins"  // the profile is a role with a source
	CodeSSOSessionOnly      Code = "sso.session-only"
	CodeSSOIncomplete       Code = "sso.incomplete"
	CodeSSOSessionMissing   Code = "sso.session-missing"
	CodeSSOTokenValid       Code = "sso.token-valid"
	CodeSSOTokenMissing     Code = "sso.token-missing"
	CodeSSOTokenCorrupt     Code = "sso.token-corrupt"
	CodeSSOTokenUnreadable  Code = "sso.token-unreadable"
	CodeSSOTokenExpired     Code = "sso.token-expired"
	CodeSSOTokenNoRefresh   Code = "sso.token-no-refresh" // near or past its end, and cannot be refreshed
	CodeSSORefreshed        Code = "sso.refreshed"
	CodeSSORefreshRefused   Code = "sso.refresh-refused" // the service no longer accepts the refresh token
	CodeSSORefreshFailed    Code = "sso.refresh-failed"  // network trouble
	CodeSSORefreshUnsaved   Code = "sso.refresh-unsaved" // renewed, and the new token could not be written down
	CodeSSORevoked          Code = "sso.revoked"         // the portal no longer accepts the token
	CodeSSODenied           Code = "sso.denied"          // account or role not granted
	CodeSSOPortalFailed     Code = "sso.portal-failed"
	CodeSSOAnswerIncomplete Code = "sso.incomplete-answer"
)

// The codes of `aws login` sessions.
const (
	CodeLoginFound         Code = "login.found"
	CodeLoginRefreshed     Code = "login.refreshed"
	CodeLoginWouldRefresh  Code = "login.would-refresh"
	CodeLoginMissing       Code = "login.missing"
	CodeLoginCorrupt       Code = "login.corrupt"
	CodeLoginExpired       Code = "login.expired"
	CodeLoginUserChanged   Code = "login.user-changed"
	CodeLoginNoPermission  Code = "login.no-permission"
	CodeLoginRefused       Code = "login.refused"
	CodeLoginRefreshFailed Code = "login.refresh-failed"
)

// The codes of container credentials.
const (
	CodeContainerFound           Code = "container.found"
	CodeContainerWouldAsk        Code = "container.would-ask"
	CodeContainerUnset           Code = "container.unset"
	CodeContainerBadURI          Code = "container.bad-uri"
	CodeContainerHostRefused     Code = "container.host-refused"
	CodeContainerTokenUnreadable Code = "container.token-unreadable"
	CodeContainerTokenInvalid    Code = "container.token-invalid" // holds a line break
	CodeContainerTimeout         Code = "container.timeout"
	CodeContainerUnreachable     Code = "container.unreachable"
	CodeContainerStatus          Code = "container.status"
	CodeContainerNotJSON         Code = "container.not-json"
	CodeContainerIncomplete      Code = "container.incomplete-answer"
	CodeContainerTooLarge        Code = "container.too-large"
	CodeContainerBadExpiration   Code = "container.bad-expiration"
)

// The codes of instance metadata (IMDS).
const (
	CodeInstanceFound       Code = "instance.found"
	CodeInstanceUnknown     Code = "instance.unknown" // explain mode sends no request
	CodeInstanceDisabled    Code = "instance.disabled"
	CodeInstanceContainer   Code = "instance.container-set" // a container URI rules it out
	CodeInstanceBadMode     Code = "instance.bad-endpoint-mode"
	CodeInstanceBadEndpoint Code = "instance.bad-endpoint"
	CodeInstanceTimeout     Code = "instance.timeout"
	CodeInstanceUnreachable Code = "instance.unreachable"
	CodeInstanceNoToken     Code = "instance.token-refused"
	CodeInstanceV1Disabled  Code = "instance.v1-disabled"
	CodeInstanceNoRole      Code = "instance.no-role"
	CodeInstanceBadRole     Code = "instance.bad-role-name"
	CodeInstanceStatus      Code = "instance.status"
	CodeInstanceNotJSON     Code = "instance.not-json"
	CodeInstanceIncomplete  Code = "instance.incomplete-answer"
	CodeInstanceTooLarge    Code = "instance.too-large"
	CodeInstanceMetaRequest Code = "instance.answered" // of one request's step
)

// The codes of calling a service.
const (
	CodeEndpointPlain       Code = "endpoint.plain"            // plain HTTP to an address that is not loopback
	CodeEndpointInvalid     Code = "endpoint.invalid"          // not an address at all
	CodeEndpointConflict    Code = "endpoint.conflict"         // a configured address and the FIPS or dual-stack flag exclude each other
	CodeServicesMissing     Code = "endpoint.services-missing" // the profile names a services section that does not exist
	CodeRegionInvalid       Code = "region.invalid"            // cannot be part of a host name
	CodeCABundle            Code = "ca-bundle.unusable"
	CodeIdentityRefused     Code = "identity.refused" // STS does not know these credentials, or no longer
	CodeIdentityUnreachable Code = "identity.unreachable"
	CodeAnswered            Code = "request.answered" // of a step: the service gave what was asked for
)
