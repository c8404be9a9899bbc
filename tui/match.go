package tui

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
)

// matcher finds rows by a query and ranks them as fzf does, by fzf's own algorithm:
// the best score first, of equal ones the shorter name, then the order of the files.
// A term is looked for in the name, else in account, role and SSO session.
type matcher struct {
	names  []util.Chars
	others []util.Chars // empty until the details are read
	slabs  [2]*util.Slab
	levels []level // the results of the query's beginnings
}

// level is what a query found: score, length and number of each row in one value
// that sorts by rank.
type level struct {
	query string
	found []uint64
}

// prepareFzf sets fzf's tables up, which are its package's own.
var prepareFzf = sync.OnceFunc(func() { algo.Init("default") })

// newMatcher searches n rows by their names and by what else is known of them.
func newMatcher(n int, name, beside func(number int) string) *matcher {
	prepareFzf()
	m := &matcher{names: make([]util.Chars, n)}
	for i := range n {
		m.names[i] = util.ToChars([]byte(name(i)))
	}
	for i := range m.slabs {
		m.slabs[i] = util.MakeSlab(16<<10, 2<<10)
	}
	m.readOthers(beside)
	return m
}

// readOthers takes in what is known of the rows besides their names.
func (m *matcher) readOthers(beside func(number int) string) {
	m.levels = nil
	m.others = make([]util.Chars, len(m.names))
	for i := range m.others {
		if text := beside(i); text != "" {
			m.others[i] = util.ToChars([]byte(text))
		}
	}
}

// term is a word of a query, in fzf's syntax: 'exact ^prefix suffix$ ^whole$ !not.
type term struct {
	runes []rune
	exact bool // upper and lower case count: the term has an upper-case letter
	plain bool // letters without accents stand for those with
	not   bool
	match func(bool, bool, bool, *util.Chars, []rune, bool, *util.Slab) (algo.Result, *[]int)
}

// termsOf parses a query; words without anything to look for are left out.
func termsOf(query string) []term {
	var terms []term
	for word := range strings.FieldsSeq(query) {
		t := term{match: algo.FuzzyMatchV2}
		if rest, ok := strings.CutPrefix(word, "!"); ok {
			t.not, word, t.match = true, rest, algo.ExactMatchNaive
		}
		switch {
		case len(word) > 2 && word[0] == '^' && strings.HasSuffix(word, "$"):
			word, t.match = word[1:len(word)-1], algo.EqualMatch
		case strings.HasPrefix(word, "'"):
			word, t.match = word[1:], algo.ExactMatchNaive
		case strings.HasPrefix(word, "^"):
			word, t.match = word[1:], algo.PrefixMatch
		case strings.HasSuffix(word, "$"):
			word, t.match = word[:len(word)-1], algo.SuffixMatch
		}
		if word == "" {
			continue
		}
		t.exact = strings.ContainsFunc(word, unicode.IsUpper)
		if !t.exact {
			word = strings.ToLower(word)
		}
		t.runes = []rune(word)
		normal := algo.NormalizeRunes(t.runes)
		t.plain = slices.Equal(normal, t.runes)
		terms = append(terms, t)
	}
	return terms
}

// narrows reports whether a longer query can only find less.
func narrows(query string) bool { return !strings.ContainsAny(query, "!$") }

// find gives the rows that a query finds, best first. A query without terms finds
// all of them, in their order.
func (m *matcher) find(query string) []int32 {
	terms := termsOf(query)
	if len(terms) == 0 {
		m.levels = nil
		return all(len(m.names))
	}
	for len(m.levels) > 0 {
		last := m.levels[len(m.levels)-1]
		if last.query == query {
			return numbers(last.found)
		}
		if strings.HasPrefix(query, last.query) && narrows(query) {
			break
		}
		m.levels = m.levels[:len(m.levels)-1]
	}
	var found []uint64
	if n := len(m.levels); n > 0 {
		found = m.among(m.levels[n-1].found, terms)
	} else {
		found = m.among(nil, terms)
	}
	slices.Sort(found)
	m.levels = append(m.levels, level{query, found})
	return numbers(found)
}

// manyRows is from when on a search is shared between two goroutines.
const manyRows = 3000

// among ranks the rows of an earlier result, nil being all rows. The result is not
// sorted.
func (m *matcher) among(earlier []uint64, terms []term) []uint64 {
	n := len(earlier)
	if earlier == nil {
		n = len(m.names)
	}
	search := func(from, to int, slab *util.Slab) []uint64 {
		found := make([]uint64, 0, (to-from)/2+8)
		for i := from; i < to; i++ {
			number := i
			if earlier != nil {
				number = int(uint32(earlier[i]))
			}
			if score, ok := m.score(number, terms, slab); ok {
				length := min(m.names[number].Length(), 0xffff)
				found = append(found, uint64(0xffff-min(score, 0xffff))<<48|uint64(length)<<32|uint64(uint32(number)))
			}
		}
		return found
	}
	if n < manyRows {
		return search(0, n, m.slabs[0])
	}
	var first []uint64
	var group sync.WaitGroup
	group.Go(func() { first = search(0, n/2, m.slabs[1]) })
	second := search(n/2, n, m.slabs[0])
	group.Wait()
	return append(first, second...)
}

// besideName is how much less a find beside the name counts: as much as a letter, so
// that the profiles that are called so come before those whose role is.
const besideName = 16

// score is the sum over the terms, which all have to match.
func (m *matcher) score(number int, terms []term, slab *util.Slab) (int, bool) {
	sum := 0
	for i := range terms {
		t := &terms[i]
		result, _ := t.match(t.exact, t.plain, true, &m.names[number], t.runes, false, slab)
		if result.Start < 0 && m.others[number].Length() > 0 {
			result, _ = t.match(t.exact, t.plain, true, &m.others[number], t.runes, false, slab)
			result.Score -= besideName
		}
		if (result.Start >= 0) == t.not {
			return 0, false
		}
		sum += max(0, result.Score)
	}
	return sum, true
}

// lit are the letters of a name that a query matched, by their number among the
// name's runes.
func (m *matcher) lit(number int, terms []term) map[int]bool {
	var lit map[int]bool
	for i := range terms {
		if t := &terms[i]; !t.not {
			lit, _ = m.light(lit, t, &m.names[number])
		}
	}
	return lit
}

// litBeside are the letters that a query matched in what is searched beside the name.
func (m *matcher) litBeside(number int, terms []term) map[int]bool {
	var lit map[int]bool
	for i := range terms {
		t := &terms[i]
		if t.not || m.others[number].Length() == 0 {
			continue
		}
		if _, inName := m.light(nil, t, &m.names[number]); !inName {
			lit, _ = m.light(lit, t, &m.others[number])
		}
	}
	return lit
}

// light adds the letters of a text that a term matched, and reports whether it did.
func (m *matcher) light(lit map[int]bool, t *term, text *util.Chars) (map[int]bool, bool) {
	result, positions := t.match(t.exact, t.plain, true, text, t.runes, true, m.slabs[0])
	if result.Start < 0 {
		return lit, false
	}
	if lit == nil {
		lit = map[int]bool{}
	}
	if positions != nil {
		for _, at := range *positions {
			lit[at] = true
		}
		return lit, true
	}
	for at := result.Start; at < result.End; at++ {
		lit[at] = true
	}
	return lit, true
}

func all(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

func numbers(found []uint64) []int32 {
	rows := make([]int32, len(found))
	for i, f := range found {
		rows[i] = int32(uint32(f))
	}
	return rows
}
