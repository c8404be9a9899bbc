package chain

import "strings"

// partitions are AWS's partitions by what their regions begin with (AWS Fault Isolation
// Boundaries, "Partitions"); whatever is not here is in the commercial one.
var partitions = []struct{ prefix, name string }{
	{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}, {"eusc-", "aws-eusc"},
	{"us-iso-", "aws-iso"}, {"us-isob-", "aws-iso-b"}, {"eu-isoe-", "aws-iso-e"}, {"us-isof-", "aws-iso-f"}, {"eu-isof-", "aws-iso-f"},
}

// PartitionOfRegion is the partition that a region is in, such as "aws" or "aws-cn".
func PartitionOfRegion(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(strings.ToLower(region), p.prefix) {
			return p.name
		}
	}
	return "aws"
}
