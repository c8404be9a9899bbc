package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestClearAfterTheClockWasSetBack: sessions of the future are not used, and all that
// was made of them goes, the copies that the AWS CLI would go on using too.
func TestClearAfterTheClockWasSetBack(t *testing.T) {
	t.Parallel()
	w, _, pass := keptWorld(t)
	pass(-24 * time.Hour)
	if r := w.run(t.Context(), "cache", "list"); strings.Count(r.out, "not used") != 5 || strings.Count(r.out, "aws-cli (copy)") != 2 {
		t.Errorf("%+v", r)
	}
	if r := w.run(t.Context(), "cache", "clear", "--all"); r.code != ExitOK || strings.Count(r.out, "removed  ") != 5 {
		t.Errorf("%+v", r)
	}
	for _, pattern := range []string{".cache/credence/sessions/*.json", ".aws/cli/cache/*.json"} {
		if left, _ := filepath.Glob(filepath.Join(w.home(), pattern)); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
	}
}

// TestListOfLoginsElsewhere: the folder that AWS_LOGIN_CACHE_DIRECTORY names is looked
// into, and one that is looked into anyway is not listed twice.
func TestListOfLoginsElsewhere(t *testing.T) {
	t.Parallel()
	const name = "b1abda7fa13f8cc94a6e2fab6084b3c9f8ebc6100820b2ab67cbdfadc642d402.json" // of the session's name, by SHA-256
	dir := t.TempDir()
	config := "[profile laptop]\nlogin_session = arn:aws:iam::111122223333:user/jane\n"
	for _, c := range []struct{ set, file string }{{dir, dir}, {"/.aws/login/cache/", "/.aws/login/cache"}} {
		w := world(t, config, "")
		set, file := c.set, c.file
		if !strings.HasPrefix(set, dir) {
			set, file = w.home()+set, w.home()+file
		}
		if err := errorsOf(os.MkdirAll(file, 0o700), os.WriteFile(filepath.Join(file, name), []byte("{}"), 0o600)); err != nil {
			t.Fatal(err)
		}
		w.Env = environmentOf(append(w.Env.List(), "AWS_LOGIN_CACHE_DIRECTORY="+set))
		r := w.run(t.Context(), "cache", "list")
		if !strings.HasPrefix(r.out, "laptop  login  aws-login  ") || strings.Count(r.out, "\n") != 1 {
			t.Errorf("%s: %+v", set, r)
		}
		if r = w.run(t.Context(), "cache", "clear", "--all"); r.code != ExitOK || r.errors != "Nothing to remove.\n1 session of aws login stays: aws logout ends it\n" {
			t.Errorf("%s: %+v", set, r)
		}
	}
}
