//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// TestStampedeOfRefreshes: of twenty programs that need a token refreshed at once one
// does it, and all use what it got. A refresh token that is used again would end the
// sign-in: the fake is as strict as the service.
func TestStampedeOfRefreshes(t *testing.T) {
	t.Parallel()
	aws := signInAWS(t, func(c *fakeaws.Config) { c.World.SSO[0].AccessTTL = time.Hour })
	token, err := aws.SignIn("https://corp.awsapps.com/start", fakeaws.SSOSignIn{Life: -time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	at := home(t, ".aws/config", signInConfig, corpTokenFile, tokenFile(token))
	env := environment(at)
	for name, value := range aws.Env() {
		env = append(env, name+"="+value)
	}
	aws.Inject("CreateToken", fakeaws.Fault{Delay: 200 * time.Millisecond}) // so that they really meet
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			cmd := exec.CommandContext(t.Context(), binary, "process", "--no-cache", "s")
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), `"AccessKeyId":"ASIA`) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	all.Wait()
	if n := aws.Count("CreateToken"); n != 1 {
		t.Errorf("%d refreshes", n)
	}
	var kept struct{ RefreshToken string }
	text, err := os.ReadFile(filepath.Join(at, corpTokenFile))
	if err != nil || json.Unmarshal(text, &kept) != nil || kept.RefreshToken == "" || kept.RefreshToken == token.RefreshToken {
		t.Errorf("%v: the file does not hold the rotated refresh token", err)
	}
}
