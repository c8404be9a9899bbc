package fakeaws_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

func assume(role string) *sts.AssumeRoleInput {
	return &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: new("cli")}
}

func TestAssumeRole(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, err := jane(s).AssumeRole(t.Context(), assume(longRole))
	if err != nil {
		t.Fatal(err)
	}
	if got := *out.AssumedRoleUser.Arn; got != "arn:aws:sts::444455556666:assumed-role/Long/cli" {
		t.Fatal(got)
	}
	if left := time.Until(*out.Credentials.Expiration); left < 59*time.Minute || left > time.Hour {
		t.Fatalf("lives %v", left)
	}
	role := stsFor(s, static(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken))
	who, err := role.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if *who.Arn != *out.AssumedRoleUser.Arn || *who.UserId != *out.AssumedRoleUser.AssumedRoleId || *who.Account != other {
		t.Fatalf("%s %s %s", *who.Arn, *who.UserId, *who.Account)
	}
}

func TestAssumeRoleRefusals(t *testing.T) {
	t.Parallel()
	s := start(t)
	const user = "User: " + janeARN + " is not authorized to perform: sts:AssumeRole on resource: "
	for name, tc := range map[string]struct {
		in            *sts.AssumeRoleInput
		code, message string
	}{
		"unknown role":      {assume("arn:aws:iam::111122223333:role/Missing"), "AccessDenied", user + "arn:aws:iam::111122223333:role/Missing"},
		"not trusted":       {assume(noRole), "AccessDenied", user + noRole},
		"mfa required":      {assume(mfaRole), "AccessDenied", user + mfaRole},
		"no external id":    {assume(extRole), "AccessDenied", user + extRole},
		"wrong external id": {&sts.AssumeRoleInput{RoleArn: new(extRole), RoleSessionName: new("cli"), ExternalId: new("blue-43")}, "AccessDenied", user + extRole},
		"not a role":        {assume("arn:aws:iam::111122223333:user/jane"), "ValidationError", "arn:aws:iam::111122223333:user/jane is invalid"},
		"short arn":         {assume("arn:x"), "ValidationError", "1 validation error detected: Value 'arn:x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20"},
		"session name":      {&sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("a b")}, "ValidationError", `Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`},
		"two faults":        {&sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("!")}, "ValidationError", "2 validation errors detected: "},
		"too short":         {&sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("cli"), DurationSeconds: new(int32(899))}, "ValidationError", "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"},
		"too long for STS":  {&sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("cli"), DurationSeconds: new(int32(43201))}, "ValidationError", "less than or equal to 43200"},
		"too long for role": {&sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("cli"), DurationSeconds: new(int32(7201))}, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."},
		"half an mfa pair":  {&sts.AssumeRoleInput{RoleArn: new(mfaRole), RoleSessionName: new("cli"), TokenCode: new("123456")}, "AccessDenied", "must provide both MFA serial number and one time pass code"},
		"code of 5 digits":  {&sts.AssumeRoleInput{RoleArn: new(mfaRole), RoleSessionName: new("cli"), SerialNumber: new(serial), TokenCode: new("12345")}, "ValidationError", "'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6"},
		"code of letters":   {&sts.AssumeRoleInput{RoleArn: new(mfaRole), RoleSessionName: new("cli"), SerialNumber: new(serial), TokenCode: new("12345a")}, "ValidationError", `pattern: [\d]*`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := jane(s).AssumeRole(context.Background(), tc.in)
			wantError(t, err, tc.code, tc.message)
		})
	}
}

