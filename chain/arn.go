package chain

import "strings"

// arnFields are the six fields of an ARN (AWS General Reference, "Amazon Resource Names");
// nil for other texts, such as the serial number of a hardware device.
func arnFields(arn string) []string {
	fields := strings.SplitN(arn, ":", 6)
	if len(fields) < 6 || fields[0] != "arn" {
		return nil
	}
	return fields
}

// PartitionOfARN is the partition in an ARN; empty where that is none.
func PartitionOfARN(arn string) string {
	if fields := arnFields(arn); fields != nil {
		return fields[1]
	}
	return ""
}

// AccountOfARN is the account id in an ARN; empty where that is none.
func AccountOfARN(arn string) string {
	if fields := arnFields(arn); fields != nil {
		return fields[4]
	}
	return ""
}

// RoleOfARN is the account id of a role's ARN and the role's name without its path. The
// name is empty where the ARN is not that of a role, and so are both where it is no ARN.
func RoleOfARN(arn string) (account, name string) {
	fields := arnFields(arn)
	if fields == nil {
		return "", ""
	}
	if path, ok := strings.CutPrefix(fields[5], "role/"); ok {
		name = path[strings.LastIndexByte(path, '/')+1:]
	}
	return fields[4], name
}
