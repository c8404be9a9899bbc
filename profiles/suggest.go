package profiles

import (
	"strings"
	"sync"
)

// keyAliases are names that people write for a key and that are too far from it for
// a slip of the finger.
var keyAliases = map[string]string{
	"aws_access_key": keyAccessKeyID, "access_key": keyAccessKeyID, "access_key_id": keyAccessKeyID, "accesskeyid": keyAccessKeyID,
	"secret": keySecretAccessKey, "secret_key": keySecretAccessKey, "secretaccesskey": keySecretAccessKey,
	"session_token": keySessionToken, "aws_token": keySessionToken, "token": keySessionToken,
	"role": keyRoleARN, "assume_role": keyRoleARN, "assume_role_arn": keyRoleARN, "aws_role_arn": keyRoleARN,
	"source": keySourceProfile, "profile": keySourceProfile, "aws_profile": keySourceProfile,
	"mfa": keyMFASerial, "mfa_arn": keyMFASerial, "mfa_device": keyMFASerial,
	"sso_url": keySSOStartURL, "sso_account": keySSOAccountID, "sso_role": keySSORoleName,
	"aws_region": "region", "default_region": "region", "aws_default_region": "region",
	"process": keyProcess, "session": keySSOSession,
}

// suggester finds the key that may have been meant, among those of one kind of
// section. It remembers what it said, as files repeat their mistakes, and it says
// nothing more once it was asked for too many different keys.
type suggester struct {
	known map[string]bool
	bare  map[string]string // bareKey to key

	mu   sync.Mutex
	said map[string]string
}

// maxSuggested is how many different keys a suggester looks at.
const maxSuggested = 500

func newSuggester(known map[string]bool) *suggester {
	s := &suggester{known: known, bare: make(map[string]string, len(known)), said: map[string]string{}}
	for key := range known {
		if bare := bareKey(key); bare != "" {
			s.bare[bare] = key
		}
	}
	return s
}

// suggest is the known key for an unknown one, or "".
func (s *suggester) suggest(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	use, ok := s.said[key]
	if !ok && len(s.said) < maxSuggested {
		use = s.find(strings.ToLower(key))
		s.said[key] = use
	}
	return use
}

func (s *suggester) find(key string) string {
	if alias := keyAliases[key]; s.known[alias] {
		return alias
	}
	if use := s.bare[bareKey(key)]; use != "" {
		return use
	}
	best, least := "", 0
	for name := range s.known {
		limit := allowance(min(len(key), len(name)))
		far := distance(key, name, limit)
		if far <= limit && (best == "" || far < least || far == least && name < best) {
			best, least = name, far
		}
	}
	return best
}

// suggesters are made when a key is met that is not known.
type suggesters struct{ profile, session func() *suggester }

func newSuggesters() suggesters {
	return suggesters{
		profile: sync.OnceValue(func() *suggester { return newSuggester(profileKeys) }),
		session: sync.OnceValue(func() *suggester { return newSuggester(sessionKeys) }),
	}
}
