package fakeaws

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238 with SHA-1 is what MFA devices of AWS use.
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	// stepSeconds is the time step of RFC 6238.
	stepSeconds = 30
	// window is how many steps before and after the current one are accepted.
	window = 1
)

func decodeSeed(text string) ([]byte, error) {
	clean := strings.TrimRight(strings.ToUpper(strings.ReplaceAll(text, " ", "")), "=")
	seed, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(clean)
	if err != nil {
		return nil, fmt.Errorf("seed is not base32: %w", err)
	}
	if len(seed) == 0 {
		return nil, errors.New("seed is empty")
	}
	return seed, nil
}

// totp is the six-digit code of a time step (RFC 6238 over RFC 4226, SHA-1).
func totp(seed []byte, step uint64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], step)
	h := hmac.New(sha1.New, seed)
	h.Write(counter[:])
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

func stepAt(t time.Time) uint64 { return uint64(max(t.Unix(), 0)) / stepSeconds }

// checkMFA verifies the code of a call, if it has one, and spends it. It tells
// whether the call counts as made with MFA. The caller holds s.mu.
func (s *Server) checkMFA(c *call, who principal, serial, code string) (bool, *stsProblem) {
	if serial == "" && code == "" {
		return who.mfa, nil
	}
	if serial == "" || code == "" {
		return false, denied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
	}
	device := who.device(serial)
	if device == nil {
		return false, denied("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
	}
	if !s.spend(*device, code, c.now) {
		return false, denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
	}
	return true, nil
}

// device finds the MFA device that a principal may use: only users have any.
func (p principal) device(serial string) *MFADevice {
	if p.user == nil {
		return nil
	}
	for i := range p.user.MFA {
		if p.user.MFA[i].Serial == serial {
			return &p.user.MFA[i]
		}
	}
	return nil
}

// spend accepts a code of the window once. A code that was right is spent even
// if the call is refused afterwards, as with AWS.
func (s *Server) spend(d MFADevice, code string, now time.Time) bool {
	seed, err := decodeSeed(d.Secret)
	if err != nil {
		return false
	}
	used := s.state.used[d.Serial]
	if used == nil {
		used = map[uint64]bool{}
		s.state.used[d.Serial] = used
	}
	current := stepAt(now)
	for step := max(current, window) - window; step <= current+window; step++ {
		if !used[step] && subtle.ConstantTimeCompare([]byte(totp(seed, step)), []byte(code)) == 1 {
			used[step] = true
			return true
		}
	}
	return false
}

// Phone shows the code of an MFA device now and how long it stays on the
// display: the demo's authenticator app.
func (s *Server) Phone(serial string) (code string, left time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.world.Users {
		for _, d := range u.MFA {
			if d.Serial == serial {
				return codeAt(d, s.clock())
			}
		}
	}
	return "", 0, fmt.Errorf("no mfa device %q", serial)
}

func codeAt(d MFADevice, now time.Time) (string, time.Duration, error) {
	seed, err := decodeSeed(d.Secret)
	if err != nil {
		return "", 0, err
	}
	step := stepAt(now)
	return totp(seed, step), time.Unix(int64(step+1)*stepSeconds, 0).Sub(now), nil
}
