package profiles

import "testing"

// Bodies go through ini.v1; only those that it reads in its own way do not, and they
// take no other body along.
func TestINIIsUsed(t *testing.T) {
	t.Parallel()
	texts := []struct {
		text string
		used bool
	}{
		{"region = r\ns3 =\n  a = 1\n\"q = x\n- = y\n[x]y = z\nkey = \"v\" # c\n", true},
		{"", true},
		{"junk\n= x\n# c\n", true},
		{"a = `b", false},
		{"a = \"\"\"b", false},
		{"a = b\u0085", false},
		{"a = b\ufeff\u0085\nc = d\ufeffe", false},
		{"region = r\n", true},
	}
	var bodies []body
	read := make([]map[string]string, len(texts))
	for i, one := range texts {
		file := newFile(Location{}, RoleConfig, &rules{}, newSuggesters())
		file.text = one.text
		read[i] = map[string]string{}
		bodies = append(bodies, body{file.lines(0, len(one.text), 1), func(e entry) { read[i][e.block+"."+e.key] = e.text }})
	}
	for i, result := range parseINI(bodies) {
		if (result != nil) != texts[i].used {
			t.Errorf("%q: read by ini.v1 %v, want %v", texts[i].text, result != nil, texts[i].used)
		}
	}
	(&rules{useINI: true, read: readNode}).readBodies(bodies)
	for i, want := range map[int]int{0: 6, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 2, 7: 1} {
		if len(read[i]) != want {
			t.Errorf("%q: %d keys %q, want %d", texts[i].text, len(read[i]), read[i], want)
		}
	}
}
