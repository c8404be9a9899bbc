package tui

import (
	"strings"
	"testing"
)

// TestOneLongNameLeavesTheColumns: the kinds of all other profiles stay on the screen.
func TestOneLongNameLeavesTheColumns(t *testing.T) {
	t.Parallel()
	config := "[profile " + strings.Repeat("long-", 7) + "name]\nregion = eu-west-1\n"
	for c := 'a'; c < 'p'; c++ {
		config += "[profile " + string(c) + "]\ncredential_process = x\n"
	}
	r := rigOf(t, config, "", sized(100, 28))
	r.settled()
	r.shows("   a             process")
	r.shows("   long-long-l…  no keys")
}

// TestNamesAreCutOnlyForWhatStandsBesideThem.
func TestNamesAreCutOnlyForWhatStandsBesideThem(t *testing.T) {
	t.Parallel()
	const name = "a-name-of-25-letters-which"
	r := rigOf(t, "[profile "+name+"]\nregion = eu-west-1\n[profile "+name+"2]\nrole_arn = arn:aws:iam::555566667777:role/Audit\nsource_profile = bsae\n", "", sized(80, 24))
	r.settled()
	r.shows("   " + name + " │")
	r.shows("a-name-of-25-lette… broken")
}

func TestListColumnsFit(t *testing.T) {
	t.Parallel()
	for width := range 120 {
		for usual := range mostName + 1 {
			c := listColumnsOf(width, nameWidths{usual, mostName})
			if sum := gutter + c.name + c.what + c.account + c.role + c.region + c.state + 1; width >= gutter+1 && sum > width {
				t.Fatalf("%d, %d: %+v", width, usual, c)
			}
			if c.role > 0 && c.account == 0 || c.region > 0 && c.role == 0 {
				t.Fatalf("%d, %d: %+v leaves out what matters more", width, usual, c)
			}
		}
	}
	if c := listColumnsOf(45, nameWidths{12, 12}); c.what <= len("sso signed-out") {
		t.Errorf("%+v: a kind is cut beside empty cells", c)
	}
}

// TestKindsAreCutOnlyForWhatStandsBesideThem, and a count gives way whole.
func TestKindsAreCutOnlyForWhatStandsBesideThem(t *testing.T) {
	t.Parallel()
	config := "[sso-session long-session]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n" +
		"[profile profile-of-it]\nsso_session = long-session\nsso_account_id = 333344445555\nsso_role_name = Developer\n"
	r := rigOf(t, config, "", sized(100, 28))
	r.settled()
	r.shows("profile-of-it  sso long-session ")
	r.press("t")
	r.shows("by SSO session · 1")
	r.send(resizeTo(60, 20))
	r.shows(" profiles             1 │")
	r = rigOf(t, "[profile a]\nregion = x\n", "", sized(60, 20), func(_ *rig, o *Options) { o.Settings.Group = "session" })
	r.settled()
	r.lacks("session  …")
}

// TestNarrowPanesKeepNamesWhole: what stands beside a name gives way first.
func TestNarrowPanesKeepNamesWhole(t *testing.T) {
	t.Parallel()
	r := newRig(t, sized(60, 15), func(_ *rig, o *Options) { o.Demo = true })
	r.at("prod-legacy")
	r.shows("│ prod-legacy ")
	r.shows(" ▌ prod-legacy   broken ")
	r.shows("demo   ? help")
	r.lacks("documented")
	r.at("prod-admin")
	r.shows("│ prod-admin  ") // and of the state what there is room for
	r.shows("◇ would use")
	r.shows("○ environment   profile named")
}
