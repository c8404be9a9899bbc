package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"credence/chain"
)

// asking is a rig that asks for a code.
func asking(t *testing.T, options ...option) *rig {
	t.Helper()
	r := newRig(t, options...)
	r.at("prod-admin")
	r.press("i")
	r.until("asking", func() bool { return r.m.mode == modePrompt })
	return r
}

func TestPromptTyped(t *testing.T) {
	t.Parallel()
	r := asking(t)
	r.shows("MFA code of jane")
	r.shows("role Admin in 2222-3333-4444, asked by config:10")
	r.shows("waiting for a code")
	r.shows("next code in 18 s")
	r.typing("49x 2q")
	r.shows("[4] [9] [2] [_] [ ] [ ]")
	r.press("backspace")
	r.shows("[4] [9] [_]")
	r.press("enter")
	r.shows("4 digits are missing")
	r.typing("2871")
	r.press("enter")
	r.resolved(chain.OutcomeFound)
	r.lacks("next code")
	if r.m.mode != modeList || len(r.m.prompt.digits) != 0 {
		t.Errorf("mode %v, digits %q", r.m.mode, r.m.prompt.digits)
	}
	for _, b := range r.m.prompt.digits[:cap(r.m.prompt.digits)] {
		if b != 0 {
			t.Errorf("the code is still in memory: %q", r.m.prompt.digits[:cap(r.m.prompt.digits)])
			break
		}
	}
}

func TestPromptPasted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"492871", " 492 871\n", "492-871"} {
		r := asking(t)
		r.paste(text)
		r.resolved(chain.OutcomeFound)
	}
	r := asking(t)
	r.press("492871") // a terminal that does not mark pastes
	r.resolved(chain.OutcomeFound)
	r = asking(t)
	for _, text := range []string{"password", "1234567"} {
		r.paste(text)
		r.shows("what was pasted is not six digits")
		r.lacks("password")
	}
	if len(r.codes) != 0 {
		t.Errorf("sent %v", r.codes)
	}
}

func TestPromptWrongThenReused(t *testing.T) {
	t.Parallel()
	r := asking(t)
	r.paste("111111")
	r.shows("attempt 2 of 3")
	r.shows("code not accepted")
	r.shows("wrong code: check it, or wait for the next one")
	r.press("enter") // nothing is typed yet: the reason stays
	r.shows("wrong code: check it, or wait for the next one")
	r.paste("111111")
	r.shows("that code was used already: the next one comes in 18 s")
	r.pass(time.Second)
	r.shows("comes in 17 s")
	if got := strings.Join(r.codes, " "); got != "111111" {
		t.Errorf("sent %q", got)
	}
	r.pass(18 * time.Second)
	r.lacks("used already")
	r.paste(goodCode)
	r.resolved(chain.OutcomeFound)
}

func TestPromptEscCancels(t *testing.T) {
	t.Parallel()
	r := asking(t)
	r.typing("49")
	r.press("esc")
	r.resolved(chain.OutcomeCanceled)
	r.shows("✗ canceled")
	r.shows("was not given")
	r.lacks("stopped")
	r.press("enter")
	r.until("asking", func() bool { return r.m.mode == modePrompt })
	r.lacks("[4]")
}

// twoAsking are two runs that wait for codes of two devices.
func twoAsking(t *testing.T) *rig {
	t.Helper()
	config := sampleConfig + "\n[profile second]\nrole_arn = arn:aws:iam::222233334444:role/Second\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/bob\nregion = eu-west-1\n"
	r := rigOf(t, config, sampleCredentials)
	r.at("prod-admin")
	r.press("i")
	r.until("asking", func() bool { return r.m.prompt.asking() != nil })
	r.m.walks.resolve(target{name: "second"}, false, rigNow)
	r.run(r.m.walks.resolved[target{name: "second"}].run.next())
	r.until("two requests", func() bool { return len(r.m.prompt.queue) == 2 })
	r.shows("MFA code of jane")
	r.shows(" 1 more waits ─╮")
	return r
}

func TestPromptsQueue(t *testing.T) {
	t.Parallel()
	r := twoAsking(t)
	r.paste(goodCode)
	r.shows("MFA code of bob")
	r.lacks("waits")
	r.paste(goodCode)
	r.until("both", func() bool { return len(r.m.walks.runs) == 0 })
	if len(r.codes) != 2 {
		t.Errorf("sent %v", r.codes)
	}
}

