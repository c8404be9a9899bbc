package profiles

import "strings"

// longestCompared is how long a name may be to be compared: the work is the product of
// two lengths.
const longestCompared = 128

// distance is the number of letters to insert, delete, replace or swap with the
// next to make b of a (optimal string alignment), or limit+1 if it is more or a
// name is too long to be compared.
func distance(a, b string, limit int) int {
	switch {
	case a == b:
		return 0
	case len(a)-len(b) > limit || len(b)-len(a) > limit || len(a) > longestCompared || len(b) > longestCompared:
		return limit + 1
	}
	var rows [3][longestCompared + 1]int
	return align(a, b, limit, rows[0][:], rows[1][:], rows[2][:])
}

func align(a, b string, limit int, older, old, row []int) int {
	for j := range len(b) + 1 {
		old[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(old[j]+1, row[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}

// allowance is how many slips still make one name mean another of this length.
func allowance(length int) int {
	switch {
	case length <= 2:
		return 0
	case length <= 5:
		return 1
	case length <= 12:
		return 2
	}
	return 3
}

// nearKey reports whether a key looks like a known one, both in lower case.
func nearKey(key, known string) bool {
	if key == known {
		return true
	}
	limit := allowance(min(len(key), len(known)))
	return distance(key, known, limit) <= limit
}

// bareKey is a key without what people leave out or write otherwise.
func bareKey(key string) string {
	bare := make([]byte, 0, len(key))
	for i := range len(key) {
		if c := key[i]; c != '_' && c != '-' && c != ' ' {
			bare = append(bare, c)
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(bare), "aws", ""), "access", "")
}