func TestAssumeRoleWithExternalIDAndDuration(t *testing.T) {
	t.Parallel()
	s := start(t)
	in := &sts.AssumeRoleInput{RoleArn: new(extRole), RoleSessionName: new("cli"), ExternalId: new("blue-42")}
	if _, err := jane(s).AssumeRole(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in = &sts.AssumeRoleInput{RoleArn: new(readRole), RoleSessionName: new("cli"), DurationSeconds: new(int32(7200))}
	out, err := jane(s).AssumeRole(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(*out.Credentials.Expiration); left < 119*time.Minute {
		t.Fatalf("lives %v", left)
	}
}

func TestChainedRoleIsCapped(t *testing.T) {
	t.Parallel()
	s := start(t)
	first, err := s.IssueRole(readRole, "one", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	chained := asSession(s, first)
	in := assume(longRole)
	if _, err := chained.AssumeRole(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in.DurationSeconds = new(int32(3601))
	_, err = chained.AssumeRole(t.Context(), in)
	wantError(t, err, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	if _, err := jane(s).AssumeRole(t.Context(), in); err != nil {
		t.Fatalf("long-term keys are not chaining: %v", err)
	}
}

func TestGetSessionToken(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, err := jane(s).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
	if err != nil {
		t.Fatal(err)
	}
	client := stsFor(s, static(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken))
	who, err := client.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *who.Arn != janeARN {
		t.Fatalf("%v %v", who, err)
	}
	if left := time.Until(*out.Credentials.Expiration); left < 11*time.Hour {
		t.Fatalf("lives %v", left)
	}
	_, err = client.GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
	wantError(t, err, "AccessDenied", "Cannot call GetSessionToken with session credentials")
	_, err = client.AssumeRole(t.Context(), assume(mfaRole))
	wantError(t, err, "AccessDenied", "is not authorized to perform: sts:AssumeRole")
}

func TestGetFederationToken(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, err := jane(s).GetFederationToken(t.Context(), &sts.GetFederationTokenInput{Name: new("guest")})
	if err != nil {
		t.Fatal(err)
	}
	if *out.FederatedUser.Arn != "arn:aws:sts::111122223333:federated-user/guest" {
		t.Fatal(*out.FederatedUser.Arn)
	}
}

func webIn(token string) *sts.AssumeRoleWithWebIdentityInput {
	return &sts.AssumeRoleWithWebIdentityInput{RoleArn: new(webRole), RoleSessionName: new("pod"), WebIdentityToken: &token}
}

func TestWebIdentity(t *testing.T) {
	t.Parallel()
	s := start(t)
	good := fakeaws.WebClaims{Issuer: "cluster", Subject: "system:serviceaccount:default:app", Audience: "sts.amazonaws.com"}
	client := stsFor(s, aws.AnonymousCredentials{})
	for name, tc := range map[string]struct {
		change        func(*fakeaws.WebClaims)
		mangle        func(string) string
		code, message string
	}{
		"RS256":            {},
		"ES256":            {change: func(c *fakeaws.WebClaims) { c.ES256 = true }},
		"expired":          {change: func(c *fakeaws.WebClaims) { c.Life = -time.Minute }, code: "ExpiredTokenException", message: "Token expired: current date/time "},
		"wrong key":        {change: func(c *fakeaws.WebClaims) { c.WrongKey = true }, code: "InvalidIdentityToken", message: "Couldn't retrieve verification key"},
		"wrong subject":    {change: func(c *fakeaws.WebClaims) { c.Subject = "someone" }, code: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity"},
		"foreign audience": {change: func(c *fakeaws.WebClaims) { c.Audience = "nobody" }, code: "InvalidIdentityToken", message: "Incorrect token audience"},
		"other audience":   {change: func(c *fakeaws.WebClaims) { c.Audience = "other" }, code: "AccessDenied", message: "Not authorized"},
		"unknown issuer":   {change: func(c *fakeaws.WebClaims) { c.Issuer = "strange" }, code: "InvalidIdentityToken", message: "No OpenIDConnect provider found in your account for "},
		"payload changed": {mangle: func(t string) string {
			p := strings.Split(t, ".")
			return p[0] + "." + p[1][:len(p[1])-8] + "A" + p[1][len(p[1])-7:] + "." + p[2]
		}, code: "InvalidIdentityToken"},
		"not a JWT": {mangle: func(string) string { return "hello world" }, code: "InvalidIdentityToken", message: "not a valid JWT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claims := good
			if tc.change != nil {
				tc.change(&claims)
			}
			token, err := s.WebToken(claims)
			if err != nil {
				t.Fatal(err)
			}
			if tc.mangle != nil {
				token = tc.mangle(token)
			}
			out, err := client.AssumeRoleWithWebIdentity(context.Background(), webIn(token))
			if tc.code != "" {
				wantError(t, err, tc.code, tc.message)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if *out.SubjectFromWebIdentityToken != good.Subject || *out.Audience != good.Audience || *out.AssumedRoleUser.Arn != "arn:aws:sts::111122223333:assumed-role/Pod/pod" {
				t.Fatalf("%+v", out)
			}
		})
	}
}

// TestWebIdentityElsewhere lets one server trust an issuer that another one
// plays, so that discovery document and key set go over the wire.
func TestWebIdentityElsewhere(t *testing.T) {
	t.Parallel()
	away := start(t)
	s := start(t, func(c *fakeaws.Config) {
		c.World.Issuers = []fakeaws.Issuer{{URL: away.URL() + "/oidc/cluster"}}
		c.World.Roles = []fakeaws.Role{{ARN: webRole, Web: &fakeaws.WebTrust{}}}
	})
	token, err := away.WebToken(fakeaws.WebClaims{Issuer: "cluster", Subject: "x-subject", Audience: "a"})
	if err != nil {
		t.Fatal(err)
	}
	client := stsFor(s, aws.AnonymousCredentials{})
	if _, err := client.AssumeRoleWithWebIdentity(t.Context(), webIn(token)); err != nil {
		t.Fatal(err)
	}
	if away.Count(fakeaws.OpDiscovery) != 1 || away.Count(fakeaws.OpJWKS) != 1 {
		t.Fatalf("issuer saw %+v", away.Requests())
	}
	away.Close()
	_, err = client.AssumeRoleWithWebIdentity(t.Context(), webIn(token))
	wantError(t, err, "InvalidIdentityToken", "Couldn't retrieve verification key")
}
