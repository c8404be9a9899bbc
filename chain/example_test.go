package chain_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/chain"
	"credence/mfa"
)

// files writes a shared config file for an example and gives the environment that
// points to it.
func files(config string) (env chain.Environment, remove func()) {
	dir, err := os.MkdirTemp("", "credence-example-")
	if err != nil {
		panic(err)
	}
	path := filepath.Join(dir, "config")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		panic(err)
	}
	variables := map[string]string{"HOME": dir, "AWS_CONFIG_FILE": path}
	env.Lookup = func(name string) (string, bool) { v, ok := variables[name]; return v, ok }
	env.List = func() []string { return []string{"HOME=" + dir} }
	return env, func() { _ = os.RemoveAll(dir) }
}

// Walk the chain once, and say how each stage ended.
func ExampleResolve() {
	env, remove := files("[profile dev]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n")
	defer remove()
	result, err := chain.Resolve(context.Background(), chain.Options{Profile: new("dev"), Env: env})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range result.Trace.Stages {
		fmt.Println(stage.ID, stage.State, stage.Reason.Code)
	}
	fmt.Println(result.Keys.AccessKeyID, result.Keys.SecretAccessKey)
	// Output:
	// environment skipped env.profile-named
	// sso skipped sso.no-settings
	// web-identity skipped web-identity.unset
	// shared-files found static.found
	// container not-reached chain.not-reached
	// instance not-reached chain.not-reached
	// AKIAEXAMPLE ***
}

// Hand the chain to a client of the AWS SDK for Go.
func ExampleNewProvider() {
	provider := chain.NewProvider(chain.Options{Profile: new("dev")})
	_ = sts.New(sts.Options{Region: "eu-west-1", Credentials: aws.NewCredentialsCache(provider)})
}

// Replace how roles are assumed, for instance to add a policy or to test.
func ExampleOptions_roleAssumer() {
	env, remove := files(`[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = base
[profile base]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
`)
	defer remove()
	assume := func(_ context.Context, source chain.Credentials, r chain.RoleRequest) (chain.Credentials, error) {
		fmt.Println(source.AccessKeyID, "assumes", r.RoleArn, "for", r.Duration)
		return chain.Credentials{AccessKeyID: "ASIAEXAMPLE", SecretAccessKey: chain.NewSecret("s"), SessionToken: chain.NewSecret("t")}, nil
	}
	result, err := chain.Resolve(context.Background(), chain.Options{Profile: new("admin"), RoleAssumer: assume, Env: env})
	fmt.Println(result.Source, result.Keys.AccessKeyID, err)
	// Output:
	// AKIAEXAMPLE assumes arn:aws:iam::111122223333:role/Admin for 1h0m0s
	// assume-role ASIAEXAMPLE <nil>
}

// Replace how roles are assumed with a web identity token.
func ExampleOptions_roleAssumerWithWebIdentity() {
	env, remove := files("")
	defer remove()
	home, _ := env.Lookup("HOME")
	token := filepath.Join(home, "token")
	if err := os.WriteFile(token, []byte("a.b.c"), 0o600); err != nil {
		panic(err)
	}
	assume := func(_ context.Context, r chain.WebIdentityRequest) (chain.Credentials, error) {
		fmt.Println("the token", r.WebIdentityToken, "assumes", r.RoleArn)
		return chain.Credentials{}, errors.New("not today")
	}
	_, err := chain.Resolve(context.Background(), chain.Options{
		RoleArn: new("arn:aws:iam::111122223333:role/Web"), WebIdentityTokenFile: &token,
		RoleAssumerWithWebIdentity: assume, Env: env,
	})
	fmt.Println(chain.CodeOf(err))
	// Output:
	// the token *** assumes arn:aws:iam::111122223333:role/Web
	// web-identity.refused
}

// Answer a profile's demand for a token code.
func ExampleOptions_mfaCodeProvider() {
	env, remove := files(`[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = admin
mfa_serial = arn:aws:iam::111122223333:mfa/jane
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
`)
	defer remove()
	ask := func(_ context.Context, r mfa.Request) (string, error) {
		fmt.Println("attempt", r.Attempt, "for", r.Serial)
		return "123 456", nil
	}
	assume := func(_ context.Context, _ chain.Credentials, r chain.RoleRequest) (chain.Credentials, error) {
		fmt.Println("code", r.TokenCode, len(r.TokenCode.Reveal()))
		return chain.Credentials{AccessKeyID: "ASIAEXAMPLE", SecretAccessKey: chain.NewSecret("s")}, nil
	}
	result, _ := chain.Resolve(context.Background(), chain.Options{
		Profile: new("admin"), MFACodeProvider: ask, RoleAssumer: assume, Env: env,
	})
	fmt.Println(result.Outcome)
	// Output:
	// attempt 1 for arn:aws:iam::111122223333:mfa/jane
	// code *** 6
	// found
}
