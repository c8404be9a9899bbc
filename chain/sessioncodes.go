package chain

// The codes of looking a session up and of keeping it.
const (
	CodeCacheHit          Code = "cache.hit"
	CodeCacheMiss         Code = "cache.miss"
	CodeCacheExpiring     Code = "cache.expiring" // it is still good, but for less than is asked for
	CodeCacheExpired      Code = "cache.expired"
	CodeCacheCorrupt      Code = "cache.corrupt"    // it cannot be trusted, and so is not handed out
	CodeCacheSealed       Code = "cache.sealed"     // it rests sealed, and could not be opened
	CodeCacheUnverified   Code = "cache.unverified" // the AWS CLI's entry may be another source's
	CodeCacheWaited       Code = "cache.waited"     // another program obtained it meanwhile
	CodeCacheKept         Code = "cache.kept"       // it is due, could not be renewed, and still lives
	CodeCacheNotNeeded    Code = "cache.not-needed" // of steps that a cached session spares
	CodeCacheStored       Code = "cache.stored"
	CodeCacheNotStored    Code = "cache.not-stored"
	CodeCacheUnsealed     Code = "cache.unsealed"      // it could not be sealed, and is not kept
	CodeCachePublished    Code = "cache.published"     // in the AWS CLI's cache
	CodeCacheNotPublished Code = "cache.not-published" // why says the reason
	CodeCacheLocked       Code = "cache.locked"        // another program holds the lock
	CodeRoleCached        Code = "role.cached"
	CodeSSOCached         Code = "sso.cached"
)

// The codes of sessions that one token code gives and all roles of a device share.
const (
	CodeMFASessionNew         Code = "mfa-session.new"
	CodeMFASessionCached      Code = "mfa-session.cached"
	CodeMFASessionWouldGet    Code = "mfa-session.would-get"
	CodeMFASessionRefused     Code = "mfa-session.refused" // STS gives no session
	CodeMFASessionUnreachable Code = "mfa-session.unreachable"
	CodeMFASessionIncomplete  Code = "mfa-session.incomplete-answer"
	CodeMFADirectSetting      Code = "mfa-session.direct-setting"    // the profile says mfa = direct
	CodeMFADirectRemembered   Code = "mfa-session.direct-remembered" // the role refused such a session before
)

// The findings about sessions.
const (
	FindingCacheCorrupt      = "cache.corrupt"    // a file of the store was not used
	FindingCacheLoose        = "cache.loose-mode" // others can read it
	FindingCacheFolder       = "cache.folder"     // its folder is another user's, a link, or open to others
	FindingCacheNotStored    = "cache.not-stored"
	FindingCacheNotPublished = "cache.not-published"
	FindingCacheKept         = "cache.kept"
	FindingCacheSealed       = "cache.sealed"             // what is kept could not be opened
	FindingCacheUnsealed     = "cache.unsealed"           // what was obtained could not be sealed, and is not kept
	FindingMFASetting        = "mfa-session.bad-setting"  // the key mfa has an unknown value
	FindingMFANoProvider     = "mfa-session.no-provider"  // static keys are used without MFA, as nobody can be asked
	FindingMFARoleRefuses    = "mfa-session.role-refuses" // the role was assumed with a code of its own
	FindingMFASessionDenied  = "mfa-session.denied"       // the keys get no session; the code goes to the role
	FindingMFASessionDropped = "mfa-session.dropped"      // STS no longer knows the session that was kept
	FindingMFASessionLimit   = "mfa-session.limit"        // more than an hour asked of a role that is assumed with such a session
	FindingRoleDuration      = "role.duration-reduced"
)

// StepSession is one sts:GetSessionToken, or what was kept of an earlier one.
const StepSession StepKind = "session"
