package chain

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/chain/cache"
	"credence/internal/fakeaws"
)

const inventoryURL = "https://corp.awsapps.com/start"

// inventoryWorld is a sign-in to an Identity Center with so many accounts, and the
// options of a computer that is signed in.
func inventoryWorld(t *testing.T, accounts int) (*fakeaws.Server, Options) {
	t.Helper()
	instance := fakeaws.SSOInstance{StartURL: inventoryURL, Region: "eu-west-1"}
	for i := range accounts {
		instance.Accounts = append(instance.Accounts, fakeaws.SSOAccount{
			ID: fmt.Sprintf("%012d", i), Name: fmt.Sprintf("account %d", i), Email: "x@example.com", Roles: []string{"Read", "Admin"},
		})
	}
	server, err := fakeaws.Start(t.Context(), fakeaws.Config{World: &fakeaws.World{SSO: []fakeaws.SSOInstance{instance}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	r := newRig(t)
	r.config("[sso-session corp]\nsso_start_url = " + inventoryURL + "\nsso_region = eu-west-1\n")
	token, err := server.SignIn(inventoryURL, fakeaws.SSOSignIn{Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	r.write(".aws/sso/cache/"+cache.AWSTokenName("corp"), fmt.Sprintf(`{"startUrl":%q,"region":"eu-west-1","accessToken":%q,"expiresAt":%q}`,
		token.StartURL, token.AccessToken, token.ExpiresAt.UTC().Format(time.RFC3339)))
	opts := r.options()
	opts.Clock = time.Now
	env := server.Env()
	env["HOME"] = r.home
	opts.Env.Lookup = func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	return server, opts
}

func openInventory(t *testing.T, opts Options) (*SSO, SSOTarget, *Inventory) {
	t.Helper()
	desk, err := NewSSO(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	target, err := desk.Target("corp")
	if err != nil {
		t.Fatal(err)
	}
	token, err := desk.Token(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	inventory, err := desk.Inventory(target, token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inventory.Close)
	return desk, target, inventory
}

func TestInventory(t *testing.T) {
	t.Parallel()
	server, opts := inventoryWorld(t, 250)
	_, _, inventory := openInventory(t, opts)
	var all []PortalAccount
	next, pages := "", 0
	for {
		page, following, err := inventory.Accounts(t.Context(), next)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
		if pages++; following == "" {
			break
		}
		next = following
	}
	if len(all) != 250 || pages != 3 || all[7] != (PortalAccount{"000000000007", "account 7", "x@example.com"}) {
		t.Errorf("%d accounts on %d pages: %+v", len(all), pages, all[7])
	}
	var wg sync.WaitGroup
	for _, a := range all[:40] {
		wg.Go(func() {
			if roles, following, err := inventory.Roles(context.Background(), a.ID, ""); err != nil || strings.Join(roles, ",") != "Read,Admin" || following != "" {
				t.Errorf("%s: %v %q %v", a.ID, roles, following, err)
			}
		})
	}
	wg.Wait()

	for _, c := range []struct {
		name string
		op   string
		fail fakeaws.Fault
		want Code
		data string
	}{
		{"throttled", "ListAccountRoles", fakeaws.Fault{Status: 429, Code: "TooManyRequestsException", Header: map[string]string{"Retry-After": "7"}}, CodeSSOThrottled, "7"},
		{"revoked", "ListAccountRoles", fakeaws.Fault{Status: 401, Code: "UnauthorizedException"}, CodeSSORevoked, ""},
		{"denied", "ListAccountRoles", fakeaws.Fault{Status: 403, Code: "ForbiddenException"}, CodeSSODenied, ""},
		{"in trouble", "ListAccountRoles", fakeaws.Fault{Status: 500, Times: -1}, CodeSSOPortalFailed, ""},
		{"in trouble for a moment", "ListAccountRoles", fakeaws.Fault{Status: 500}, "", ""},
	} {
		server.ClearFaults()
		server.ResetRequests()
		server.Inject(c.op, c.fail)
		_, _, err := inventory.Roles(t.Context(), "000000000001", "")
		if CodeOf(err) != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if e, ok := err.(*Error); ok && (e.Data["retryAfter"] != c.data || e.Data["account"] != "000000000001" || e.Data["session"] != "corp" || e.Origin == nil) { //nolint:errorlint // it is always this one
			t.Errorf("%s: %+v", c.name, e.Reason)
		}
		if c.want == CodeSSOThrottled && server.Count(c.op) != 1 {
			t.Errorf("a throttled request was sent %d times", server.Count(c.op))
		}
	}
}

// TestRoleCredentials: a role of the portal without a profile shares the kept session
// with a profile of the same role.
func TestRoleCredentials(t *testing.T) {
	t.Parallel()
	server, opts := inventoryWorld(t, 2)
	opts.Cache = cache.Open(cache.Options{Dir: filepath.Join(t.TempDir(), "sessions"), Clock: time.Now})
	desk, target, _ := openInventory(t, opts)
	first, err := desk.RoleCredentials(t.Context(), target, "000000000001", "Read")
	if err != nil || !first.Complete() || first.AccountID != "000000000001" {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := desk.RoleCredentials(t.Context(), target, "000000000001", "Read")
	if err != nil || second.AccessKeyID != first.AccessKeyID || server.Count("GetRoleCredentials") != 1 {
		t.Errorf("asked %d times: %v", server.Count("GetRoleCredentials"), err)
	}
	if _, err := desk.RoleCredentials(t.Context(), target, "000000000001", "Nobody"); CodeOf(err) != CodeSSODenied {
		t.Errorf("%v", err)
	}
	server.Inject("GetRoleCredentials", fakeaws.Fault{Status: http.StatusUnauthorized, Code: "UnauthorizedException"})
	if _, err := desk.RoleCredentials(t.Context(), target, "000000000000", "Read"); CodeOf(err) != CodeSSORevoked || !NeedsSignIn(CodeOf(err)) {
		t.Errorf("%v", err)
	}
}
