// Package nodump keeps the memory of this process, in which secrets are, out of core
// files and from other programs of the same user.
package nodump

// Variable names the environment variable that, set to anything, lets the process be
// dumped and traced: for debugging credence itself.
const Variable = "CREDENCE_DEBUG_CORE"
