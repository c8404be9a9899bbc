package tui

import (
	"cmp"
	"slices"
	"strings"

	"credence/chain"
	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/internal/wording"
	"credence/profiles"
)

// detailRows are what stands below the ladder: the prompt, the copy menu, or what
// the chain means.
func (m *Model) detailRows(i *inspection, width, height int) []string {
	p := &pane{theme: m.theme, width: width}
	switch m.mode {
	case modePrompt:
		m.promptRows(p, height)
		return p.rows
	case modeSignIn:
		m.signInRows(p, height)
		return p.rows
	}
	all := m.detail(i, width-2).rows
	for n, spans := range all[:min(len(all), max(0, height))] {
		if n == height-1 && len(all) > height {
			spans = ellipsed(spans, width-2)
		}
		p.done(p.row().put(plain, " ").spans(spans...))
	}
	return p.rows
}

// ellipsed shows that a row goes on below the last one that there is room for.
func ellipsed(row []span, width int) []span {
	if len(row) == 0 {
		return []span{{faint, "…"}}
	}
	used := 0
	var kept []span
	for _, s := range row {
		s.text = cutTo(s.text, width-2-used)
		used += widthOf(s.text)
		kept = append(kept, s)
	}
	if n := len(kept); n > 0 && strings.HasSuffix(kept[n-1].text, "…") {
		return kept
	}
	return append(kept, span{faint, " …"})
}

// paragraphs collects wrapped text.
type paragraphs struct {
	width int
	rows  [][]span
	aside int // of the rows, at the end: what is true besides
}

func (t *paragraphs) add(spans ...span) { t.rows = append(t.rows, wrapped(t.width, spans...)...) }

func (t *paragraphs) gap() {
	if len(t.rows) > 0 && len(t.rows[len(t.rows)-1]) > 0 {
		t.rows = append(t.rows, nil)
	}
}

// labelled adds text behind a label; its further lines stand below the first.
func (t *paragraphs) labelled(label span, width int, spans ...span) {
	for n, row := range wrapped(t.width-width, spans...) {
		head := span{label.style, label.text + strings.Repeat(" ", max(1, width-widthOf(label.text)))}
		if n > 0 {
			head = span{plain, strings.Repeat(" ", width)}
		}
		t.rows = append(t.rows, append([]span{head}, row...))
	}
}

// with adds to what stands behind a label, if that stays in its row.
func (t *paragraphs) with(row []span, more ...span) []span {
	whole := slices.Concat(row, more)
	if labelWidth+widthOf(textOf(whole)) > t.width {
		return row
	}
	return whole
}

// detail is what the pane says about the selected line and the walk as a whole.
func (m *Model) detail(i *inspection, width int) *paragraphs {
	t := &paragraphs{width: max(8, width)}
	switch {
	case m.mode == modePrompt:
		t.rows = make([][]span, promptHeight-1)
		return t
	case m.mode == modeCopy:
		m.copyParagraphs(t)
		return t
	case i == nil:
		return t
	case i.broken != nil:
		t.add(span{bad, sanitize.Text(i.broken.Error())})
		return t
	}
	l := m.chain.selectedLine(i)
	if l == nil {
		return t
	}
	if m.chain.focused && !m.chain.onEnd(i, l) {
		m.lineParagraphs(t, i, l)
		return t
	}
	m.sessionParagraphs(t, i)
	m.whyParagraphs(t, i, l)
	told := len(t.rows)
	if m.chain.focused {
		m.evidenceParagraphs(t, l.stage.Evidence)
	}
	m.findingParagraphs(t, i)
	t.aside = len(t.rows) - told
	return t
}

// whyParagraphs explain the end of the walk.
func (m *Model) whyParagraphs(t *paragraphs, i *inspection, l *chainLine) {
	if i.result == nil {
		return
	}
	t.gap()
	if e := i.result.Error; e != nil {
		m.errorParagraphs(t, e)
		return
	}
	if i.result.Stage == "" {
		return
	}
	t.add(span{bold, "why"}, span{faint, "  " + wording.Stage(l.stage.StageInfo)})
	brief := *l.stage // what was looked at is for whoever goes into the chain
	brief.Evidence = nil
	t.add(m.explained(&brief, i)...)
}

