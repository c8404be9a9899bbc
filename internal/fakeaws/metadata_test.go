package fakeaws_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"

	"credence/internal/fakeaws"
)

func as[T error](err error, target *T) bool { return errors.As(err, target) }

const (
	ttlHeader   = "x-aws-ec2-metadata-token-ttl-seconds"
	tokenHeader = "x-aws-ec2-metadata-token"
	rolesPath   = "/latest/meta-data/iam/security-credentials/"
)

type document struct {
	Code, AccessKeyID, SecretAccessKey, Token, Expiration, AccountID string
}

func TestInstanceMetadata(t *testing.T) {
	t.Parallel()
	s := start(t)
	status, token, header := send(t, "PUT", s.MetadataURL()+"/latest/api/token", map[string]string{ttlHeader: "21600"}, "")
	if status != 200 || header.Get(ttlHeader) != "21600" || len(token) != 56 {
		t.Fatalf("%d %q", status, token)
	}
	auth := map[string]string{tokenHeader: token}
	_, role, _ := send(t, "GET", s.MetadataURL()+rolesPath, auth, "")
	_, text, _ := send(t, "GET", s.MetadataURL()+rolesPath+role, auth, "")
	var got document
	must(t, json.Unmarshal([]byte(text), &got))
	if role != "Box" || got.Code != "Success" || got.AccountID != "" {
		t.Fatalf("%s %+v", role, got)
	}
	who, err := stsFor(s, static(got.AccessKeyID, got.SecretAccessKey, got.Token)).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	must(t, err)
	if *who.Arn != "arn:aws:sts::111122223333:assumed-role/Box/i-0a1b2c3d4e5f60718" {
		t.Fatal(*who.Arn)
	}
	in := assume(longRole)
	in.DurationSeconds = new(int32(7200))
	if _, err := stsFor(s, static(got.AccessKeyID, got.SecretAccessKey, got.Token)).AssumeRole(t.Context(), in); err != nil {
		t.Fatalf("an instance role is not chaining: %v", err)
	}
	if _, region, _ := send(t, "GET", s.MetadataURL()+"/latest/meta-data/placement/region", auth, ""); region != "ap-south-1" {
		t.Fatal(region)
	}
	if _, again, _ := send(t, "GET", s.MetadataURL()+rolesPath+role, auth, ""); !strings.Contains(again, got.AccessKeyID) {
		t.Fatal("credentials change at each request")
	}
	s.Update(func(w *fakeaws.World) { w.Instance.AccountID = true })
	if _, next, _ := send(t, "GET", s.MetadataURL()+rolesPath+role, auth, ""); strings.Contains(next, got.AccessKeyID) || !strings.Contains(next, `"AccountId": "111122223333"`) {
		t.Fatalf("after rotation: %s", next)
	}
}

func TestMetadataStatuses(t *testing.T) {
	t.Parallel()
	const token, roles = "/latest/api/token", rolesPath
	ttl := map[string]string{ttlHeader: "60"}
	for name, tc := range map[string]struct {
		change func(*fakeaws.World)
		method string
		path   string
		header map[string]string
		want   int
	}{
		"no ttl":            {nil, "PUT", token, nil, 400},
		"ttl 0":             {nil, "PUT", token, map[string]string{ttlHeader: "0"}, 400},
		"ttl too long":      {nil, "PUT", token, map[string]string{ttlHeader: "21601"}, 400},
		"forwarded":         {nil, "PUT", token, map[string]string{ttlHeader: "60", "X-Forwarded-For": "10.0.0.1"}, 403},
		"GET token":         {nil, "GET", token, ttl, 405},
		"v1 read":           {nil, "GET", roles, nil, 200},
		"junk token":        {nil, "GET", roles, map[string]string{tokenHeader: "junk"}, 401},
		"v2 only":           {func(w *fakeaws.World) { w.Instance.Mode = fakeaws.IMDSv2Only }, "GET", roles, nil, 401},
		"v1 only, token":    {func(w *fakeaws.World) { w.Instance.Mode = fakeaws.IMDSv1Only }, "PUT", token, ttl, 404},
		"v1 only, read":     {func(w *fakeaws.World) { w.Instance.Mode = fakeaws.IMDSv1Only }, "GET", roles, nil, 200},
		"disabled, token":   {func(w *fakeaws.World) { w.Instance.Mode = fakeaws.IMDSDisabled }, "PUT", token, ttl, 403},
		"disabled, read":    {func(w *fakeaws.World) { w.Instance.Mode = fakeaws.IMDSDisabled }, "GET", roles, nil, 403},
		"no role":           {func(w *fakeaws.World) { w.Instance.RoleARN = "" }, "GET", roles, nil, 404},
		"other role":        {nil, "GET", roles + "Other", nil, 404},
		"other path":        {nil, "GET", "/latest/meta-data/iam/security-credentials-extended/", nil, 404},
		"no instance":       {func(w *fakeaws.World) { w.Instance = nil }, "PUT", token, ttl, 404},
		"POST to the roles": {nil, "POST", roles, nil, 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			if tc.change != nil {
				s.Update(tc.change)
			}
			if got, body, _ := send(t, tc.method, s.MetadataURL()+tc.path, tc.header, ""); got != tc.want {
				t.Fatalf("got %d, want %d: %s", got, tc.want, body)
			}
		})
	}
}

func TestMetadataTokenEnds(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, withClock(c))
	_, token, _ := send(t, "PUT", s.MetadataURL()+"/latest/api/token", map[string]string{ttlHeader: "60"}, "")
	c.add(61 * time.Second)
	if status, _, _ := send(t, "GET", s.MetadataURL()+rolesPath, map[string]string{tokenHeader: token}, ""); status != 401 {
		t.Fatalf("an old token answers %d", status)
	}
}

func TestContainer(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	must(t, os.WriteFile(file, []byte("first\n"), 0o600))
	s := start(t, func(c *fakeaws.Config) {
		c.World.Containers = append(c.World.Containers,
			fakeaws.Container{Path: "/with/token", RoleARN: taskRole, Token: "Basic abc"},
			fakeaws.Container{Path: "/with/file", RoleARN: taskRole, TokenFile: file})
	})
	get := func(path, token string) (int, string) {
		header := map[string]string{}
		if token != "" {
			header["Authorization"] = token
		}
		status, body, _ := send(t, "GET", s.ContainerURL(path), header, "")
		return status, body
	}
	status, body := get("/v2/credentials/task?x=1", "")
	var got document
	must(t, json.Unmarshal([]byte(body), &got))
	if status != 200 || got.Token == "" {
		t.Fatalf("%d %s", status, body)
	}
	who, err := stsFor(s, static(got.AccessKeyID, got.SecretAccessKey, got.Token)).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || *who.Arn != "arn:aws:sts::111122223333:assumed-role/Task/task" {
		t.Fatalf("%v %v", who, err)
	}
	for _, tc := range []struct {
		path, token string
		want        int
	}{{"/with/token", "Basic abc", 200}, {"/with/token", "", 401}, {"/with/token", "Basic abd", 401}, {"/with/file", "first", 200}, {"/with/file", "second", 401}} {
		if status, body := get(tc.path, tc.token); status != tc.want || status != 200 && !strings.Contains(body, `"Code":"AccessDenied"`) {
			t.Fatalf("%s with %q: %d %s", tc.path, tc.token, status, body)
		}
	}
	must(t, os.WriteFile(file, []byte("second"), 0o600))
	if status, _ := get("/with/file", "second"); status != 200 {
		t.Fatalf("after rotation: %d", status)
	}
}
