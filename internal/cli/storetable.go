package cli

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"credence/internal/sanitize"
	"credence/internal/settings"
	"credence/internal/wording"
	"credence/profiles"
)

// storeTable is what rests where, a line a thing.
func (a *app) storeTable(r storeReport) string {
	p := a.page(a.Stdout)
	var b strings.Builder
	line := func(label, text, place string) {
		const inset = 10
		lines := p.wrap(text, inset)
		if last := lines[len(lines)-1]; place != "" {
			if p.cut && inset+width(last)+2+width(place) > p.width {
				lines = append(lines, p.theme.paint(faint, place))
			} else {
				lines[len(lines)-1] = last + p.theme.paint(faint, "  "+place)
			}
		}
		for _, text := range lines {
			b.WriteString(p.theme.paint(faint, pad(label, inset)) + text + "\n")
			label = ""
		}
	}
	origin := "default"
	if r.Origin.Line > 0 {
		origin = wording.Place(profiles.FileOrigin(r.Origin.Path, r.Origin.Line), a.home())
	}
	line("store", placeName(r.Kind), origin)
	for _, name := range slices.Sorted(maps.Keys(r.Profiles)) {
		line("", sanitize.Quote(name)+": "+placeName(r.Profiles[name]), "")
	}
	line("sessions", r.Sessions.text(), wording.Path(r.Sessions.Path, a.home()))
	if len(r.Keys) == 0 {
		line("keys", "none were moved out of the credentials file", "")
	}
	for i, k := range r.Keys {
		label := ""
		if i == 0 {
			label = "keys"
		}
		text := sanitize.Quote(k.Profile) + "  " + sanitize.Text(k.AccessKeyID) + "  " + placeName(k.Kind)
		if k.Problem != "" {
			text += ": " + k.Problem
		}
		line(label, text, "")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Places)) {
		at := r.Places[name]
		place := at.Name
		if at.Path != "" {
			place = ""
			if at.State != placeUnused {
				place = wording.Path(at.Path, a.home())
			}
		}
		line(name, at.text(), place)
	}
	return b.String()
}

// text is a state for people.
func (p placeState) text() string {
	switch p.State {
	case placeReady:
		return "ready"
	case placeClosed:
		return "closed: a passphrase opens it"
	case placeUnused:
		if p.Path != "" {
			return "not used"
		}
		return "reachable, not used"
	}
	return "unreachable: " + p.Why
}

// text counts the sessions for people.
func (r sessionsReport) text() string {
	if r.Total == 0 {
		return "none are kept"
	}
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(r.By)) {
		word := "in plain files"
		if kind != settings.StoreFile {
			word = "sealed (" + sanitize.Text(kind) + ")"
		}
		parts = append(parts, strconv.Itoa(r.By[kind])+" "+word)
	}
	return strings.Join(parts, ", ")
}

// storeNotes are what is not as it should be, each with its remedy.
func (a *app) storeNotes(r storeReport, fix bool) string {
	p := a.page(a.Stderr)
	var b strings.Builder
	note := func(s style, label, text, hint string) {
		b.WriteString(p.theme.paint(s, label) + "  " + text + "\n")
		if hint != "" {
			b.WriteString(strings.Repeat(" ", len(label)+2) + p.theme.paint(faint, hint) + "\n")
		}
	}
	if n := r.Sessions.Misplaced; n > 0 {
		note(yellow, "note", wording.Count(n, "session rests", "sessions rest")+" elsewhere than the settings say", "credence store move")
	}
	if n := r.Sessions.Published; n > 0 && r.Kind != settings.StoreFile {
		note(yellow, "note", wording.Count(n, "plain copy is", "plain copies are")+" in the AWS CLI's cache", "credence store move")
	}
	if n := r.Sessions.Bad; n > 0 {
		note(yellow, "warning", wording.Count(n, "session cannot", "sessions cannot")+" be used", "credence cache list")
	}
	if place, ok := r.Places[r.Kind]; ok && place.State == placeUnreachable {
		note(red, "error", "the store cannot be opened: no session is kept or found until it can", "")
	}
	switch n := len(r.Backups); {
	case n == 1:
		note(yellow, "note", "a backup still holds keys that were moved", "rm "+commandLine(r.Backups))
	case n > 1:
		note(yellow, "note", strconv.Itoa(n)+" backups still hold keys that were moved", "rm "+commandLine(r.Backups))
	}
	for _, f := range r.Problems {
		switch {
		case f.Fixed:
			note(green, "fixed", "only you can read "+wording.Path(f.Path, a.home()), "")
		case fix:
		default:
			note(yellow, "warning", looseText(f.Code, wording.Path(f.Path, a.home())), "credence store status --fix")
		}
	}
	return b.String()
}
