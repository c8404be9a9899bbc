package chain

import "testing"

func TestARNs(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string][3]string{ // partition, account, role
		"arn:aws:iam::111122223333:role/Admin":             {"aws", "111122223333", "Admin"},
		"arn:aws-cn:iam::111122223333:role/team/ops/Admin": {"aws-cn", "111122223333", "Admin"},
		"arn:aws:iam::111122223333:mfa/jane":               {"aws", "111122223333", ""},
		"arn:aws:sts::111122223333:assumed-role/Admin/x:y": {"aws", "111122223333", ""},
		"arn:aws:iam::111122223333":                        {},
		"GAHT12345678":                                     {},
		"x:aws:sts::1:role/Admin":                          {},
		"":                                                 {},
	} {
		account, role := RoleOfARN(arn)
		if got := [3]string{PartitionOfARN(arn), account, role}; got != want || AccountOfARN(arn) != account {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}
