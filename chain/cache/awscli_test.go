package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"credence/internal/secret"
)

// published is a session of testKey's role, for the AWS CLI.
func published(life time.Duration, now time.Time) AWSEntry {
	return AWSEntry{
		Session: session(life, now.Truncate(time.Second)), AssumedRoleARN: "arn:aws:sts::111122223333:assumed-role/R/credence-1", AssumedRoleID: "AROA:credence-1",
	}
}

func TestNamesAreTheAWSCLIs(t *testing.T) {
	t.Parallel()
	const role = "arn:aws:iam::111122223333:role/RA"
	for want, r := range map[string]AWSRole{
		"8c3068d6559d918de9dbd7ea339c531e83eb22ec": {RoleARN: role},
		"6cf6e2935a9d346c9a6effa1bccef9247a2bd63b": {RoleARN: role, Duration: new(3600)},
		"6726b4ef1456688569bd0a1abc33696d71a5cf43": {RoleARN: role, MFASerial: "arn:aws:iam::111122223333:mfa/u"},
		"0ec8c22d9e98b958cc3bb0dd38ba9eec971315cd": {RoleARN: role, ExternalID: "é"},
		"5d265b39e6ab913e619b19b05eb812414584a6c5": {RoleARN: role, Duration: new(1800), ExternalID: "x y", SessionName: "zoë"},
		"a4f56589674f23ca4301c8599e1f113b4364f681": {RoleARN: role, Policy: `{"b":1,"a":2}`},
	} {
		if got, err := r.Name(); err != nil || got != want+".json" {
			t.Errorf("%+v: %s (%v), want %s", r, got, err, want)
		}
	}
	for want, got := range map[string]string{
		"f49270b61a757a85edd9b72484d2c09587a121a9":                         AWSSSOName("corp", "", "111122223333", "RO"),
		"889889ab4dcb31d513b62bbb6dd3881cfab6420a":                         AWSSSOName("", "https://d-123.awsapps.com/start", "111122223333", "RO"),
		"ee0bfd2552fbd840c02cc48b6e823320543c450f":                         AWSTokenName("corp"),
		"2b829a45f04c9828cb45b7d092d8e4aa30818393":                         AWSTokenName("https://d-123.awsapps.com/start"),
		"4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255": AWSLoginName("arn:aws:sts::012345678910:assumed-role/Admin/admin"),
	} {
		if got != want+".json" {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, policy := range []string{"[]", "{", `{} {}`, "null x"} {
		if _, err := (AWSRole{Policy: policy}).Name(); err == nil {
			t.Errorf("policy %q was taken", policy)
		}
	}
}

// TestPythonText: as json.dumps(…, sort_keys=True) writes it.
func TestPythonText(t *testing.T) {
	t.Parallel()
	got := spaced.text(object{"b": []any{1, true, nil, "x"}, "a": "\"\\\n\r\t\b\f\x00\x7fé€😀</&"})
	want := `{"a": "\"\\\n\r\t\b\f\u0000\u007f\u00e9\u20ac\ud83d\ude00</&", "b": [1, true, null, "x"]}`
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := tight.text(object{"b": "x", "a": object{}}); got != `{"a":{},"b":"x"}` {
		t.Errorf("%s", got)
	}
}

func TestFilesOfTheAWSCLI(t *testing.T) {
	t.Parallel()
	const frame = `{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": "T", "Expiration": "END"}, "AssumedRoleUser": {"Arn": "arn"}}`
	want := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, form := range []string{"2030-01-02T03:04:05Z", "2030-01-02T03:04:05UTC", "2030-01-02T03:04:05+00:00", "2030-01-02T04:04:05+01:00"} {
		e, err := parseAWS([]byte(strings.Replace(frame, "END", form, 1)))
		if err != nil || !e.Expires.Equal(want) {
			t.Errorf("%s: %v", form, err)
		}
	}
	good := strings.Replace(frame, "END", "2030-01-02T03:04:05Z", 1)
	for name, text := range map[string]string{
		"empty": "", "half": good[:len(good)/2], "trailing": good + "x", "no credentials": "{}", "a list": "[]",
		"no token": strings.Replace(good, `"T"`, `""`, 1), "no end": strings.Replace(frame, "END", "soon", 1), "a number": strings.Replace(good, `"A"`, "1", 1),
	} {
		if _, err := parseAWS([]byte(text)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func newAWSBench(t *testing.T) (*AWSCLI, time.Time) {
	t.Helper()
	now := time.Now().Truncate(time.Second)
	return NewAWSCLI(filepath.Join(t.TempDir(), ".aws", "cli", "cache"), func() time.Time { return now }), now
}

func TestPublish(t *testing.T) {
	t.Parallel()
	a, now := newAWSBench(t)
	const role = "arn:aws:iam::111122223333:role/path/R"
	publish := func(e AWSEntry, want Publication) {
		t.Helper()
		if got, err := a.Publish(t.Context(), "x.json", role, e); got != want || err != nil {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
	e := published(time.Hour, now)
	publish(e, Published)
	got, loose, err := a.Read(t.Context(), "x.json")
	if err != nil || loose != nil || got.AssumedRoleARN != e.AssumedRoleARN || got.Session.SecretAccessKey != e.SecretAccessKey || !got.Expires.Equal(e.Expires) || got.AccountID != e.AccountID {
		t.Errorf("%+v %v %v", got, loose, err)
	}
	text, _ := os.ReadFile(a.Path("x.json"))
	if strings.ContainsAny(string(text), "\n") || !strings.HasPrefix(string(text), `{"AssumedRoleUser": {"Arn": `) {
		t.Errorf("%.60s", text)
	}
	publish(published(30*time.Minute, now), KeptLonger)
	publish(published(2*time.Hour, now), Published)
	publish(published(15*time.Minute, now), TooShort)
	other := published(time.Hour, now)
	other.AssumedRoleARN = "arn:aws:sts::111122223333:assumed-role/Other/x"
	publish(other, NotTheirRole)
	bare := published(time.Hour, now)
	bare.SessionToken = secret.Text{}
	publish(bare, NotTheirRole)
	for name, text := range map[string]string{"torn": "{", "ended": string(encodeAWS(new(published(-time.Minute, now))))} {
		if err := os.WriteFile(a.Path("x.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := a.Publish(t.Context(), "x.json", role, e); got != Published || err != nil {
			t.Errorf("over a %s one: %s %v", name, got, err)
		}
	}
	if ok, err := a.Withdraw(t.Context(), "x.json", "ASIAOTHER"); ok || err != nil {
		t.Errorf("withdrew another's: %v", err)
	}
	if ok, err := a.Withdraw(t.Context(), "x.json", e.AccessKeyID); !ok || err != nil {
		t.Errorf("not withdrawn: %v", err)
	}
	if _, _, err := a.Read(t.Context(), "x.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}

func TestSessionsOfARole(t *testing.T) {
	t.Parallel()
	e := published(time.Hour, time.Now())
	for _, c := range []struct {
		role, name string
		want       bool
	}{
		{"arn:aws:iam::111122223333:role/R", "", true},
		{"arn:aws:iam::111122223333:role/a/b/R", "credence-1", true},
		{"arn:aws:iam::111122223333:role/R", "other", false},
		{"arn:aws:iam::111122223333:role/r", "", false},
		{"arn:aws:iam::111122223333:user/R", "", false},
		{"arn:aws-cn:iam::111122223333:role/R", "", false},
		{"arn:aws:iam::444455556666:role/R", "", false},
		{"R", "", false}, {"", "", false},
	} {
		if got := e.IsRole(c.role, c.name); got != c.want {
			t.Errorf("%s %s: %v", c.role, c.name, got)
		}
	}
}

// TestHalfWrittenFiles: AWS CLI v2 writes in place; a reader who comes in between waits.
func TestHalfWrittenFiles(t *testing.T) {
	t.Parallel()
	a, now := newAWSBench(t)
	whole := encodeAWS(new(published(time.Hour, now)))
	if err := errors.Join(os.MkdirAll(a.folder.path, 0o700), os.WriteFile(a.Path("x.json"), whole[:40], 0o600)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, _, err := a.Read(t.Context(), "x.json")
	d, ok := errors.AsType[*Diagnostic](err)
	if !ok || d.Code != CodeCorrupt || d.Path != a.Path("x.json") || time.Since(began) < 3*tornPause {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	var writing sync.WaitGroup
	writing.Go(func() {
		file, err := os.OpenFile(a.Path("x.json"), os.O_WRONLY, 0)
		if err == nil {
			_, err = file.Write(whole)
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			t.Error(err)
		}
	})
	if _, _, err := a.Read(t.Context(), "x.json"); err != nil {
		t.Errorf("the other half came, and: %v", err)
	}
	writing.Wait()
}

func FuzzAWSFile(f *testing.F) {
	f.Add(encodeAWS(new(published(time.Hour, time.Unix(1e9, 0)))))
	f.Add([]byte(`{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": "T", "Expiration": "2030-01-02T03:04:05UTC"}}`))
	f.Add([]byte(`{"Credentials": null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := parseAWS(data)
		if err != nil {
			return
		}
		if !e.complete() || e.Expires.IsZero() && !strings.Contains(string(data), "0001-01-01") {
			t.Errorf("handed out %+v", e)
		}
		again, err := parseAWS(encodeAWS(e))
		if err != nil {
			if y := e.Expires.UTC().Year(); y >= 0 && y <= 9999 {
				t.Errorf("%q does not come back: %v", data, err)
			}
			return
		}
		if again.AccessKeyID != strings.ToValidUTF8(e.AccessKeyID, "\ufffd") {
			t.Errorf("%q became %q", e.AccessKeyID, again.AccessKeyID)
		}
	})
}

func FuzzEntry(f *testing.F) {
	now := time.Unix(1.8e9, 0)
	e := &Entry{ID: testKey.ID(), Kind: KindRole, Session: session(time.Hour, now), Created: now, Owner: "credence"}
	f.Add(encode(e))
	f.Add([]byte(`{"version":1,"key":"` + e.ID + `","kind":"mfa-direct","created":"2026-01-01T00:00:00Z","expires":"2030-01-01T00:00:00Z"}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := parse(testKey.ID(), data, now)
		if err != nil {
			if d, ok := errors.AsType[*Diagnostic](err); !ok || strings.Contains(d.Error(), canary) {
				t.Errorf("%v", err)
			}
			return
		}
		if e.ID != testKey.ID() || e.Kind != KindMarker && !e.complete() || e.Created.Sub(now) > futureTolerance {
			t.Errorf("handed out %+v", e)
		}
		if y := e.Expires.UTC().Year(); y < 0 || y > 9999 || e.Created.UTC().Year() < 0 {
			return
		}
		again, err := parse(testKey.ID(), encode(e), now)
		if err != nil || again.AccessKeyID != e.AccessKeyID || again.SessionToken != e.SessionToken || !again.Expires.Equal(e.Expires) {
			t.Errorf("%q does not come back: %v", data, err)
		}
	})
}
