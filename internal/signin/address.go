package signin

import (
	"context"
	"net/url"
	"strings"

	"credence/chain"
)

// longestAddress is the longest address that is shown or opened, in bytes.
const longestAddress = 4096

// judge refuses an address that the service named and that is not one of AWS's in the
// target's region and partition: whoever controls the answer would choose the page on
// which a person types a password. The host of the sign-in service itself is good too.
func (r *run) judge(ctx context.Context, address string) error {
	endpoint, err := r.desk.OIDCAddress(ctx, r.target)
	if err != nil {
		return err
	}
	if goodAddress(address, r.target.Region, endpoint) {
		return nil
	}
	if len(address) > longestAddress {
		address = address[:longestAddress]
	}
	return failed(chain.CodeSignInAddress, nil, "url", withoutQuery(address))
}

func withoutQuery(address string) string {
	head, _, _ := strings.Cut(address, "?")
	return head
}

// goodAddress is the rule of judge.
func goodAddress(address, region string, endpoint *url.URL) bool {
	if len(address) > longestAddress || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'`\\<>^{}|", r) }) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Opaque != "" {
		return false
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == endpoint.Scheme && host == strings.ToLower(endpoint.Host) {
		return true
	}
	return u.Scheme == "https" && ofAWS(strings.TrimSuffix(host, ":443"), strings.ToLower(region))
}

// partition is what the addresses of a partition end in.
type partition struct{ suffix, portal string }

// partitionOf is the partition of a region (AWS SDKs, partitions.json).
func partitionOf(region string) partition {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return partition{"amazonaws.com.cn", "awsapps.cn"}
	case strings.HasPrefix(region, "us-iso-"):
		return partition{suffix: "c2s.ic.gov"}
	case strings.HasPrefix(region, "us-isob-"):
		return partition{suffix: "sc2s.sgov.gov"}
	case strings.HasPrefix(region, "eu-isoe-"):
		return partition{suffix: "cloud.adc-e.uk"}
	case strings.HasPrefix(region, "us-isof-"):
		return partition{suffix: "csp.hci.ic.gov"}
	case strings.HasPrefix(region, "eusc-"):
		return partition{suffix: "amazonaws.eu"}
	}
	return partition{"amazonaws.com", "awsapps.com"} // GovCloud's too
}

// ofAWS reports whether a host is one of IAM Identity Center in the region: the access
// portal, whose name the customer chooses below awsapps, or a service of the region.
// Not every host below amazonaws.com will do: customers have names there.
func ofAWS(host, region string) bool {
	p := partitionOf(region)
	if p.portal != "" && strings.HasSuffix(host, "."+p.portal) {
		return true
	}
	for _, service := range []string{"device.sso.", "oidc.", "oidc-fips.", "portal.sso."} {
		if host == service+region+"."+p.suffix || host == service+region+".api.aws" {
			return true
		}
	}
	return host == "identitycenter."+p.suffix || strings.HasSuffix(host, ".portal."+region+".app.aws")
}