// explained is what a stage did.
func (m *Model) explained(s *chain.StageTrace, i *inspection) []span {
	told := *s
	told.Reason = chosenHere(s.Reason)
	return marked(m.voice().Explain(&told, i.result))
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	switch word, _, _ := strings.Cut(s, " "); {
	case isSetting(word):
		return s
	case word == "sts", word == "sso":
		return strings.ToUpper(word) + s[len(word):]
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// labelWidth is how far the labels of the detail reach.
const labelWidth = 10

// sessionParagraphs are about the credentials that were found.
func (m *Model) sessionParagraphs(t *paragraphs, i *inspection) {
	if i.mode != chain.ModeResolve || outcomeOf(i) != chain.OutcomeFound {
		return
	}
	keys := i.result.Keys
	say := func(label string, spans ...span) { t.labelled(span{faint, label}, labelWidth, spans...) }
	session := []span{{plain, sanitize.Text(keys.AccessKeyID)}}
	if end := keys.Expiration; !end.IsZero() { // the head says how long too
		d := end.Sub(m.now)
		session = t.with(session, span{faint, "  until "}, span{plain, wording.Clock(end, m.now)})
		session = t.with(session, span{leftStyle(d), "  " + left(d)})
	} else {
		session = t.with(session, span{faint, "  does not expire"})
	}
	say("session", session...)
	if !m.revealUntil.IsZero() {
		say("secret", span{warn, sanitize.Text(keys.SecretAccessKey.Reveal())})
		if keys.HasSessionToken() {
			say("token", span{warn, sanitize.Text(keys.SessionToken.Reveal())})
		}
	}
	from := []span{{plain, wording.Source(i.result.Source)}}
	account := portal.GroupedID(sanitize.Text(m.accountAt()))
	if account == "" {
		say("from", from...)
	} else if whole := t.with(from, span{faint, "  account "}, span{plain, account}); len(whole) > len(from) {
		say("from", whole...)
	} else {
		say("from", from...)
		say("account", span{plain, account})
	}
	m.identityParagraphs(say, i)
	if m.chosen != nil && *m.chosen == i.target && m.opts.HowTo != nil {
		command, does := m.opts.HowTo(i.target.name)
		say("use it", t.with([]span{{accent, command}}, span{faint, does})...)
	}
}

// identityParagraphs are what STS says of the credentials.
func (m *Model) identityParagraphs(say func(string, ...span), i *inspection) {
	switch {
	case i.asking != nil:
		say("caller", span{faint, "asking sts"})
	case i.notKnown != nil:
		text := i.notKnown.Error()
		if e, ok := asChainError(i.notKnown); ok {
			text = m.voice().Message(e)
		}
		say("caller", span{bad, sanitize.Text(text)})
	case i.identity != nil:
		say("caller", span{plain, sanitize.Text(i.identity.Arn)})
		if skew := i.identity.ClockSkew; skew.Abs() > wording.SkewWorthSaying {
			say("clock", span{warn, "this computer's clock is " + wording.Skew(skew)})
		}
	}
}

// bySeverity is the order in which findings are told.
var bySeverity = []chain.Severity{chain.SeverityError, chain.SeverityWarning, chain.SeverityInfo}

// findingParagraphs are the true things beside the stages that say more than the
// error does.
func (m *Model) findingParagraphs(t *paragraphs, i *inspection) {
	findings := i.trace.Findings
	if m.opts.Demo { // that its AWS is not AWS is no news
		findings = slices.DeleteFunc(slices.Clone(findings), func(f chain.Finding) bool { return f.Code == chain.FindingEndpointOverride })
	}
	if i.result != nil && i.result.Error != nil && i.result.Error.Origin != nil {
		at := *i.result.Error.Origin
		findings = slices.DeleteFunc(slices.Clone(findings), func(f chain.Finding) bool {
			return f.Origin == at && strings.HasPrefix(f.Code, "profile.")
		})
	}
	if len(findings) > 0 {
		t.gap()
	}
	// What is wrong comes before what is worth knowing: there may be no room for all.
	findings = slices.SortedStableFunc(slices.Values(findings), func(x, y chain.Finding) int {
		return cmp.Compare(slices.Index(bySeverity, x.Severity), slices.Index(bySeverity, y.Severity))
	})
	for _, f := range findings {
		if f.Origin == profiles.OptionOrigin("profile") { // the row under the cursor names it
			f.Origin = profiles.Origin{}
		}
		message, hint := m.voice().Finding(f)
		label := span{faint, "note"}
		switch f.Severity {
		case chain.SeverityError:
			label = span{bad, "error"}
		case chain.SeverityWarning:
			label = span{warn, "warning"}
		}
		t.labelled(label, labelWidth, marked(message)...)
		if hint != "" {
			t.labelled(span{faint, strings.Repeat(" ", labelWidth) + "→"}, labelWidth+2, span{faint, hint})
		}
	}
}
