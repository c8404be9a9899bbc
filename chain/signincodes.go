package chain

// The codes of signing in to IAM Identity Center.
const (
	CodeSSOSignedIn       Code = "sso.signed-in"      // of a step: the person signed in, and the walk goes on
	CodeSSONoTarget       Code = "sso.no-target"      // neither a profile with SSO settings nor an sso-session of that name
	CodeSignInDeclined    Code = "signin.declined"    // the person does not want to now
	CodeSignInDenied      Code = "signin.denied"      // the person, or the service, said no on the page
	CodeSignInExpired     Code = "signin.expired"     // nobody confirmed in time
	CodeSignInAddress     Code = "signin.address"     // the address to open is not one of AWS's, or of another region
	CodeSignInRefused     Code = "signin.refused"     // the service refuses to begin, or to give the token
	CodeSignInUnreachable Code = "signin.unreachable" // no answer
	CodeSignInIncomplete  Code = "signin.incomplete-answer"
	CodeSignInNoListener  Code = "signin.no-listener" // no port of this computer can be listened on
	CodeSignInNoPlace     Code = "signin.no-place"    // the token could not be written down, so that nobody is asked
	CodeSignInUnsaved     Code = "signin.unsaved"     // signed in, and the token could not be written down
)

// StepSignIn is a person's sign-in in the middle of a walk.
const StepSignIn StepKind = "sign-in"
