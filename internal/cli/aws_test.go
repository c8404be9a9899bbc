package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/mfa"
)

const jane = "arn:aws:iam::111122223333:user/jane"

// awsWorld is a World in front of a fake AWS, and that.
func awsWorld(t *testing.T, clock func() time.Time) (*World, *fakeaws.Server) {
	t.Helper()
	server, err := fakeaws.Start(t.Context(), fakeaws.Config{Clock: clock, World: &fakeaws.World{
		Users: []fakeaws.User{{
			Account: "111122223333", Name: "jane",
			Keys: []fakeaws.AccessKey{{ID: "AKIADEFAULT000000001", Secret: "do-not-print-me"}},
			MFA:  []fakeaws.MFADevice{{Serial: phone, Secret: "JBSWY3DPEHPK3PXP"}},
		}},
		Roles: []fakeaws.Role{
			{ARN: recordedRole, Trusted: []string{jane}, RequireMFA: true},
			{ARN: "arn:aws:iam::222233334444:role/Closed"},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	var variables []string
	for name, value := range server.Env() {
		variables = append(variables, name+"="+value)
	}
	role := "source_profile = default\nregion = eu-west-1\nrole_arn = "
	w := world(t, "[profile admin]\nmfa_serial = "+phone+"\n"+role+recordedRole+"\n[profile closed]\n"+role+"arn:aws:iam::222233334444:role/Closed\n", twoKeys, variables...)
	w.Clock = time.Now
	return w, server
}

func TestWhoami(t *testing.T) {
	t.Parallel()
	w, server := awsWorld(t, nil)
	r := w.run(t.Context(), "whoami")
	for _, want := range []string{"account   111122223333\n", "arn       " + jane + "\n", "key       AKIADEFAULT000000001\n", "endpoint  " + server.URL()} {
		if r.code != ExitOK || !strings.Contains(r.out, want) {
			t.Errorf("no %q in %+v", want, r)
		}
	}
	if strings.Contains(r.out, "clock") {
		t.Errorf("a clock that is right is told: %s", r.out)
	}
	r = w.run(t.Context(), "whoami", "--json")
	var who struct{ Account, Arn, UserID, AccessKeyID, Source string }
	if err := json.Unmarshal([]byte(r.out), &who); err != nil || who.Account != "111122223333" || who.Arn != jane || who.UserID == "" || who.Source != "static" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestWhoamiOfAWrongClock(t *testing.T) {
	t.Parallel()
	for off, want := range map[time.Duration]struct {
		code int
		text string
	}{
		2 * time.Minute:   {ExitOK, "this computer's clock is 2 min behind"},
		40 * time.Minute:  {ExitError, "this computer's clock is 40 min behind"},
		-40 * time.Minute: {ExitError, "this computer's clock is 40 min ahead"},
	} {
		w, _ := awsWorld(t, func() time.Time { return time.Now().Add(off) })
		if r := w.run(t.Context(), "whoami"); r.code != want.code || !strings.Contains(r.out+r.errors, want.text) {
			t.Errorf("%v: %+v", off, r)
		}
	}
}

// TestCodesAndRoles: a wrong code is asked again with the reason; a role that is
// closed says who may not.
func TestCodesAndRoles(t *testing.T) {
	t.Parallel()
	w, server := awsWorld(t, nil)
	var asked atomic.Int32
	w.Prompt = func(_ context.Context, r mfa.Request) (string, error) {
		asked.Add(1)
		if r.Attempt == 1 {
			return "000000", nil
		}
		if r.LastErr == nil {
			return "", fmt.Errorf("asked again without a reason")
		}
		code, _, err := server.Phone(r.Serial)
		return code, err
	}
	r := w.run(t.Context(), "why", "admin")
	if r.code != ExitOK || asked.Load() != 2 || !strings.Contains(r.out, "● shared files   found      assumed role Admin in 222233334444") {
		t.Errorf("asked %d times: %+v", asked.Load(), r)
	}
	if n := strings.Count(r.out, "\n      mfa "); n != 2 {
		t.Errorf("%d steps for two codes: %s", n, r.out)
	}

	r = w.run(t.Context(), "process", "closed")
	want := "is not authorized to perform: sts:AssumeRole"
	if r.code != ExitError || r.out != "" || !strings.Contains(r.errors, want) || !strings.Contains(r.errors, "hint: ") {
		t.Errorf("%+v", r)
	}
	if r = w.run(t.Context(), "process", "admin", "--no-cache", "--mfa-code", "123"); r.code != ExitError || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// phoneOf gives the code that a device shows; asked, if there is one, counts how often.
func phoneOf(server *fakeaws.Server, asked *atomic.Int32) mfa.CodeProvider {
	return func(_ context.Context, r mfa.Request) (string, error) {
		if asked != nil {
			asked.Add(1)
		}
		code, _, err := server.Phone(r.Serial)
		return code, err
	}
}
