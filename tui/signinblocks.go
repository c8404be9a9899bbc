package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"credence/chain"
	"credence/internal/sanitize"
	"credence/internal/signin"
	"credence/internal/wording"
)

// block is a part of what a sign-in says: the parts of a lower rank stay longer where
// there is little room.
type block struct {
	rank int
	rows []textRow
}

// textRow is a row with something at its right edge.
type textRow struct{ left, right []span }

// fitted are the rows of the blocks that fit into so many. What has to stay and does
// not fit whole is cut.
func fitted(blocks []block, width, height int) []textRow {
	count := func() (n int) {
		for _, b := range blocks {
			n += len(b.rows)
		}
		return n
	}
	for rank := 9; rank > 1 && count() > height; rank-- {
		blocks = slices.DeleteFunc(slices.Clone(blocks), func(b block) bool { return b.rank == rank })
	}
	var rows []textRow
	over := count() - height
	for _, b := range blocks {
		if over > 0 && b.rank == 1 {
			keep := max(1, len(b.rows)-over)
			over -= len(b.rows) - keep
			if keep < len(b.rows) {
				b.rows = slices.Clone(b.rows[:keep])
				b.rows[keep-1].left = ellipsed(b.rows[keep-1].left, width)
			}
		}
		rows = append(rows, b.rows...)
	}
	if len(rows) > height { // the last is the news
		rows = rows[len(rows)-max(0, height):]
	}
	return rows
}

// signInBlocks are what the sign-in says, in rows of so many cells.
func (m *Model) signInBlocks(s *signing, width int) []block {
	text := func(rank int, spans ...span) block {
		var rows []textRow
		for _, row := range wrapped(width, spans...) {
			rows = append(rows, textRow{left: row})
		}
		return block{rank, rows}
	}
	gap := block{5, []textRow{{}}}
	keys := func(yes string) block {
		return text(0, span{accent, "enter"}, span{plain, " " + yes + "   "}, span{accent, "esc"}, span{plain, " leaves"})
	}
	switch {
	case s.failed != nil:
		if !s.beginsAgain() {
			return append(m.failedBlocks(s, text), gap, text(0, span{accent, "esc"}, span{plain, " leaves"}))
		}
		return append(m.failedBlocks(s, text), gap, keys("begins again"))
	case !s.agreed:
		blocks := []block{text(1, span{plain, s.reason})}
		if s.to.Session != "" {
			where := sanitize.Text(s.to.StartURL)
			if both := where + "  " + sanitize.Text(s.to.Region); widthOf(both) <= width {
				where = both
			}
			blocks = append(blocks, text(3, span{faint, where}))
		}
		return append(blocks, gap, keys("signs in"))
	case s.page.Address == "":
		return []block{text(0, span{accent, m.spinner()}, span{plain, " asking the sign-in service"}), text(2, s.note)}
	}
	address := text(1, span{accent, breakable(sanitize.Text(s.page.Address), width)})
	if s.page.Method == signin.ByBrowser { // nobody types it
		address.rows = fitted([]block{address}, width, longestShown)
	}
	blocks := []block{text(3, span{faint, wording.AskToConfirm(s.page.Method == signin.ByBrowser)}), gap, address, gap}
	left := s.page.Expires.Sub(m.now).Round(time.Second)
	count := fmt.Sprintf("%d:%02d", int(max(0, left)/time.Minute), int(max(0, left)/time.Second)%60)
	state := textRow{left: []span{{plain, "waiting for the browser"}}, right: []span{{plain, count}, {faint, " left"}}}
	if s.page.UserCode != "" {
		state.left = []span{{faint, "code  "}, {bold, sanitize.Text(s.page.UserCode)}}
	}
	return append(blocks, block{0, []textRow{state}}, text(2, s.note))
}

// longestShown is how many rows of an address are shown that only a browser reads.
const longestShown = 3

// failedBlocks are why a sign-in failed, and what helps.
func (m *Model) failedBlocks(s *signing, text func(int, ...span) block) []block {
	e, ok := asChainError(s.failed)
	if !ok {
		return []block{text(1, span{bad, sanitize.Text(s.failed.Error())})}
	}
	message := m.voice().Message(e)
	if name := e.Data["awsLogin"]; e.Code == chain.CodeSSONoTarget && name != "" {
		message = sanitize.Quote(name) + " signs in with the AWS CLI; then r looks again"
	}
	blocks := []block{text(1, marked(message)...)}
	for _, hint := range m.hints(e) {
		if hint != m.signsIn() { // which it has just tried
			blocks = append(blocks, text(2, append([]span{{accent, "→ "}}, marked(hint)...)...))
		}
	}
	return blocks
}

// breakable has an address that is longer than a line go on in the next one at its
// query, if both parts fit.
func breakable(address string, width int) string {
	head, query, ok := strings.Cut(address, "?")
	if !ok || widthOf(address) <= width || widthOf(head) > width || widthOf(query) >= width {
		return address
	}
	return head + " ?" + query
}
