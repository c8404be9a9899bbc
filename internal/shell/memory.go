package shell

import (
	"net/url"
	"strings"
	"time"
)

// Memory is what a shell's hook remembers of an identity, beside the text that brings
// its variables back: how to get it again where it has expired. It holds no secret, as
// it stands on command lines.
type Memory struct {
	Profile         string    // empty for what the shell had by itself
	AccessKeyID     string    // of keys in the variables; tells whether they are still there
	Until           time.Time // their end; zero if there is none
	Region          string    // the flags that it was chosen with
	ConfigFile      string
	CredentialsFile string
}

// State is what the hook of a shell hands to `credence use`, and gets back from it,
// between switches: what the shell has and what it had before.
type State struct {
	Now, Was *Memory // nil if not known
}

// String is the state as one word of which no shell makes anything else: a URL's query
// with commas. It is empty for a shell that was never switched.
func (s State) String() string {
	values := url.Values{}
	s.Now.encode("now.", values)
	s.Was.encode("was.", values)
	return strings.NewReplacer("&", ",", "~", "%7E").Replace(values.Encode())
}

// ParseState reads what String wrote. What it does not understand is not known.
func ParseState(text string) State {
	values, err := url.ParseQuery(strings.ReplaceAll(text, ",", "&"))
	if err != nil {
		return State{}
	}
	return State{decode("now.", values), decode("was.", values)}
}

func (m *Memory) encode(prefix string, values url.Values) {
	if m == nil {
		return
	}
	values.Set(prefix+"profile", m.Profile)
	for key, value := range map[string]string{
		"key": m.AccessKeyID, "region": m.Region, "config": m.ConfigFile, "credentials": m.CredentialsFile,
	} {
		if value != "" {
			values.Set(prefix+key, value)
		}
	}
	if !m.Until.IsZero() {
		values.Set(prefix+"until", m.Until.UTC().Format(time.RFC3339))
	}
}

func decode(prefix string, values url.Values) *Memory {
	if !values.Has(prefix + "profile") {
		return nil
	}
	m := &Memory{
		Profile: values.Get(prefix + "profile"), AccessKeyID: values.Get(prefix + "key"), Region: values.Get(prefix + "region"),
		ConfigFile: values.Get(prefix + "config"), CredentialsFile: values.Get(prefix + "credentials"),
	}
	m.Until, _ = time.Parse(time.RFC3339, values.Get(prefix+"until"))
	return m
}

// Same reports whether it is the same choice as another, whatever session came of it.
func (m *Memory) Same(as *Memory) bool {
	x, y := *m, *as
	x.Until, y.Until = time.Time{}, time.Time{}
	if x.AccessKeyID != "" && y.AccessKeyID != "" { // both by keys
		x.AccessKeyID = y.AccessKeyID
	}
	return x == y
}

// Holds reports whether the variables are still those of this identity.
func (m *Memory) Holds(lookup func(name string) (value string, ok bool)) bool {
	if m == nil {
		return false
	}
	profile, _ := lookup(ProfileVariable)
	key, _ := lookup("AWS_ACCESS_KEY_ID")
	return m.Profile == profile && m.AccessKeyID == key
}
