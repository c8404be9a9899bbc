// Package chain walks the AWS credential chain: stage by stage, one provider at a
// time, saying for each what was found, skipped or wrong, and why.
//
// The order and the rules are data, a [Dialect]. [Documented], the default, is the
// chain that the Node.js default provider documents: environment, SSO token cache,
// web identity, shared files, container or instance metadata. [Node] is what the
// latest release of @aws-sdk/credential-provider-node really does.
//
// [Resolve] walks once and tells an observer every step as it happens; [NewProvider]
// memoises the walk for a program that needs credentials for as long as it runs.
// The package knows no terminal and writes to no standard stream: text for people is
// made from the codes and data of its events by whoever shows them.
package chain
