package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http/httptest"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// authority signs the certificates of one script.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	serial      int64
}

func newAuthority(ts *testscript.TestScript, name string) *authority {
	a := &authority{key: newKey(ts)}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	ts.Check(err)
	a.certificate, err = x509.ParseCertificate(der)
	ts.Check(err)
	return a
}

func newKey(ts *testscript.TestScript) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	return key
}

// sign makes a certificate of an hour, for the names and addresses of its
// template.
func (a *authority) sign(ts *testscript.TestScript, template x509.Certificate) tls.Certificate {
	a.serial++
	template.SerialNumber = big.NewInt(100 + a.serial)
	if template.NotAfter.IsZero() {
		template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	key := newKey(ts)
	der, err := x509.CreateCertificate(rand.Reader, &template, a.certificate, key.Public(), a.key)
	ts.Check(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func inPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func keyInPEM(ts *testscript.TestScript, key crypto.PrivateKey) []byte {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	return inPEM("PRIVATE KEY", der)
}

// certify gives a server a certificate of a kind:
//
//	right      for its address
//	expired    the same, until the day before yesterday
//	early      the same, from tomorrow on
//	elsewhere  for goblin.example.org
//	mutual     right, and it asks for a certificate of the same authority
//	http2      right, and it offers HTTP/2
//
// In the script's directory it leaves ca.pem, the authority's certificate, and
// client.pem, client.key and both.pem for a client; stranger.pem is a
// certificate with its key that another authority has signed.
func certify(ts *testscript.TestScript, server *httptest.Server, kind string) {
	a, other := newAuthority(ts, "Goblin CA"), newAuthority(ts, "Another CA")
	host, _, err := net.SplitHostPort(server.Listener.Addr().String())
	ts.Check(err)
	template := x509.Certificate{IPAddresses: []net.IP{net.ParseIP(host)}}
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	switch day := 24 * time.Hour; kind {
	case "right":
	case "expired":
		template.NotBefore, template.NotAfter = time.Now().Add(-9*day), time.Now().Add(-2*day)
	case "early":
		template.NotBefore, template.NotAfter = time.Now().Add(day), time.Now().Add(9*day)
	case "elsewhere":
		template = x509.Certificate{DNSNames: []string{"goblin.example.org"}}
	case "mutual":
		server.TLS.ClientAuth, server.TLS.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		server.TLS.ClientCAs.AddCert(a.certificate)
	case "http2":
		server.EnableHTTP2 = true
	default:
		ts.Fatalf("there is no certificate of the kind %q", kind)
	}
	server.TLS.Certificates = []tls.Certificate{a.sign(ts, template)}
	client, stranger := a.sign(ts, x509.Certificate{}), other.sign(ts, x509.Certificate{})
	keep := func(name string, parts ...[]byte) {
		var text []byte
		for _, part := range parts {
			text = append(text, part...)
		}
		ts.Check(writeFile(filepath.Join(ts.Getenv("WORK"), name), text))
	}
	keep("ca.pem", inPEM("CERTIFICATE", a.certificate.Raw))
	keep("client.pem", inPEM("CERTIFICATE", client.Certificate[0]))
	keep("client.key", keyInPEM(ts, client.PrivateKey))
	keep("both.pem", keyInPEM(ts, client.PrivateKey), inPEM("CERTIFICATE", client.Certificate[0]))
	keep("stranger.pem", keyInPEM(ts, stranger.PrivateKey), inPEM("CERTIFICATE", stranger.Certificate[0]))
}
