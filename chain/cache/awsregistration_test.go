package cache

import "testing"

// The sums were computed with Python's json and hashlib, as the AWS CLI does.
func TestAWSRegistrationName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		region, session string
		scopes          []string
		want            string
	}{
		{"us-east-1", "corp", []string{"sso:account:access"}, "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2"},
		{"us-east-1", "", nil, "334df8a025b4d748342a2fb4eaa316ea48c5576c"},
		{"us-east-1", "zoë", []string{"a", "b"}, "a815e624190cc8d66746412fe16dc4516950cafb"},
		{"eu-west-1", "corp", []string{"sso:account:access"}, "8a0de4bae25aa24f4f4b56290be7bda79afc60e2"},
	} {
		if got := AWSRegistrationName(c.region, c.session, "https://d-123.awsapps.com/start", c.scopes); got != c.want+".json" {
			t.Errorf("%s %q %v: %s, want %s", c.region, c.session, c.scopes, got, c.want)
		}
	}
}
