package cli

import (
	"strconv"
	"strings"
	"time"

	"credence/chain/cache"
	"credence/internal/sanitize"
	"credence/internal/wording"
)

// state is that of the session.
func (id shellIdentity) state(now time.Time) string {
	switch left := id.expires.Sub(now); {
	case id.static:
		return "static"
	case id.expires.IsZero():
		return sessionNone
	case left <= 0:
		return sessionExpired
	case left < cache.RenewalWindow:
		return sessionExpiring
	}
	return sessionValid
}

// tmuxStyles are the colours of the states in tmux's own words (tmux(1), STYLES).
var tmuxStyles = map[string]string{sessionExpiring: "#[fg=yellow]", sessionExpired: "#[fg=red]"}

// values are those of the placeholders, fit for a prompt: one line, nothing for the
// terminal to act on, and nothing for tmux.
func (id shellIdentity) values(now time.Time, tmux bool) func(string) string {
	state := id.state(now)
	return func(name string) string {
		var value string
		switch name {
		case "profile":
			if value = id.profile; value == "" {
				value = id.key
			}
		case "account":
			value = id.account
		case "role":
			value = id.role
		case "region":
			value = id.region
		case "key":
			value = id.key
		case "state":
			value = state
		case "left":
			value = shortLeft(id.expires, now)
		case "until":
			if !id.expires.IsZero() {
				value = wording.Clock(id.expires, now)
			}
		case "style":
			return tmuxStyles[state]
		case "end":
			if tmuxStyles[state] != "" {
				return "#[default]"
			}
			return ""
		}
		value = sanitize.Text(value)
		if tmux {
			value = strings.ReplaceAll(value, "#", "##")
		}
		return value
	}
}

// shortLeft is how long something lives in as few letters as a prompt has room for.
func shortLeft(end, now time.Time) string {
	if end.IsZero() {
		return ""
	}
	minutes := int(end.Sub(now) / time.Minute)
	switch left := end.Sub(now); {
	case left <= 0:
		return "expired"
	case minutes == 0:
		return "<1m"
	case minutes < 60:
		return strconv.Itoa(minutes) + "m"
	case minutes < 48*60:
		h, m := minutes/60, minutes%60
		return strconv.Itoa(h) + "h" + strconv.Itoa(m/10) + strconv.Itoa(m%10) + "m"
	}
	return strconv.Itoa(minutes/60/24) + "d"
}

// report is the object of `status --json` (version 1).
func (id shellIdentity) report(now time.Time, found bool) any {
	r := struct {
		Version     int        `json:"version"`
		Found       bool       `json:"found"`
		Profile     string     `json:"profile,omitempty"`
		Account     string     `json:"accountId,omitempty"`
		Role        string     `json:"role,omitempty"`
		Region      string     `json:"region,omitempty"`
		AccessKeyID string     `json:"accessKeyId,omitempty"`
		State       string     `json:"state"`
		Expiration  *time.Time `json:"expiration"` // null where there is none
		LeftMs      *int64     `json:"leftMs"`
	}{1, found, id.profile, id.account, id.role, id.region, id.key, id.state(now), nil, nil}
	if !id.expires.IsZero() {
		r.Expiration, r.LeftMs = new(id.expires.UTC()), new(id.expires.Sub(now).Milliseconds())
	}
	return r
}
