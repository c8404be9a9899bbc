package fakeaws

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	// issuerPrefix is where the issuers that the server plays itself live.
	issuerPrefix  = "/oidc/"
	discoveryPath = "/.well-known/openid-configuration"
	jwksPath      = "/.well-known/jwks.json"
)

// issuerKeys are the signing keys of an issuer that the server plays.
type issuerKeys struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
}

func (k *issuerKeys) set() []jwk {
	var out []jwk
	for kid, key := range map[string]crypto.PublicKey{"rsa-1": &k.rsa.PublicKey, "ec-1": &k.ec.PublicKey} {
		if j, err := publicJWK(key); err == nil {
			j.Kid, j.Use = kid, "sig"
			out = append(out, j)
		}
	}
	return out
}

// keysOf makes an issuer's keys when they are first wanted. The caller holds s.mu.
func (s *Server) keysOf(name string) (*issuerKeys, error) {
	if k := s.state.issuers[name]; k != nil {
		return k, nil
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("issuer key: %w", err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("issuer key: %w", err)
	}
	s.state.issuers[name] = &issuerKeys{rsa: r, ec: e}
	return s.state.issuers[name], nil
}

func (s *Server) issuerURL(i Issuer) string {
	if i.URL != "" {
		return strings.TrimSuffix(i.URL, "/")
	}
	return s.apiAt + issuerPrefix + i.Name
}

// WebClaims is what a web identity token says.
type WebClaims struct {
	// Issuer is the Name of an issuer of the world that the server plays.
	Issuer   string
	Subject  string
	Audience string
	// Life from now on; 0 means one hour, negative makes a token that has expired.
	Life time.Duration
	// ES256 signs with the issuer's P-256 key instead of its RSA key.
	ES256 bool
	// WrongKey signs with a key that the issuer does not publish.
	WrongKey bool
}

// WebToken mints a token as the issuer would.
func (s *Server) WebToken(c WebClaims) (string, error) {
	s.mu.Lock()
	keys, err := s.keysOf(c.Issuer)
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	if c.Life == 0 {
		c.Life = time.Hour
	}
	now := s.clock()
	head := jwtHeader{Alg: "RS256", Typ: "JWT", Kid: "rsa-1"}
	var key crypto.Signer = keys.rsa
	if c.ES256 {
		head.Alg, head.Kid, key = "ES256", "ec-1", keys.ec
	}
	if c.WrongKey {
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			return "", err
		}
		head.Alg, head.Kid = "ES256", "ec-1"
	}
	issued := min(now.Unix(), now.Add(c.Life).Unix()) - 60
	return signJWT(key, head, map[string]any{
		"iss": s.issuerURL(Issuer{Name: c.Issuer}), "sub": c.Subject, "aud": c.Audience,
		"iat": issued, "nbf": issued, "exp": now.Add(c.Life).Unix(),
	})
}

func classifyIssuer(path string) string {
	switch {
	case strings.HasSuffix(path, discoveryPath):
		return OpDiscovery
	case strings.HasSuffix(path, jwksPath):
		return OpJWKS
	default:
		return OpUnknown
	}
}

// issuerDocument serves discovery (OpenID Connect Discovery 1.0) and key sets.
func (s *Server) issuerDocument(c *call) reply {
	name, _, _ := strings.Cut(strings.TrimPrefix(c.path, issuerPrefix), "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.world.Issuers {
		if i.Name != name || name == "" {
			continue
		}
		base := s.issuerURL(i)
		if c.op == OpDiscovery {
			return jsonReply(http.StatusOK, map[string]any{
				"issuer": base, "jwks_uri": base + jwksPath,
				"response_types_supported":              []string{"id_token"},
				"subject_types_supported":               []string{"public"},
				"id_token_signing_alg_values_supported": []string{"RS256", "ES256"},
			})
		}
		keys, err := s.keysOf(name)
		if err != nil {
			return reply{status: http.StatusInternalServerError, body: err.Error()}
		}
		return jsonReply(http.StatusOK, map[string]any{"keys": keys.set()})
	}
	return reply{status: http.StatusNotFound, kind: "text/plain", body: "no such issuer"}
}

// keySet is the published key set of an issuer: its own in memory, any other
// over HTTP as STS fetches it.
func (s *Server) keySet(ctx context.Context, i Issuer) ([]jwk, error) {
	if i.Name != "" {
		s.mu.Lock()
		defer s.mu.Unlock()
		keys, err := s.keysOf(i.Name)
		if err != nil {
			return nil, err
		}
		return keys.set(), nil
	}
	var doc struct {
		URI string `json:"jwks_uri"`
	}
	if err := fetchJSON(ctx, s.issuerURL(i)+discoveryPath, &doc); err != nil {
		return nil, err
	}
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if err := fetchJSON(ctx, doc.URI, &set); err != nil {
		return nil, err
	}
	return set.Keys, nil
}

func fetchJSON(ctx context.Context, address string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	transport := &http.Transport{DisableKeepAlives: true}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return errors.New("issuer answered " + res.Status)
	}
	return json.NewDecoder(io.LimitReader(res.Body, maxBody)).Decode(into)
}
