package chain

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var errLoginKey = errors.New("dpopKey is no EC private key on P-256")

// proveKey adds to each attempt of a request the proof that its sender holds the
// session's key (RFC 9449, DPoP, as the sign-in service wants it: ES256).
type proveKey struct {
	key Secret
	now func() time.Time
}

// ID implements middleware.FinalizeMiddleware.
func (*proveKey) ID() string { return "credenceDPoP" }

// HandleFinalize implements middleware.FinalizeMiddleware.
func (m *proveKey) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (out middleware.FinalizeOutput, md middleware.Metadata, err error) {
	req, ok := in.Request.(*smithyhttp.Request)
	if !ok {
		return out, md, fmt.Errorf("unexpected request %T", in.Request)
	}
	proof, err := dpopProof(m.key, req.Method, req.URL.String(), m.now())
	if err != nil {
		return out, md, err
	}
	req.Header.Set("DPoP", proof)
	return next.HandleFinalize(ctx, in)
}

// dpopProof is the signed statement for one request. The errors never hold any of
// the key.
func dpopProof(key Secret, method, url string, now time.Time) (string, error) {
	private, err := parseLoginKey(key)
	if err != nil {
		return "", err
	}
	point, err := private.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return "", errLoginKey
	}
	encode := base64.RawURLEncoding.EncodeToString
	header, err := json.Marshal(map[string]any{
		"typ": "dpop+jwt", "alg": "ES256",
		"jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": encode(point[1:33]), "y": encode(point[33:])},
	})
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{"jti": rand.Text(), "htm": method, "htu": url, "iat": now.Unix()})
	if err != nil {
		return "", err
	}
	message := encode(header) + "." + encode(claims)
	sum := sha256.Sum256([]byte(message))
	r, s, err := ecdsa.Sign(rand.Reader, private, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign the proof: %w", err)
	}
	signature := make([]byte, 64) // r and s, each filled up to 32 bytes
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return message + "." + encode(signature), nil
}

func parseLoginKey(key Secret) (*ecdsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(key.Reveal()))
	if block == nil {
		return nil, errLoginKey
	}
	private, err := x509.ParseECPrivateKey(block.Bytes)
	if err != nil || private.Curve != elliptic.P256() {
		return nil, errLoginKey
	}
	return private, nil
}
