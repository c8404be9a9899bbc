package chain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"credence/internal/fakeaws"
	"credence/mfa"
)

// findingCodes are the codes of the findings of a walk.
func findingCodes(res *Result) (codes []string) {
	for _, f := range res.Trace.Findings {
		codes = append(codes, f.Code)
	}
	return codes
}

const deviceProfile = "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = admin\n" +
	"mfa_serial = " + janeSerial + "\naws_access_key_id = AKIA\naws_secret_access_key = s\n"

func TestCodesOfTheCodeProvider(t *testing.T) {
	t.Parallel()
	own := errors.New("the phone is in the other coat")
	used := &mfa.Ledger{}
	used.Record(janeSerial, "123456", time.Now())
	tests := []struct {
		name     string
		provider mfa.CodeProvider
		ledger   *mfa.Ledger
		code     Code
		cause    error
	}{
		{"canceled", func(context.Context, mfa.Request) (string, error) { return "", mfa.ErrCanceled }, nil, CodeMFACanceled, mfa.ErrCanceled},
		{"canceled by a context of its own", func(context.Context, mfa.Request) (string, error) { return "", context.Canceled }, nil, CodeMFACanceled, context.Canceled},
		{"nobody to ask", mfa.None(), nil, CodeMFANoTerminal, mfa.ErrNotInteractive},
		{"its own error", func(context.Context, mfa.Request) (string, error) { return "", own }, nil, CodeMFAProviderErr, own},
		{"no six digits", mfa.Given("12345"), nil, CodeMFAProviderErr, mfa.ErrBadCode},
		{"the only code was used", mfa.Given("123456"), used, CodeMFAReused, mfa.ErrCodeReused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sc := scenario{files: map[string]string{".aws/config": deviceProfile}}.stage(t)
			res, err := Resolve(t.Context(), Options{
				Profile: new("admin"), Env: variables(sc.env), MFACodeProvider: tt.provider, MFALedger: tt.ledger,
				RoleAssumer: func(context.Context, Credentials, RoleRequest) (Credentials, error) {
					t.Error("the role was assumed")
					return Credentials{}, nil
				},
			})
			outcome := OutcomeError
			if tt.code == CodeMFACanceled {
				outcome = OutcomeCanceled
			}
			if CodeOf(err) != tt.code || !errors.Is(err, tt.cause) || res.Outcome != outcome {
				t.Errorf("got %v, outcome %s", err, res.Outcome)
			}
			if s := res.Trace.Stage("shared-files"); outcome == OutcomeCanceled && (s.State != StateCanceled || s.Reason.Code != CodeMFACanceled) {
				t.Errorf("the stage ended %s with %s", s.State, s.Reason.Code)
			}
		})
	}
}

