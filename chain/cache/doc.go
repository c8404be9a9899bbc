// Package cache keeps temporary sessions on disk: assumed roles, role credentials of
// IAM Identity Center and MFA sessions. It has credence's own store, reads and writes
// the cache in which the AWS CLI keeps assumed roles, and lists what other tools left.
//
// A file is the owner's alone from birth, replaced in one step and flushed; of any
// number of processes and goroutines that need the same session one obtains it.
// What does not belong into a cache (corrupt, somebody else's, from the future,
// without an end) is never handed out, and said.
//
// The package prints nothing, asks nothing and sends nothing.
package cache
