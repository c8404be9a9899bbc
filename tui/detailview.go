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
	for _, spans := range m.detail(i, width-2).fitted(height) {
		p.done(p.row().put(plain, " ").spans(spans...))
	}
	return p.rows
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
	if i.result != nil {
		findings = wording.Besides(findings, i.result.Error)
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
