package tui

// nameWidths are how wide the names of the profiles are, in cells.
type nameWidths struct {
	usual   int // nine of ten are not wider
	longest int // that is shown whole where there is room
}

// mostName is how wide a name may be that the columns make room for, in cells: few are
// wider, and those are cut.
const mostName = 40

// widthsOf measures the names of rows. One name that is wider than all others is no
// reason to leave a column out for them.
func widthsOf(rows []row) nameWidths {
	var count [mostName + 1]int
	for i := range rows {
		count[min(widthOf(rows[i].shown), mostName)]++
	}
	var w nameWidths
	for width, n, seen := 0, 0, 0; width <= mostName; width++ {
		if n = count[width]; n == 0 {
			continue
		}
		if w.longest = width; seen*10 < len(rows)*9 {
			w.usual = width
		}
		seen += n
	}
	return w
}

// listColumns are the widths of the columns; 0 leaves one out.
type listColumns struct{ name, what, account, role, region, state int }

// gutter is the room in front of a name: a mark and the cursor.
const gutter = 3

// listColumnsOf shares a width out: the name and the session's state always have a
// place, the others as far as there is room beside the usual name. What is left goes to
// what is cut first.
func listColumnsOf(width int, names nameWidths) listColumns {
	c := listColumns{state: 7}
	rest := width - gutter - 1 - c.state
	if rest < 12 {
		c.state, rest = 0, rest+c.state
	}
	least := func(name int) int { return max(name, 12) + 2 }
	c.name = least(names.usual)
	spare := rest - c.name
	for _, column := range []struct {
		at          *int
		least, most int
	}{{&c.what, 9, 14}, {&c.account, 16, 16}, {&c.role, 21, 21}, {&c.region, 15, 15}} {
		if spare < column.least {
			break
		}
		*column.at = min(spare, column.most)
		spare -= *column.at
	}
	if c.what == 0 {
		c.name = max(0, rest)
		return c
	}
	for _, column := range []struct {
		at   *int
		most int
	}{{&c.name, least(names.longest)}, {&c.what, 22}, {&c.role, 30}} {
		if more := min(spare, column.most-*column.at); more > 0 && *column.at > 0 {
			*column.at += more
			spare -= more
		}
	}
	return c
}
