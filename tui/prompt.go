package tui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"credence/mfa"
)

// codeDigits is how many digits a code has.
const codeDigits = 6

// prompt asks for MFA codes, one request after the other. It keeps no code beyond
// the key that submits it.
type prompt struct {
	queue   []codeRequestMsg
	digits  []byte
	refused []string  // why the last code does not count, in ever fewer words; nil if it does
	reused  bool      // because it was used before
	until   time.Time // of a reused code: when the device shows another
}

// asking is the request that is on the screen; nil if there is none.
func (p *prompt) asking() *codeRequestMsg {
	if len(p.queue) == 0 {
		return nil
	}
	return &p.queue[0]
}

// add queues a request behind those of earlier runs.
func (p *prompt) add(request codeRequestMsg) {
	at := len(p.queue)
	for at > 1 && p.queue[at-1].id > request.id {
		at--
	}
	p.queue = append(p.queue[:at], append([]codeRequestMsg{request}, p.queue[at:]...)...)
	if at == 0 {
		p.begin()
	}
}

// begin turns to the request that has come to the front.
func (p *prompt) begin() {
	p.erase(codeDigits)
	p.refused, p.reused = nil, false
	if asking := p.asking(); asking != nil && asking.request.LastErr != nil {
		p.refused = whyRefused(asking.request.LastErr)
	}
}

// whyRefused says in a few words why a code did not count.
func whyRefused(err error) []string {
	switch {
	case errors.Is(err, mfa.ErrCodeReused):
		return usedAlready
	case errors.Is(err, mfa.ErrBadCode):
		return []string{"a code has six digits"}
	}
	return []string{"wrong code: check it, or wait for the next one", "wrong code: check it and try again", "wrong code: try again", "wrong code"}
}

var (
	usedAlready  = []string{"that code was used already", "used already", "used"}
	notSixDigits = []string{"what was pasted is not six digits", "not six digits"}
)

// drop forgets the requests of a run that has ended.
func (p *prompt) drop(id runID) {
	front := p.asking()
	isFront := front != nil && front.id == id
	kept := p.queue[:0]
	for _, r := range p.queue {
		if r.id != id {
			kept = append(kept, r)
		}
	}
	clear(p.queue[len(kept):])
	p.queue = kept
	if isFront {
		p.begin()
	}
}

// answer answers the request in front; a second key finds the next one.
func (p *prompt) answer(code string, err error) {
	front := p.queue[0]
	p.queue = append(p.queue[:0:0], p.queue[1:]...)
	p.begin()
	front.reply <- codeAnswer{code, err}
}

// erase takes the last digits back.
func (p *prompt) erase(n int) {
	keep := max(0, len(p.digits)-n)
	clear(p.digits[keep:])
	p.digits = p.digits[:keep]
}

// turn ends the refusal of a reused code when the device shows another.
func (p *prompt) turn(now time.Time) {
	if p.reused && !now.Before(p.until) {
		p.reused, p.refused = false, nil
	}
}

// askCode takes in a run's request for a code.
func (m *Model) askCode(msg codeRequestMsg) tea.Cmd {
	i := m.walks.runs[msg.id]
	if i == nil {
		return nil
	}
	i.waiting++
	m.prompt.add(msg)
	return i.run.next()
}

// typeCode takes what was typed or pasted. Blanks and hyphens between the digits do
// not count, and anything else is left out; six digits at once are a paste, and
// submit themselves.
func (m *Model) typeCode(text string) tea.Cmd {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	p := &m.prompt
	switch {
	case len([]rune(text)) > 1 && len(digits) >= codeDigits:
		code, err := mfa.Normalize(text)
		if err != nil {
			p.erase(codeDigits)
			p.refused, p.reused = notSixDigits, false
			return nil
		}
		p.digits = append(p.digits[:0], code...)
		return m.submitCode()
	case digits == "" && len([]rune(text)) > 1:
		p.refused, p.reused = notSixDigits, false
	default:
		if !p.reused && digits != "" {
			p.refused = nil
		}
		p.digits = append(p.digits, digits[:min(len(digits), codeDigits-len(p.digits))]...)
	}
	return nil
}

// submitCode hands the code over, unless it was used before: AWS takes each once,
// and would call it wrong.
func (m *Model) submitCode() tea.Cmd {
	p := &m.prompt
	asking := p.asking()
	switch {
	case asking == nil:
		return nil
	case len(p.digits) == 0 && p.refused != nil: // why the last one did not count is worth more
		return nil
	case len(p.digits) < codeDigits:
		p.refused, p.reused = []string{strconv.Itoa(codeDigits-len(p.digits)) + " digits are missing"}, false
		if len(p.digits) == codeDigits-1 {
			p.refused = []string{"one digit is missing"}
		}
		return nil
	}
	code := string(p.digits)
	if m.walks.base.MFALedger.Used(asking.request.Serial, code, m.now) {
		p.erase(codeDigits)
		p.refused, p.reused = usedAlready, true
		p.until = m.now.Add(mfa.UntilNext(m.now))
		return nil
	}
	m.codeAnswered(code, nil)
	return nil
}

// cancelCode ends the run that asks.
func (m *Model) cancelCode() tea.Cmd {
	if m.prompt.asking() != nil {
		m.codeAnswered("", mfa.ErrCanceled)
	}
	return nil
}

func (m *Model) codeAnswered(code string, err error) {
	if i := m.walks.runs[m.prompt.asking().id]; i != nil {
		i.waiting--
	}
	m.prompt.answer(code, err)
}
