package settings

import "time"

// Store is where sessions rest.
type Store struct {
	Kind        string            // of profiles that have none of their own
	Profiles    map[string]string // kinds by profile
	AgeIdentity string            // as it is written: "~/" stands for the home folder
	MFASession  time.Duration
}

// Of is the kind of a profile's sessions.
func (s Store) Of(profile string) string {
	if kind, ok := s.Profiles[profile]; ok {
		return kind
	}
	return s.Kind
}

// ReadStore reads where sessions rest. A line that may have been meant to say so, and
// cannot be used, is an error: to take the default then would leave in plain files
// what somebody wanted sealed.
func ReadStore(path string) (Store, error) {
	f, err := Open(path)
	if err != nil {
		return Store{}, err
	}
	for _, p := range f.Problems() {
		if !p.Known || p.Section != "" && p.Section != "inspector" {
			return Store{}, p
		}
	}
	return f.Store(), nil
}

// Store is where sessions rest, by what the file says.
func (f *File) Store() Store {
	s := Store{Profiles: map[string]string{}}
	for _, v := range f.All() {
		switch v.Setting.Name() {
		case "store.kind":
			s.Kind = v.Value
		case "store.age_identity":
			s.AgeIdentity = v.Value
		case "mfa.session_duration":
			s.MFASession, _ = time.ParseDuration(v.Value) // checked
		case profileSection + ".<NAME>.store":
			s.Profiles[v.Name[len(profileSection)+1:len(v.Name)-len(".store")]] = v.Value
		}
	}
	return s
}
