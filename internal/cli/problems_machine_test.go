package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"credence/internal/fakeaws"
)

// metadata are the variables that turn the metadata service of the fake AWS on.
var metadata = []string{"AWS_EC2_METADATA_DISABLED=" + unset, "AWS_EC2_METADATA_SERVICE_ENDPOINT=$METADATA"}

// machineProblems are those of the metadata service.
var machineProblems = []problem{
	{
		id: "D42", made: made{env: metadata}, args: []string{"--timeout", "300ms"}, aws: tarpit,
		want: "ssssss chain.no-credentials", dry: "sssssu unknown", node: "chain.no-credentials", cause: "instance.timeout",
		says: []string{"300 ms", "http://127.0.0.1:", "no EC2 instance", "hop limit", "AWS_EC2_METADATA_SERVICE_ENDPOINT"},
		hint: "export AWS_EC2_METADATA_DISABLED=true", fixed: &made{env: []string{"AWS_EC2_METADATA_DISABLED=true"}}, ends: "ssssss chain.no-credentials",
	},
	{ // nothing is sent: the address is nobody's
		id: "D42-proxy", args: []string{"--dry-run"},
		made: made{env: []string{"HTTP_PROXY=http://127.0.0.1:1", "AWS_EC2_METADATA_DISABLED=" + unset, "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://192.0.2.1"}},
		want: "sssssu unknown", node: "unknown", cause: "metadata.proxy-ignored",
		says: []string{"HTTP_PROXY", "other tools send them there"},
		hint: "add 192.0.2.1 to NO_PROXY", fixed: &made{env: []string{"NO_PROXY=192.0.2.1"}}, ends: "sssssu unknown",
	},
}

// tarpit is a metadata service that takes requests and answers none.
func tarpit(_ *testing.T, s *fakeaws.Server) map[string]string {
	for _, op := range []string{fakeaws.OpIMDSToken, fakeaws.OpIMDSRoles, fakeaws.OpIMDSCredentials} {
		s.Inject(op, fakeaws.Fault{Times: -1, Hang: true})
	}
	return nil
}

// instance puts the machine of the corpus on EC2.
func instance(_ *testing.T, s *fakeaws.Server) map[string]string {
	s.Update(func(w *fakeaws.World) {
		w.Instance = &fakeaws.Instance{RoleARN: "arn:aws:iam::111111111111:role/machine"}
	})
	return nil
}

// webToken puts a token of the issuer idp into the home folder.
func webToken(t *testing.T, s *fakeaws.Server) map[string]string {
	s.Update(func(w *fakeaws.World) { w.Roles[0].Web = &fakeaws.WebTrust{Issuer: "idp"} })
	token, err := s.WebToken(fakeaws.WebClaims{Issuer: "idp", Subject: "me", Audience: "sts.amazonaws.com"})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"token": token}
}

// signedIn is a sign-in to corp whose token lives so many hours yet.
func signedIn(hours int) func(*testing.T, *fakeaws.Server) map[string]string {
	return func(t *testing.T, s *fakeaws.Server) map[string]string {
		token, err := s.SignIn("https://x.awsapps.com/start", fakeaws.SSOSignIn{Life: time.Duration(hours) * time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(map[string]string{
			"startUrl": token.StartURL, "region": token.Region, "accessToken": token.AccessToken, "expiresAt": token.ExpiresAt.UTC().Format(time.RFC3339),
			"refreshToken": token.RefreshToken, "clientId": token.ClientID, "clientSecret": token.ClientSecret,
			"registrationExpiresAt": token.RegistrationExpiresAt.UTC().Format(time.RFC3339),
		})
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{corpToken: string(text)}
	}
}

// script makes a shell script in the home folder.
func script(name, body string) func(*testing.T, string) {
	return func(t *testing.T, home string) {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}
