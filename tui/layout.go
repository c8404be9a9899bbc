package tui

// shape is how much of the screen there is to lay out.
type shape int

const (
	shapeLine shape = iota // a single line
	shapeOne               // one pane
	shapeTwo               // profiles and chain beside each other
)

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// holds reports whether a cell is within.
func (r rect) holds(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// layout says where things stand in a window.
type layout struct {
	w, h     int
	shape    shape
	header   bool // the first line
	rules    bool // below the header and above the footer
	footer   bool // the last line
	profiles rect
	chain    rect
}

// The limits of the shapes, and of the width of the profiles.
const (
	leastWidth, leastHeight       = 20, 4
	leastTwoWidth, leastTwoHeight = 60, 15
	leastProfiles, mostProfiles   = 28, 96
)

// layoutOf is the only place that computes positions. Any size is fine.
func layoutOf(w, h int) layout {
	l := layout{w: max(0, w), h: max(0, h)}
	switch {
	case w < leastWidth || h < leastHeight:
		return l
	case w < leastTwoWidth || h < leastTwoHeight:
		l.shape, l.header, l.footer, l.rules = shapeOne, true, h >= 5, h >= 8
	default:
		l.shape, l.header, l.footer, l.rules = shapeTwo, true, true, true
	}
	top, bottom := 1, 0
	if l.footer {
		bottom++
	}
	if l.rules {
		top, bottom = top+1, bottom+1
	}
	body := rect{0, top, w, h - top - bottom}
	l.profiles, l.chain = body, body
	if l.shape == shapeTwo {
		l.profiles.w = min(max(w*19/50, leastProfiles), mostProfiles)
		if w > 160 { // every column finds a place, and no sentence needs so much
			l.profiles.w = min(w*23/50, mostProfiles)
		}
		if w < 80 {
			l.profiles.w = leastProfiles - 4
		}
		l.chain.x = l.profiles.w + 1
		l.chain.w = w - l.chain.x
	}
	return l
}
