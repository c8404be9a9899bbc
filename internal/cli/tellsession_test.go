package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestASessionThatIsNotWhatWasAskedFor: whoever gets it hears of it, once and when it
// is obtained; under an SDK nothing but the answer is said.
func TestASessionThatIsNotWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		said bool
	}{
		{[]string{"use", "two-hours", "--shell", "bash"}, true},
		{[]string{"env", "two-hours", "--format", "json"}, true},
		{[]string{"exec", "two-hours", "--", "true"}, true},
		{[]string{"process", "two-hours"}, false},
	} {
		w, _, _ := keptWorld(t)
		config := filepath.Join(w.home(), ".aws", "config")
		text, err := os.ReadFile(config)
		more := "[profile two-hours]\nmfa_serial = " + phone + "\nsource_profile = default\nregion = eu-west-1\nrole_arn = " + recordedRole + "\nduration_seconds = 7200\n"
		if err := errorsOf(err, os.WriteFile(config, append(text, more...), 0o600)); err != nil {
			t.Fatal(err)
		}
		want := 0
		if c.said {
			want = 1
		}
		for _, again := range []bool{false, true} {
			r := w.run(t.Context(), c.args...)
			if n := strings.Count(r.errors, "lives at most 3600 s"); r.code != ExitOK || n != want || strings.Contains(r.out, "lives at most") {
				t.Errorf("%v again %v: %+v", c.args, again, r)
			}
			want = 0 // it is kept
		}
	}
}

// TestUseOfTheSameAgain: nothing was left.
func TestUseOfTheSameAgain(t *testing.T) {
	t.Parallel()
	w := processWorld(t, "CREDENCE_PROFILE=short", "AWS_ACCESS_KEY_ID=old")
	if r := w.run(t.Context(), "use", "short", "--shell", "bash"); r.code != ExitOK || strings.Contains(r.errors, "left short") {
		t.Errorf("%+v", r)
	}
}

// TestASessionUnderAWrongClock: what it shows of the time left is wrong, so that whoever
// gets the session hears of the clock, and what to do about it.
func TestASessionUnderAWrongClock(t *testing.T) {
	t.Parallel()
	for off, wants := range map[time.Duration][]string{
		-24 * time.Hour: {"this computer's clock is 24 h behind", "25 h left"},
		24 * time.Hour:  {"this computer's clock is 24 h ahead", " · expired\n", "could not be kept", "set this computer's clock"},
	} {
		w, server := awsWorld(t, nil)
		w.Clock = func() time.Time { return time.Now().Add(off) }
		w.Prompt = phoneOf(server, nil)
		r := w.run(t.Context(), "use", "admin", "--shell", "bash")
		for _, want := range wants {
			if r.code != ExitOK || !strings.Contains(r.errors, want) {
				t.Errorf("%v: no %q in %+v", off, want, r)
			}
		}
		if n := strings.Count(r.errors, "this computer's clock is"); n != 1 || strings.Contains(r.errors, "expired left") {
			t.Errorf("%v: %s", off, r.errors)
		}
	}
	w, _, pass := keptWorld(t)
	pass(-24 * time.Hour)
	if r := w.run(t.Context(), "cache", "list"); strings.Count(r.errors, "set this computer's clock") == 0 || strings.Contains(r.errors, "rm ") {
		t.Errorf("%+v", r)
	}
}

// TestAnIdentityThatIsNotTheProfiles: a shell or a command that is named after a profile
// and gets the machine's identity is told so.
func TestAnIdentityThatIsNotTheProfiles(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}`)
	}))
	t.Cleanup(server.Close)
	w := world(t, "[profile locked]\ncredential_process = false\n", "", "AWS_CONTAINER_CREDENTIALS_FULL_URI="+server.URL)
	for _, args := range [][]string{{"use", "locked", "--shell", "bash"}, {"env", "locked", "--format", "json"}, {"exec", "locked", "--", "true"}} {
		if r := w.run(t.Context(), args...); r.code != ExitOK || strings.Count(r.errors, "profile locked gave no credentials (config:1): this identity is the machine's (container), not the profile's") != 1 {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