func TestPromptsAreCanceledOneByOne(t *testing.T) {
	t.Parallel()
	r := twoAsking(t)
	r.press("esc")
	r.shows("MFA code of bob")
	r.until("one run", func() bool { return len(r.m.walks.runs) == 1 })
	if i := r.m.walks.resolved[target{name: "prod-admin"}]; outcomeOf(i) != chain.OutcomeCanceled {
		t.Errorf("prod-admin ended %q", outcomeOf(i))
	}
	r.paste(goodCode)
	r.until("the other", func() bool { return len(r.m.walks.runs) == 0 })
	if i := r.m.walks.resolved[target{name: "second"}]; outcomeOf(i) != chain.OutcomeFound || len(r.codes) != 1 {
		t.Errorf("second ended %q, sent %v", outcomeOf(i), r.codes)
	}
	if r.m.mode != modeList {
		t.Errorf("mode %v", r.m.mode)
	}
}

func TestPromptWaitsForTheFilter(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.hold = make(chan struct{})
	r.at("prod-admin")
	r.press("i", "/")
	r.until("asked for", func() bool { return r.m.prompt.asking() != nil })
	r.typing("492871")
	if r.m.list.query != "492871" || len(r.m.prompt.digits) != 0 {
		t.Errorf("the prompt took what was typed into the filter")
	}
	r.press("esc")
	if r.m.mode != modePrompt {
		t.Errorf("mode %v", r.m.mode)
	}
}

func TestPromptGoesWithItsRun(t *testing.T) {
	t.Parallel()
	r := asking(t)
	r.m.walks.cancel(r.m.chain.at)
	r.resolved(chain.OutcomeCanceled)
	if r.m.mode != modeList || r.m.prompt.asking() != nil {
		t.Errorf("mode %v", r.m.mode)
	}
}

// TestTheCountdownToTheNextCodeShowsAtEveryWidth: what is refused says until when,
// however little room there is.
func TestTheCountdownToTheNextCodeShowsAtEveryWidth(t *testing.T) {
	t.Parallel()
	r := scenes["refused"](t)
	for w := leastWidth; w <= 130; w++ {
		for _, h := range []int{4, 12, 24, 40} {
			r.send(resizeTo(w, h))
			if !regexp.MustCompile(`(?m)used( already)?: (the )?next (one comes )?in 18 s`).MatchString(r.screen()) {
				t.Fatalf("%d×%d:\n%s", w, h, r.screen())
			}
			if top, bottom := columnOf(r.screen(), "╮"), columnOf(r.screen(), "╯"); top != bottom {
				t.Fatalf("%d×%d: the box ends at %d above, at %d below:\n%s", w, h, top, bottom, r.screen())
			}
		}
	}
}

// columnOf is the cell in which a sign stands; -1 if it is not there.
func columnOf(screen, sign string) int {
	for line := range strings.SplitSeq(screen, "\n") {
		if before, _, ok := strings.Cut(line, sign); ok {
			return widthOf(before)
		}
	}
	return -1
}

// TestTheDemosPhoneStaysInSight: why a code does not count does not cover the next one.
func TestTheDemosPhoneStaysInSight(t *testing.T) {
	t.Parallel()
	phone := func(_ *rig, o *Options) { o.Phone = func(string) string { return goodCode } }
	r := asking(t, phone)
	r.paste("111111")
	r.shows("attempt 2 of 3")
	for _, refused := range []string{"wrong code", "18 s"} {
		for w := leastWidth; w <= 130; w++ {
			for _, h := range []int{5, 12, 14, 24, 40} {
				r.send(resizeTo(w, h))
				if view := r.screen(); !strings.Contains(view, refused) || !strings.Contains(view, "492 871") {
					t.Fatalf("%d×%d:\n%s", w, h, view)
				}
			}
		}
		r.paste("111111")
	}
}

// TestARefusalShowsInASingleLine: there too a code that does not count is told.
func TestARefusalShowsInASingleLine(t *testing.T) {
	t.Parallel()
	r := asking(t, sized(30, 1))
	r.paste("111111")
	r.until("asked again", func() bool { a := r.m.prompt.asking(); return a != nil && a.request.Attempt == 2 })
	if got, want := strings.TrimRight(r.screen(), " "), "code _  wrong code: try again"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
