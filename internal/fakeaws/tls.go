package fakeaws

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"time"
)

// TLS serves HTTPS with a throw-away certificate authority.
type TLS struct {
	// Hosts are names in the certificate beside localhost and 127.0.0.1.
	Hosts []string
	// WrongHost leaves localhost and 127.0.0.1 out.
	WrongHost bool
	// Expired makes the server's certificate end an hour ago.
	Expired bool
}

// quiet is a log for the HTTP servers: handshake failures and resets are part
// of what is being tested.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func (t *TLS) wrap(l net.Listener, now time.Time) (net.Listener, []byte, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate authority key: %w", err)
	}
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "fakeaws test authority"},
		NotBefore:             now.Add(-48 * time.Hour),
		NotAfter:              now.Add(48 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate authority: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("server key: %w", err)
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, t.leaf(now), ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, nil, fmt.Errorf("server certificate: %w", err)
	}
	cert := tls.Certificate{Certificate: [][]byte{leafDER, caDER}, PrivateKey: key}
	caPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}), caPEM, nil
}

func (t *TLS) leaf(now time.Time) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "fakeaws"},
		DNSNames:     t.Hosts,
		NotBefore:    now.Add(-24 * time.Hour),
		NotAfter:     now.Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if !t.WrongHost {
		c.DNSNames = append([]string{"localhost"}, t.Hosts...)
		c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	} else if len(t.Hosts) == 0 {
		c.DNSNames = []string{"elsewhere.invalid"}
	}
	if t.Expired {
		c.NotAfter = now.Add(-time.Hour)
	}
	return c
}
