package console

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestDestination(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ partition, service, region, want string }{
		{"aws", "", "", "https://console.aws.amazon.com/console/home"},
		{"aws", "", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"},
		{"aws", "home", "", "https://console.aws.amazon.com/console/home"},
		{"aws", "s3", "", "https://console.aws.amazon.com/s3/home"},
		{"aws", "S3", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1"},
		{"aws", "cfn", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1"},
		{"aws", "logs", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups"},
		{"aws", "/ec2/home?a=b#Instances:", "eu-west-1", "https://eu-west-1.console.aws.amazon.com/ec2/home?a=b&region=eu-west-1#Instances:"},
		{"aws-cn", "ec2", "cn-north-1", "https://console.amazonaws.cn/ec2/home?region=cn-north-1"},
		{"aws-us-gov", "iam", "us-gov-west-1", "https://console.amazonaws-us-gov.com/iam/home?region=us-gov-west-1"},
		{"aws-eusc", "ec2", "eusc-de-east-1", "https://eusc-de-east-1.console.amazonaws-eusc.eu/ec2/home?region=eusc-de-east-1"},
		{"aws", "https://eu-west-1.console.aws.amazon.com/x#y", "us-east-1", "https://eu-west-1.console.aws.amazon.com/x#y"},
	} {
		got, err := Destination(c.partition, c.service, c.region)
		if err != nil || got != c.want {
			t.Errorf("%s %s %s: %q, %v; want %q", c.partition, c.service, c.region, got, err, c.want)
		}
	}
}

func TestDestinationsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		partition, service string
		want               error
	}{
		{"aws-iso", "ec2", ErrPartition}, {"", "ec2", ErrPartition},
		{"aws", "//evil.example/x", ErrElsewhere}, {"aws", "https://evil.example/", ErrElsewhere},
		{"aws", "https://console.aws.amazon.com.evil.example/", ErrElsewhere}, {"aws", "https://console.aws.amazon.com@evil.example/", ErrElsewhere},
		{"aws", "https://evilconsole.aws.amazon.com/", ErrElsewhere}, {"aws", "https://console.aws.amazon.com:8443/", ErrElsewhere},
		{"aws", "https://console.amazonaws.cn/", ErrElsewhere}, {"aws", "/a\x1b[0m", ErrElsewhere},
	} {
		if got, err := Destination(c.partition, c.service, ""); !errors.Is(err, c.want) {
			t.Errorf("%s %s: %q, %v", c.partition, c.service, got, err)
		}
	}
	for _, region := range []string{"evil.example/", "a.b", "x@y", "\x1b", "eu west"} {
		if got, err := Destination("aws", "s3", region); !errors.Is(err, ErrElsewhere) {
			t.Errorf("%s: %q, %v", region, got, err)
		}
	}
	for service, want := range map[string]string{"lamda": "lambda", "dynamdb": "dynamodb", "cloudformatio": "cloudformation", "secretmanager": "secretsmanager", "route": "route53", "zzzzzz": ""} {
		_, err := Destination("aws", service, "")
		unknown, ok := errors.AsType[*UnknownServiceError](err)
		if !ok || want != "" && !slices.Contains(unknown.Nearest, want) || want == "" && len(unknown.Nearest) != 0 {
			t.Errorf("%s: %v, nearest %v", service, err, unknown)
		}
	}
}

// TestTable: what the tables say can be reached, and nothing says two things.
func TestTable(t *testing.T) {
	t.Parallel()
	for _, service := range Services() {
		got, err := Destination("aws", service, "eu-west-1")
		u, parseErr := url.Parse(got)
		if err != nil || parseErr != nil || u.Query().Get("region") != "eu-west-1" || !strings.HasPrefix(u.Path, "/") || service != strings.ToLower(service) {
			t.Errorf("%s: %q, %v %v", service, got, err, parseErr)
		}
	}
	for alias, service := range aliases {
		if _, taken := pages[alias]; taken {
			t.Errorf("%s is a service and an alias", alias)
		}
		if _, ok := pages[service]; !ok && service != "" {
			t.Errorf("%s leads to %s, which there is not", alias, service)
		}
	}
}

func TestPartitionOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ region, arn, want string }{
		{"", "", "aws"}, {"cn-north-1", "", "aws-cn"}, {"eu-west-1", "arn:aws-cn:iam::1:role/x", "aws"}, {"", "arn:aws-cn:iam::1:role/x", "aws-cn"}, {"", "no arn", "aws"},
	} {
		if got := PartitionOf(c.region, c.arn); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
