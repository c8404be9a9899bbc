package demo

import (
	"time"

	"credence/internal/fakeaws"
)

// The accounts of the sample world.
const (
	devAccount     = "111122223333"
	prodAccount    = "222233334444"
	stagingAccount = "333344445555"
	hubAccount     = "444455556666"
	vendorAccount  = "555566667777"
)

const (
	corpURL    = "https://demo-corp.awsapps.com/start"
	partnerURL = "https://demo-partner.awsapps.com/start"
	legacyURL  = "https://legacy-corp.awsapps.com/start"

	issuerName = "demo-cluster"
	podSubject = "system:serviceaccount:default:demo"
	audience   = "sts.amazonaws.com"

	janeARN = "arn:aws:iam::" + hubAccount + ":user/jane"
	// Serial is the MFA device that the sample profiles ask for.
	Serial = "arn:aws:iam::" + hubAccount + ":mfa/jane"
	// seed is the seed of RFC 6238 appendix B: nothing about the demo is secret.
	seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	// ContainerPath is the container credentials endpoint of the sample world.
	ContainerPath = "/v2/credentials/demo"
)

var (
	baseKey    = fakeaws.AccessKey{ID: "AKIADEMOJANEBASE0001", Secret: "demo/jane+base+key+for+the+sample+world0"}
	rotatedKey = fakeaws.AccessKey{ID: "AKIADEMOJANEROTATED0", Secret: "demo/jane+rotated+key+no+longer+active00", Inactive: true}
)

func role(account, name string) string { return "arn:aws:iam::" + account + ":role/" + name }

// world is the AWS that the sample profiles talk to.
func world() *fakeaws.World {
	w := &fakeaws.World{
		Users: []fakeaws.User{{
			Account: hubAccount, Name: "jane", Keys: []fakeaws.AccessKey{baseKey, rotatedKey},
			MFA: []fakeaws.MFADevice{{Serial: Serial, Secret: seed}},
		}},
		Issuers: []fakeaws.Issuer{{Name: issuerName, Audiences: []string{audience}}},
		SSO:     instances(),
		Instance: &fakeaws.Instance{
			RoleARN: role(stagingAccount, "DevBox"), Region: "eu-west-1", Mode: fakeaws.IMDSv2Only,
		},
		Containers: []fakeaws.Container{{Path: ContainerPath, RoleARN: role(devAccount, "Task")}},
	}
	w.Roles = roles(w.SSO[0])
	return w
}

func roles(corp fakeaws.SSOInstance) []fakeaws.Role {
	anyone := []string{hubAccount}
	return []fakeaws.Role{
		{ARN: role(devAccount, "ReadOnly"), Trusted: anyone},
		{ARN: role(devAccount, "Developer"), Trusted: anyone},
		{ARN: role(devAccount, "Admin"), Trusted: anyone, RequireMFA: true, MaxDuration: 12 * time.Hour},
		{ARN: role(prodAccount, "Admin"), Trusted: []string{janeARN}, RequireMFA: true, MaxDuration: 2 * time.Hour},
		{ARN: role(prodAccount, "Deployer"), Trusted: []string{corp.SSORoleARN(prodAccount, "ReadOnly")}},
		{ARN: role(prodAccount, "BreakGlass")},
		{ARN: role(hubAccount, "Hub"), Trusted: []string{janeARN}},
		{ARN: role(stagingAccount, "Staging"), Trusted: []string{role(hubAccount, "Hub")}},
		{ARN: role(stagingAccount, "team/Deep"), Trusted: []string{role(stagingAccount, "Staging")}},
		{ARN: role(stagingAccount, "Batch"), Trusted: []string{role(hubAccount, "Hub")}, MaxDuration: 12 * time.Hour},
		{ARN: role(vendorAccount, "Auditor"), Trusted: []string{janeARN}, ExternalID: "blue-42"},
		{ARN: role(devAccount, "Deploy"), Trusted: []string{role(stagingAccount, "DevBox"), role(devAccount, "Task"), janeARN}},
		{ARN: role(devAccount, "Pod"), Web: &fakeaws.WebTrust{Issuer: issuerName, Subject: podSubject, Audience: audience}},
	}
}

func instances() []fakeaws.SSOInstance {
	dev := fakeaws.SSOAccount{ID: devAccount, Name: "dev", Email: "aws+dev@example.com", Roles: []string{"ReadOnly", "Developer", "Administrator"}}
	prod := fakeaws.SSOAccount{ID: prodAccount, Name: "prod", Email: "aws+prod@example.com", Roles: []string{"ReadOnly", "Operator"}}
	staging := fakeaws.SSOAccount{ID: stagingAccount, Name: "staging", Email: "aws+staging@example.com", Roles: []string{"Developer"}}
	vendor := fakeaws.SSOAccount{ID: vendorAccount, Name: "vendor", Email: "aws@partner.example", Roles: []string{"ReadOnly"}}
	return []fakeaws.SSOInstance{
		{StartURL: corpURL, Region: "eu-west-1", Accounts: []fakeaws.SSOAccount{dev, staging, prod}},
		{StartURL: partnerURL, Region: "us-east-1", Accounts: []fakeaws.SSOAccount{vendor}},
		{StartURL: legacyURL, Region: "us-east-1", Accounts: []fakeaws.SSOAccount{dev}},
	}
}