func TestSourceDepth(t *testing.T) {
	t.Parallel()
	var config strings.Builder
	for i := range 40 {
		fmt.Fprintf(&config, "[profile p%d]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p%d\n", i, i+1)
	}
	config.WriteString("[profile p40]\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
	sc := scenario{files: map[string]string{".aws/config": config.String()}}.stage(t)
	for profile, want := range map[string]Code{"p7": CodeSourceDepth, "p8": ""} { // 33 and 32 hops
		_, err := Resolve(t.Context(), Options{Profile: &profile, Mode: ModeExplain, Env: variables(sc.env)})
		if CodeOf(err) != want {
			t.Errorf("%s: got %v, want %q", profile, err, want)
		}
	}
	if _, err := Resolve(t.Context(), Options{Profile: new("p0"), Mode: ModeExplain, Dialect: Node(), Env: variables(sc.env)}); err != nil {
		t.Errorf("node has no limit: %v", err)
	}
}

func TestNoHome(t *testing.T) {
	t.Parallel()
	res, err := Resolve(t.Context(), Options{
		Env: variables(map[string]string{"AWS_EC2_METADATA_DISABLED": "true"}), Home: func() (string, error) { return "", errors.New("no such user") },
	})
	if res.Outcome != OutcomeNone || res.Error.Data["because"] != string(CodeNoHome) {
		t.Errorf("got %s, %v", res.Outcome, err)
	}
}

func TestUnreachableSTS(t *testing.T) {
	t.Parallel()
	sc := scenario{files: map[string]string{"token": "a.b.c"}, env: map[string]string{
		"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/Web", "AWS_REGION": "eu-west-1",
		"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1",
	}}.stage(t)
	if _, err := Resolve(t.Context(), Options{Env: variables(sc.env)}); CodeOf(err) != CodeWebIdentityUnreachable {
		t.Errorf("web identity: %v", err)
	}
	keys := Credentials{AccessKeyID: janeID, SecretAccessKey: NewSecret(janeSecret)}
	if _, err := CallerIdentity(t.Context(), Options{Env: variables(sc.env)}, keys, "eu-west-1"); CodeOf(err) != CodeIdentityUnreachable {
		t.Errorf("identity: %v", err)
	}
}

// signedIn is a home with the SSO profile s and its token, changed by the test.
func signedIn(t *testing.T, how fakeaws.SSOSignIn, change func(map[string]any)) *scene {
	t.Helper()
	sc := scenario{env: map[string]string{"AWS_EC2_METADATA_DISABLED": "true"}, files: map[string]string{".aws/config": "[profile s]\nsso_session = corp\n" +
		"sso_account_id = 111122223333\nsso_role_name = ReadOnly\n[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n"}}.stage(t)
	token, err := sc.aws.SignIn("https://corp.example/start", how)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{
		"accessToken": token.AccessToken, "expiresAt": token.ExpiresAt, "refreshToken": token.RefreshToken, "region": "eu-west-1",
		"clientId": token.ClientID, "clientSecret": token.ClientSecret, "registrationExpiresAt": token.RegistrationExpiresAt,
	}
	change(fields)
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	sc.write(t, ".aws/sso/cache/{sha1:corp}.json", string(text), false)
	return sc
}

func TestSSOTokenFacts(t *testing.T) {
	t.Parallel()
	nearEnd := fakeaws.SSOSignIn{Life: 2 * time.Minute}
	tests := []struct {
		name    string
		how     fakeaws.SSOSignIn
		change  func(map[string]any)
		step    Code
		finding string
	}{
		{"near its end it is refreshed", nearEnd, func(map[string]any) {}, CodeSSORefreshed, ""},
		{"where it cannot be, it is used and said", nearEnd, func(f map[string]any) { delete(f, "refreshToken") }, CodeSSOTokenValid, FindingSSONoRefresh},
		{"it was made in another region", fakeaws.SSOSignIn{}, func(f map[string]any) { f["region"] = "us-east-1" }, CodeSSOTokenValid, FindingSSORegion},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sc := signedIn(t, tt.how, tt.change)
			res, err := Resolve(t.Context(), Options{Profile: new("s"), Env: variables(sc.env)})
			if err != nil {
				t.Fatal(err)
			}
			if codes := tracedCodes(&res.Trace); !slices.Contains(codes, string(tt.step)) {
				t.Errorf("want %s, got %v", tt.step, codes)
			}
			if codes := findingCodes(res); tt.finding != "" && !slices.Contains(codes, tt.finding) {
				t.Errorf("want %s, got %v", tt.finding, codes)
			}
		})
	}
}

func TestSilentInstanceIsSaid(t *testing.T) {
	t.Parallel()
	sc := scenario{env: map[string]string{"AWS_EC2_METADATA_SERVICE_ENDPOINT": "{imds}"}}.stage(t)
	sc.aws.Inject(fakeaws.OpIMDSToken, fakeaws.Fault{Times: -1, Hang: true})
	res, _ := Resolve(t.Context(), Options{Env: variables(sc.env), Timeout: new(50 * time.Millisecond)})
	if got := res.Trace.Stage("instance").Reason.Code; got != CodeInstanceTimeout || !slices.Contains(findingCodes(res), FindingInstanceSilent) {
		t.Errorf("got %s, %v", got, findingCodes(res))
	}
	if n := sc.aws.Count(""); n != 1 {
		t.Errorf("%d requests to a service that does not answer", n)
	}
}

func TestStaticSessionTokenIsSaid(t *testing.T) {
	t.Parallel()
	sc := scenario{files: map[string]string{".aws/credentials": "[default]\naws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t\n"}}.stage(t)
	res, err := Resolve(t.Context(), Options{Env: variables(sc.env)})
	if err != nil || !slices.Contains(findingCodes(res), FindingStaticSessionToken) {
		t.Errorf("got %v, %v", findingCodes(res), err)
	}
}

// Node's older client asks without the token of a file that cannot be a header.
func TestNodeLeavesABrokenTokenOut(t *testing.T) {
	t.Parallel()
	sc := scenario{files: map[string]string{"auth": "a\nb"}, env: map[string]string{
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{container}", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/auth",
	}}.stage(t)
	res, _ := Resolve(t.Context(), Options{Dialect: Node(), Env: variables(sc.env), MaxRetries: new(0)})
	if !slices.Contains(findingCodes(res), FindingContainerNoToken) {
		t.Errorf("got %v", findingCodes(res))
	}
}
