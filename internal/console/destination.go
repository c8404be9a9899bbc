package console

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"credence/chain"
	"credence/profiles"
)

// hosts are the console's hosts by partition. The commercial and the sovereign one also
// have a host for every region.
var hosts = map[string]struct {
	name     string
	regional bool
}{
	"aws": {"console.aws.amazon.com", true}, "aws-cn": {"console.amazonaws.cn", false}, "aws-us-gov": {"console.amazonaws-us-gov.com", false},
	"aws-eusc": {"console.amazonaws-eusc.eu", true},
}

// UnknownServiceError says that there is no page for a service.
type UnknownServiceError struct {
	Service string
	Nearest []string // that may have been meant, best first
}

func (e *UnknownServiceError) Error() string {
	return fmt.Sprintf("no console page of service %q is known", e.Service)
}

// ErrPartition says that no console is known for a partition.
var ErrPartition = errors.New("no console is known for this partition")

// ErrElsewhere says that a path or address is not one of the console.
var ErrElsewhere = errors.New("not an address of the console")

// Destination is the address of a service's page. An empty service is the first page,
// an empty region leaves the choice to the console. A service that begins with / is a
// path of the console as it is, and one that begins with https:// a whole address, which
// has to be on the console's own hosts. The error is an *UnknownServiceError,
// ErrPartition or ErrElsewhere.
func Destination(partition, service, region string) (string, error) {
	if strings.Trim(strings.ToLower(region), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", fmt.Errorf("region %q: %w", region, ErrElsewhere) // it becomes part of a host name
	}
	h, ok := hosts[partition]
	if !ok {
		return "", fmt.Errorf("%s: %w", partition, ErrPartition)
	}
	if strings.HasPrefix(service, "https://") {
		return ownAddress(service, h.name)
	}
	path := service
	if !strings.HasPrefix(service, "/") {
		if path, ok = page(strings.ToLower(service)); !ok {
			return "", &UnknownServiceError{service, nearest(service)}
		}
	}
	u, err := url.Parse(path)
	if err != nil || u.Host != "" {
		return "", fmt.Errorf("%q: %w", path, ErrElsewhere)
	}
	u.Scheme, u.Host = "https", h.name
	if region != "" {
		if h.regional {
			u.Host = region + "." + h.name
		}
		q := u.Query()
		q.Set("region", region)
		u.RawQuery = q.Encode()
	}
	return u.String(), nil
}

// ownAddress lets through an address that is the console's: a sign-in token is not to be
// sent along to anybody else's page.
func ownAddress(address, host string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Port() != "" || u.Hostname() != host && !strings.HasSuffix(u.Hostname(), "."+host) {
		return "", fmt.Errorf("%q: %w", address, ErrElsewhere)
	}
	return u.String(), nil
}

// nearest are names of services that may have been meant.
func nearest(service string) []string {
	known := append(Services(), slices.Sorted(maps.Keys(aliases))...)
	var names []string
	for _, name := range profiles.NearestOf(strings.ToLower(service), known) {
		if to, ok := aliases[name]; ok {
			name = to
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// PartitionOf is the partition of credentials: that of the region or, without one, of an
// ARN.
func PartitionOf(region, arn string) string {
	if region == "" && chain.PartitionOfARN(arn) != "" {
		return chain.PartitionOfARN(arn)
	}
	return chain.PartitionOfRegion(region)
}
