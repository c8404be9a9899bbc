package chain

// The codes of opening the console.
const (
	CodeConsoleNoEndpoint     Code = "console.no-endpoint" // no federation endpoint is known for the partition
	CodeConsoleRefused        Code = "console.refused"     // the federation endpoint does not take the credentials
	CodeConsoleUnreachable    Code = "console.unreachable"
	CodeConsoleAnswer         Code = "console.bad-answer" // an answer without a sign-in token
	CodeFederationRefused     Code = "federation.refused" // STS gives these keys no federated session
	CodeFederationUnreachable Code = "federation.unreachable"
	CodeFederationIncomplete  Code = "federation.incomplete-answer"
)
