package fakeaws_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"credence/internal/fakeaws"
)

// fixedSigner signs at the test clock instead of the real one.
type fixedSigner struct {
	*v4.Signer
	now func() time.Time
}

func (f fixedSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, o ...func(*v4.SignerOptions)) error {
	return f.Signer.SignHTTP(ctx, c, r, hash, service, region, f.now(), o...)
}

var _ sts.HTTPSignerV4 = fixedSigner{}

func janeAt(s *fakeaws.Server, c *clock) *sts.Client {
	return sts.New(sts.Options{
		Region: "eu-west-1", BaseEndpoint: new(s.URL()), Credentials: static(keyID, secret, ""),
		Retryer: aws.NopRetryer{}, HTTPSignerV4: fixedSigner{v4.NewSigner(), c.now},
		HTTPClient: smithyhttp.ClientDoFunc((&http.Client{}).Do),
	})
}

func withCode(role, code string) *sts.AssumeRoleInput {
	return &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: new("cli"), SerialNumber: new(serial), TokenCode: &code}
}

const wrongCode = "MultiFactorAuthentication failed with invalid MFA one time pass code."

// vectors are the SHA-1 rows of RFC 6238 appendix B, cut to six digits.
var vectors = []struct {
	at   int64
	code string
}{
	{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"},
	{1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
}

func TestMFAVectors(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := start(t, withClock(c))
	for _, v := range vectors {
		c.set(time.Unix(v.at, 0))
		if _, err := janeAt(s, c).AssumeRole(t.Context(), withCode(mfaRole, v.code)); err != nil {
			t.Fatalf("at %d: %v", v.at, err)
		}
		if code, left, err := s.Phone(serial); err != nil || code != v.code || left != time.Duration(30-v.at%30)*time.Second {
			t.Fatalf("phone at %d shows %s for %v: %v", v.at, code, left, err)
		}
	}
}

func TestMFAWindowAndReuse(t *testing.T) {
	t.Parallel()
	const at, code = 1234567890, "005924"
	for name, tc := range map[string]struct {
		off time.Duration
		ok  bool
	}{
		"one step late":   {30 * time.Second, true},
		"one step early":  {-30 * time.Second, true},
		"two steps late":  {60 * time.Second, false},
		"two steps early": {-31 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			c.set(time.Unix(at, 0).Add(tc.off))
			s := start(t, withClock(c))
			_, err := janeAt(s, c).AssumeRole(context.Background(), withCode(mfaRole, code))
			if !tc.ok {
				wantError(t, err, "AccessDenied", wrongCode)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = janeAt(s, c).AssumeRole(context.Background(), withCode(mfaRole, code))
			wantError(t, err, "AccessDenied", wrongCode)
		})
	}
}

func TestMFASerial(t *testing.T) {
	t.Parallel()
	c := newClock()
	c.set(time.Unix(59, 0))
	s := start(t, withClock(c))
	for _, foreign := range []string{"arn:aws:iam::111122223333:mfa/bob", "arn:aws:iam::111122223333:mfa/nobody"} {
		in := withCode(mfaRole, "287082")
		in.SerialNumber = &foreign
		_, err := janeAt(s, c).AssumeRole(t.Context(), in)
		wantError(t, err, "AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
	}
}

// TestMFASessionCoversRoles makes one session with a code and assumes two roles
// that want MFA with it.
func TestMFASessionCoversRoles(t *testing.T) {
	t.Parallel()
	c := newClock()
	c.set(time.Unix(1111111109, 0))
	s := start(t, withClock(c))
	out, err := janeAt(s, c).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{SerialNumber: new(serial), TokenCode: new("081804")})
	if err != nil {
		t.Fatal(err)
	}
	client := sts.New(sts.Options{
		Region: "eu-west-1", BaseEndpoint: new(s.URL()), Retryer: aws.NopRetryer{}, HTTPSignerV4: fixedSigner{v4.NewSigner(), c.now},
		Credentials: static(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken),
	})
	for range 2 {
		if _, err := client.AssumeRole(t.Context(), assume(mfaRole)); err != nil {
			t.Fatal(err)
		}
	}
	in := assume(mfaRole)
	in.DurationSeconds = new(int32(7200))
	_, err = client.AssumeRole(t.Context(), in)
	wantError(t, err, "ValidationError", "role chaining")
}

func TestRefusedCallSpendsTheCode(t *testing.T) {
	t.Parallel()
	c := newClock()
	c.set(time.Unix(59, 0))
	s := start(t, withClock(c))
	_, err := janeAt(s, c).AssumeRole(t.Context(), withCode(noRole, "287082"))
	wantError(t, err, "AccessDenied", "is not authorized")
	_, err = janeAt(s, c).AssumeRole(t.Context(), withCode(mfaRole, "287082"))
	wantError(t, err, "AccessDenied", wrongCode)
}
