package fakeaws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// jwk is a public key in JSON (RFC 7517): RSA or EC P-256.
type jwk struct {
	Kty string `json:"kty"`
	Kid string `json:"kid,omitempty"`
	Use string `json:"use,omitempty"`
	Alg string `json:"alg,omitempty"`
	N   string `json:"n,omitempty"`
	E   string `json:"e,omitempty"`
	Crv string `json:"crv,omitempty"`
	X   string `json:"x,omitempty"`
	Y   string `json:"y,omitempty"`
}

type jwtHeader struct {
	Alg string `json:"alg"`
	Typ string `json:"typ,omitempty"`
	Kid string `json:"kid,omitempty"`
	JWK *jwk   `json:"jwk,omitempty"`
}

// jwt is a compact JWS (RFC 7515) taken apart, its signature not yet checked.
type jwt struct {
	header    jwtHeader
	payload   []byte
	signed    string
	signature []byte
}

var b64 = base64.RawURLEncoding

func parseJWT(text string) (*jwt, error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return nil, errors.New("token has not three parts")
	}
	head, err1 := b64.DecodeString(parts[0])
	payload, err2 := b64.DecodeString(parts[1])
	signature, err3 := b64.DecodeString(parts[2])
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, fmt.Errorf("token is not base64url: %w", err)
	}
	t := &jwt{payload: payload, signature: signature, signed: parts[0] + "." + parts[1]}
	if err := json.Unmarshal(head, &t.header); err != nil {
		return nil, fmt.Errorf("token header: %w", err)
	}
	if !json.Valid(payload) {
		return nil, errors.New("token payload is not JSON")
	}
	return t, nil
}

// verify checks the signature with a key of the kind that the algorithm wants:
// RS256 or ES256, nothing else ("none" least of all).
func (t *jwt) verify(key crypto.PublicKey) error {
	sum := sha256.Sum256([]byte(t.signed))
	switch k := key.(type) {
	case *rsa.PublicKey:
		if t.header.Alg != "RS256" {
			return fmt.Errorf("algorithm %q with an RSA key", t.header.Alg)
		}
		return rsa.VerifyPKCS1v15(k, crypto.SHA256, sum[:], t.signature)
	case *ecdsa.PublicKey:
		if t.header.Alg != "ES256" || len(t.signature) != 64 {
			return fmt.Errorf("algorithm %q with a P-256 key", t.header.Alg)
		}
		r, s := new(big.Int).SetBytes(t.signature[:32]), new(big.Int).SetBytes(t.signature[32:])
		if !ecdsa.Verify(k, sum[:], r, s) {
			return errors.New("signature does not verify")
		}
		return nil
	default:
		return fmt.Errorf("key of type %T", key)
	}
}

// signJWT makes a compact JWS with an RSA (RS256) or P-256 (ES256) key.
func signJWT(key crypto.Signer, head jwtHeader, payload any) (string, error) {
	h, err := json.Marshal(head)
	if err != nil {
		return "", err
	}
	p, err := json.Marshal(payload)
	if err != nil {
		return "", err
	}
	signed := b64.EncodeToString(h) + "." + b64.EncodeToString(p)
	sum := sha256.Sum256([]byte(signed))
	var signature []byte
	switch k := key.(type) {
	case *rsa.PrivateKey:
		signature, err = rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA256, sum[:])
	case *ecdsa.PrivateKey:
		var r, s *big.Int
		if r, s, err = ecdsa.Sign(rand.Reader, k, sum[:]); err == nil {
			signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
		}
	default:
		err = fmt.Errorf("key of type %T", key)
	}
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed + "." + b64.EncodeToString(signature), nil
}

// publicJWK is the JSON form of a public key.
func publicJWK(key crypto.PublicKey) (jwk, error) {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return jwk{Kty: "RSA", Alg: "RS256", N: b64.EncodeToString(k.N.Bytes()), E: b64.EncodeToString(big.NewInt(int64(k.E)).Bytes())}, nil
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil || len(point) != 65 {
			return jwk{}, fmt.Errorf("key is not on P-256: %w", err)
		}
		return jwk{Kty: "EC", Alg: "ES256", Crv: "P-256", X: b64.EncodeToString(point[1:33]), Y: b64.EncodeToString(point[33:])}, nil
	default:
		return jwk{}, fmt.Errorf("key of type %T", key)
	}
}

// public turns the JSON form into a key.
func (j jwk) public() (crypto.PublicKey, error) {
	switch {
	case j.Kty == "RSA":
		n, err1 := b64.DecodeString(j.N)
		e, err2 := b64.DecodeString(j.E)
		if err := errors.Join(err1, err2); err != nil || len(n) < 128 || len(e) == 0 || len(e) > 4 {
			return nil, errors.New("bad RSA key")
		}
		return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, nil
	case j.Kty == "EC" && j.Crv == "P-256":
		x, err1 := b64.DecodeString(j.X)
		y, err2 := b64.DecodeString(j.Y)
		if err := errors.Join(err1, err2); err != nil || len(x) != 32 || len(y) != 32 {
			return nil, errors.New("bad P-256 key")
		}
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	default:
		return nil, fmt.Errorf("key type %q is not supported", j.Kty)
	}
}
