//go:build unix

package cache

import "syscall"

const errInterrupted = syscall.EINTR
