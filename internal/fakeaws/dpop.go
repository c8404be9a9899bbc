package fakeaws

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// proofWindow is how far a proof's time may be off.
const proofWindow = 5 * time.Minute

// checkProof verifies a DPoP proof (RFC 9449 section 4.3) and returns the key
// that made it. The caller holds s.mu.
func (s *Server) checkProof(c *call) (*ecdsa.PublicKey, error) {
	headers := c.r.Header.Values("DPoP")
	if len(headers) != 1 {
		return nil, fmt.Errorf("there are %d DPoP headers, not one", len(headers))
	}
	proof, err := parseJWT(headers[0])
	if err != nil {
		return nil, err
	}
	if proof.header.Typ != "dpop+jwt" || proof.header.Alg != "ES256" || proof.header.JWK == nil {
		return nil, errors.New("header is not that of an ES256 proof with its key")
	}
	public, err := proof.header.JWK.public()
	if err != nil {
		return nil, err
	}
	key, ok := public.(*ecdsa.PublicKey)
	if !ok {
		return nil, errors.New("key is not on P-256")
	}
	if err := proof.verify(key); err != nil {
		return nil, err
	}
	var said struct {
		JTI string `json:"jti"`
		HTM string `json:"htm"`
		HTU string `json:"htu"`
		IAT int64  `json:"iat"`
	}
	if err := json.Unmarshal(proof.payload, &said); err != nil {
		return nil, err
	}
	switch age := c.now.Sub(time.Unix(said.IAT, 0)); {
	case said.HTM != c.r.Method:
		return nil, fmt.Errorf("htm is %q", said.HTM)
	case said.HTU != c.target():
		return nil, fmt.Errorf("htu is %q, the request went to %q", said.HTU, c.target())
	case age > proofWindow || age < -proofWindow:
		return nil, errors.New("iat is not near the server's time")
	case said.JTI == "" || s.state.proofs[said.JTI]:
		return nil, errors.New("jti is missing or has been used")
	}
	s.state.proofs[said.JTI] = true
	return key, nil
}

// target is the address of the request without query.
func (c *call) target() string {
	scheme := "http://"
	if c.r.TLS != nil {
		scheme = "https://"
	}
	path, _, _ := strings.Cut(c.r.RequestURI, "?")
	return scheme + c.r.Host + path
}
