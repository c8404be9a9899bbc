//go:build unix

package e2e

import (
	"os/exec"
	"strconv"
	"testing"
)

// BenchmarkUse is the time of `credence use` in a shell with its hook, from a warm
// cache to a switched shell. The goal is less than 50 ms.
func BenchmarkUse(b *testing.B) {
	for _, name := range []string{"bash", "zsh"} {
		b.Run(name, func(b *testing.B) {
			path, err := exec.LookPath(name)
			if err != nil {
				b.Skipf("not run: %s is missing", name)
			}
			_, _, env := shellWorld(b)
			script := func(n int) *exec.Cmd {
				cmd := exec.Command(path, "-c", `eval "$(credence init `+name+`)"; n=`+strconv.Itoa(n)+
					`; while [ "$n" -gt 0 ]; do credence use dev && [ "$CREDENCE_PROFILE" = dev ] || exit 1; n=$((n-1)); done`)
				cmd.Env = env
				return cmd
			}
			if out, err := script(1).CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
			timed := script(b.N)
			b.ResetTimer()
			if out, err := timed.CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
		})
	}
}
