package tui

import (
	"strings"
	"time"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// pane collects the rows of a pane.
type pane struct {
	theme *theme
	width int
	rows  []string
}

// row begins a row; its text is added by the caller and taken by done.
func (p *pane) row() *line { return p.theme.line(p.width) }

func (p *pane) done(l *line) { p.rows = append(p.rows, l.String()) }

func (p *pane) empty(n int) {
	for range n {
		p.done(p.row())
	}
}

// fit makes the pane exactly so high.
func (p *pane) fit(height int) []string {
	if len(p.rows) > height {
		return p.rows[:height]
	}
	p.empty(height - len(p.rows))
	return p.rows
}

// chainRows are the rows of the chain pane.
func (m *Model) chainRows(r rect) []string {
	p := &pane{theme: m.theme, width: r.w}
	i := m.shown()
	lines := m.ladder(i)
	plan := m.planChain(r, i, lines)
	if plan.head > 0 {
		m.headRows(p, i)
	}
	p.empty(plan.gap)
	m.ladderRows(p, i, lines, plan.ladder)
	p.empty(plan.space)
	switch {
	case plan.rule > 0 && (m.mode == modePrompt || m.mode == modeSignIn): // the box of the prompt has its own
		plan.detail++
	case plan.rule > 0:
		p.done(p.row().put(plain, " ").put(faint, strings.Repeat("─", max(0, r.w-2))))
	}
	p.rows = append(p.rows, m.detailRows(i, r.w, plan.detail)...)
	return p.fit(r.h)
}

// ladder is the lines of the chain, and the planned ones while nothing is known.
func (m *Model) ladder(i *inspection) []chainLine {
	if i != nil && len(i.trace.Stages) > 0 {
		return linesOf(i)
	}
	dialect := m.walks.base.Dialect
	if dialect == nil {
		dialect = chain.Documented()
	}
	var lines []chainLine
	for _, s := range dialect.Stages() {
		lines = append(lines, chainLine{stage: &chain.StageTrace{StageInfo: s, End: chain.End{State: chain.StatePlanned}}})
	}
	return lines
}

// planChain shares the rows of the pane out.
func (m *Model) planChain(r rect, i *inspection, lines []chainLine) chainPlan {
	detail := m.detail(i, r.w-2)
	want := wishes{head: m.headHeight(), ladder: len(lines), least: 3, spare: spareLines(lines), detail: len(detail.rows), aside: detail.aside, most: 3}
	switch {
	case m.mode == modeCopy: // the menu is what there is to do
		want.most, want.least = len(detail.rows), min(1, r.h/8)
	case m.mode == modePrompt:
		want.most = leastPrompt
	case !m.revealUntil.IsZero(): // what was asked for is of use only whole
		want.most, want.least = len(detail.rows)-detail.aside, 1
	case m.mode == modeSignIn:
		return m.planSignIn(r, len(lines))
	case m.lay.shape == shapeOne && detail.cause.to > 0: // why it failed is worth more than what was passed over
		want.most, want.least = len(detail.rows)-detail.aside, 1
	case m.chain.focused: // the line is what is looked at
		want.most = r.h / 2
	}
	plan := planChain(r.h, want)
	if m.mode == modePrompt && plan.detail == 0 { // the digits and what is wrong with them
		plan.detail = min(2, plan.ladder)
		plan.ladder -= plan.detail
	}
	return plan
}

// chainTop is how many rows of the pane stand above the ladder.
func (m *Model) chainTop() int {
	i := m.shown()
	plan := m.planChain(m.lay.chain, i, m.ladder(i))
	return plan.head + plan.gap
}

// headHeight is how many rows headRows fill, where there is room for them.
func (m *Model) headHeight() int {
	if m.lay.shape == shapeOne {
		return 1
	}
	return 2
}

// spareLines are the stages at the end that were not reached: what the detail says is
// worth more.
func spareLines(lines []chainLine) int {
	n := 0
	for n < len(lines) && lines[len(lines)-1-n].end().State == chain.StateNotReached {
		n++
	}
	return n
}

// headRows are the name, how its walk stands, and what the files say of it. In a window
// for one pane the header says the first two.
func (m *Model) headRows(p *pane, i *inspection) {
	if m.lay.shape != shapeOne {
		p.done(m.nameAndState(p.row().put(plain, " "), m.headline(i)))
	}
	about := m.about(i)
	for len(about) > 1 && widthOf(strings.Join(about, " · ")) > p.width-2 {
		about = about[:len(about)-1]
	}
	p.done(p.row().put(plain, " ").upTo(p.width-1, faint, strings.Join(about, " · ")))
}

// about is what the files say of the target, in a few words.
func (m *Model) about(i *inspection) []string {
	var words []string
	add := func(text string) {
		if text != "" {
			words = append(words, text)
		}
	}
	if m.chain.at.ambient {
		if i == nil || i.result == nil {
			return []string{"what the environment gives"}
		}
		if choice := i.result.Profile; choice.SelectedBy == chain.SelectedByDefault {
			add("no profile is named")
		} else {
			add(string(choice.SelectedBy) + " = " + target{name: choice.Name}.label())
		}
		add(sanitize.Text(i.result.Region.Value))
		return words
	}
	p := m.profileAt()
	if p == nil {
		return []string{"in neither file"}
	}
	d := detailOf(p)
	what := d.what
	if d.role != "" {
		what = strings.TrimSuffix(what, " mfa") + " " + d.role
	}
	add(what)
	add(portal.GroupedID(d.account))
	add(d.region)
	if origins := p.Origins(); len(origins) > 0 {
		add(wording.Short(origins[0]))
	}
	return words
}

// headline is how the walk stands, in a symbol and a few words.
func (m *Model) headline(i *inspection) []span {
	switch {
	case i == nil:
		return nil
	case i.broken != nil:
		return []span{{bad, "✗ broken"}}
	case i.running():
		return m.runningHeadline(i)
	case i.result == nil:
		return nil
	}
	took := time.Duration(0)
	if i.mode == chain.ModeResolve {
		took = i.ended.Sub(i.began)
	}
	switch i.result.Outcome {
	case chain.OutcomeFound:
		spans := []span{{good, "● found"}}
		if end := i.result.Keys.Expiration; !end.IsZero() {
			if d := end.Sub(m.now); d > 0 {
				spans = append(spans, span{faint, "  " + left(d) + " left"})
			} else {
				spans = []span{{bad, "✗ expired"}}
			}
		}
		return spans
	case chain.OutcomeWouldUse:
		return []span{{accent, "◇ would use"}, {faint, "  " + wording.Source(i.result.Source)}}
	case chain.OutcomeUnknown:
		return []span{{accent, "? unknown"}, {faint, "  only a request can tell"}}
	case chain.OutcomeCanceled:
		return []span{{bad, "✗ canceled"}, {faint, "  " + wording.Elapsed(took)}}
	case chain.OutcomeNone:
		return []span{{faint, "○ nothing found"}}
	}
	return []span{{bad, "✗ stopped"}}
}

func (m *Model) runningHeadline(i *inspection) []span {
	switch took := m.now.Sub(i.began); {
	case i.waiting > 0:
		if i.signing {
			return []span{{accent, "◐ waiting for a sign-in"}}
		}
		return []span{{accent, "◐ waiting for a code"}}
	case took < spinnerDelay:
		return nil
	default:
		return []span{{accent, m.spinner() + " running"}, {faint, "  " + wording.Elapsed(took)}}
	}
}
