package signin

import (
	"net/url"
	"strings"
	"testing"
)

func TestGoodAddress(t *testing.T) {
	t.Parallel()
	aws, err := url.Parse("https://oidc.eu-west-1.amazonaws.com")
	if err != nil {
		t.Fatal(err)
	}
	local, err := url.Parse("http://127.0.0.1:4711/region/eu-west-1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address, region string
		endpoint        *url.URL
		want            bool
	}{
		{"https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH", "eu-west-1", aws, true},
		{"https://device.sso.eu-west-1.amazonaws.com:443/", "eu-west-1", aws, true},
		{"https://corp.awsapps.com/start/#/device?user_code=ABCD-EFGH", "eu-west-1", aws, true},
		{"https://d-123.awsapps.com/start", "us-east-1", aws, true},
		{"https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-1/#/device", "us-gov-west-1", aws, true},
		{"https://start.home.awsapps.cn/directory/d-1#/device", "cn-north-1", aws, true},
		{"https://device.sso.cn-north-1.amazonaws.com.cn/", "cn-north-1", aws, true},
		{"https://ssoins-1.portal.eu-west-1.app.aws/device", "eu-west-1", aws, true},
		{"https://oidc.eu-west-1.api.aws/authorize", "eu-west-1", aws, true},
		{"https://oidc.eu-west-1.amazonaws.com/authorize?x=1", "eu-west-1", aws, true},
		{"http://127.0.0.1:4711/device?user_code=A", "eu-west-1", local, true},

		{"https://device.sso.us-east-1.amazonaws.com/", "eu-west-1", aws, false}, // another region
		{"https://corp.awsapps.com/start", "cn-north-1", aws, false},             // another partition
		{"https://corp.awsapps.cn/start", "eu-west-1", aws, false},
		{"https://ssoins-1.portal.us-east-1.app.aws/", "eu-west-1", aws, false},
		{"http://device.sso.eu-west-1.amazonaws.com/", "eu-west-1", aws, false},
		{"https://device.sso.eu-west-1.amazonaws.com:8443/", "eu-west-1", aws, false},
		{"https://device.sso.eu-west-1.amazonaws.com.evil.example/", "eu-west-1", aws, false},
		{"https://evil.example/device.sso.eu-west-1.amazonaws.com", "eu-west-1", aws, false},
		{"https://device.sso.eu-west-1.amazonaws.com@evil.example/", "eu-west-1", aws, false},
		{"https://evilawsapps.com/start", "eu-west-1", aws, false},
		{"https://evil.s3.eu-west-1.amazonaws.com/", "eu-west-1", aws, false}, // customers have names there
		{"https://abc.execute-api.eu-west-1.amazonaws.com/", "eu-west-1", aws, false},
		{"http://127.0.0.1:4711/device", "eu-west-1", aws, false},
		{"http://127.0.0.1:4712/device", "eu-west-1", local, false},
		{"https://127.0.0.1:4711/device", "eu-west-1", local, false},
		{"javascript:alert(1)", "eu-west-1", aws, false},
		{"file:///etc/passwd", "eu-west-1", aws, false},
		{"https://corp.awsapps.com/start\x1b]0;x\a", "eu-west-1", aws, false},
		{"https://corp.awsapps.com/start\" --flag", "eu-west-1", aws, false},
		{"https://corp.awsapps.com/" + strings.Repeat("a", longestAddress), "eu-west-1", aws, false},
		{"", "eu-west-1", aws, false},
	} {
		if got := goodAddress(c.address, c.region, c.endpoint); got != c.want {
			t.Errorf("%q in %s: %v", c.address, c.region, got)
		}
	}
}

// FuzzGoodAddress: what is good can be shown and given to a program as it is.
func FuzzGoodAddress(f *testing.F) {
	endpoint, err := url.Parse("https://oidc.eu-west-1.amazonaws.com")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"https://corp.awsapps.com/start", "https://a@b.awsapps.com/", "https://device.sso.eu-west-1.amazonaws.com/?x=1", "//x", "https://x.awsapps.com\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if !goodAddress(address, "eu-west-1", endpoint) {
			return
		}
		if !strings.HasPrefix(strings.ToLower(address), "https://") || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			t.Errorf("%q is good", address)
		}
	})
}
