package nodump

import "syscall"

// Set marks the process as not to be dumped, unless Variable is set: the kernel then
// writes no core file of it, and lets no other process but root's trace it or read its
// memory and environment (prctl(2), PR_SET_DUMPABLE). The mark ends with exec, so that
// programs that we start are as they would be without it, and so are their limits.
func Set(lookup func(string) (string, bool)) {
	if value, _ := lookup(Variable); value != "" {
		return
	}
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
}
