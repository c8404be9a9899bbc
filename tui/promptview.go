package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"credence/internal/portal"
	"credence/internal/sanitize"
	"credence/mfa"
)

// promptHeight is how many rows the box of the prompt takes; the line below is the
// demo's phone.
const promptHeight = 8

// leastPrompt is its height without blank rows, less the rule that it stands in for.
const leastPrompt = 4

// promptRows are the box that asks for a code, in the place of the explanation. In a
// low window its blank rows go first.
func (m *Model) promptRows(p *pane, height int) {
	asking := m.prompt.asking()
	if asking == nil || height < 1 {
		return
	}
	if height < 5 || p.width < widthOfBox {
		p.done(m.codeRow(p.row().put(plain, " ")))
		if height > 1 {
			p.done(m.newsRow(p.row().put(plain, " "), true))
		}
		return
	}
	b := boxOf(p)
	title := "MFA code of " + lastOf(asking.request.Serial)
	if asking.request.Attempt > 1 {
		try := fmt.Sprintf("%d of %d", asking.request.Attempt, mfa.MaxAttempts)
		title = fitting(b.inner-2, title+", attempt "+try, title+", "+try, title)
	}
	b.top(title, m.othersWait())
	phone := m.opts.Phone != nil && height > promptHeight-3
	if phone {
		height--
		defer func() { p.done(m.phoneRow(p.row().put(plain, " "))) }()
	}
	b.row(func(l *line) { m.whatForRow(l) })
	if height >= 6 {
		b.row(func(*line) {})
	}
	b.row(func(l *line) { m.codeRow(l) })
	if height >= 7 {
		b.row(func(*line) {})
	}
	b.row(func(l *line) { m.newsRow(l, !phone) })
	b.bottom()
}

// newsRow is why the last code did not count, and the demo's phone where that has no row
// of its own.
func (m *Model) newsRow(l *line, phone bool) *line {
	switch {
	case !phone || m.opts.Phone == nil:
		return m.refusalRow(l, 1)
	case m.prompt.refused == nil:
		return m.phoneRow(l)
	}
	code := m.phoneCode()
	m.refusalRow(l, 1+widthOf(code)+1)
	label := fitting(l.width-l.used-2-widthOf(code), "  phone  ", "")
	return l.atRight(1, span{faint, label}, span{bold, code})
}

// othersWait says how many codes and sign-ins are wanted besides the one on the screen.
func (m *Model) othersWait() string {
	switch n := len(m.prompt.queue) + len(m.signs.queue) - 1; {
	case n < 1:
		return ""
	case n == 1:
		return "1 more waits"
	default:
		return strconv.Itoa(n) + " more wait"
	}
}

// whatForRow says what the code is needed for, and where that is asked.
func (m *Model) whatForRow(l *line) *line {
	r := m.prompt.asking().request
	what := "profile " + sanitize.Text(r.Profile)
	if account, role := roleParts(r.RoleArn); role != "" {
		what = fitting(l.width-len("for "), "role "+role+" in "+portal.GroupedID(account), "role "+role)
	}
	l.put(faint, "for ").put(plain, what)
	if r.Origin != "" {
		place := sanitize.Text(r.Origin[strings.LastIndexAny(r.Origin, `/\`)+1:])
		if by := fitting(l.width-l.used, ", asked by "+place, ", "+place, ""); l.used < l.width {
			l.put(faint, by)
		}
	}
	return l
}

// codeRow is the six digits and the time until the device shows the next code.
func (m *Model) codeRow(l *line) *line {
	digits := m.prompt.digits
	for n := range codeDigits {
		switch {
		case n < len(digits) && m.theme.colour:
			l.put(filled, " "+string(digits[n])+" ")
		case n < len(digits):
			l.put(plain, "["+string(digits[n])+"]")
		case n == len(digits):
			l.put(plain, "[").put(accent, "_").put(plain, "]")
		default:
			l.put(faint, "[ ]")
		}
		if n < codeDigits-1 && l.width >= widthOfBoxes {
			l.put(plain, " ")
		}
	}
	seconds := int((mfa.UntilNext(m.now) + time.Second - 1) / time.Second)
	left := span{plain, fmt.Sprintf("%2d s", seconds)}
	for _, label := range []string{"next code in ", "next in ", ""} {
		if l.used+1+len(label)+len(left.text)+1 <= l.width {
			return l.atRight(1, span{faint, label}, left)
		}
	}
	return l
}

// widthOfBox is the width of the pane from which on the box has room for the digits.
const widthOfBox = 24

// widthOfBoxes is the width from which on the digits stand apart.
const widthOfBoxes = 25

// refusalRow is why the last code did not count; so many cells stay free behind it.
func (m *Model) refusalRow(l *line, free int) *line {
	p := &m.prompt
	if p.refused == nil {
		return l
	}
	texts := p.refused
	if p.reused {
		rest := strconv.Itoa(int((p.until.Sub(m.now)+time.Second-1)/time.Second)) + " s"
		texts = []string{texts[0] + ": the next one comes in " + rest, texts[1] + ": the next in " + rest, texts[2] + ": next in " + rest, texts[2] + ": " + rest}
	}
	return l.put(warn, fitting(l.width-l.used-free, texts...))
}

// phoneRow is the demo's phone: the code that its device shows.
func (m *Model) phoneRow(l *line) *line {
	code := m.phoneCode()
	label := fitting(l.width-l.used-len(code), "the demo's phone shows  ", "phone  ", "")
	return l.put(faint, label).put(bold, code)
}

// phoneCode is the code of the demo's phone, in groups.
func (m *Model) phoneCode() string {
	code := m.opts.Phone(m.prompt.asking().request.Serial)
	if len(code) == codeDigits {
		code = code[:3] + " " + code[3:]
	}
	return code
}
