package wire

import (
	"crypto/x509"
	"errors"
	"net"
	"testing"
	"time"
)

func TestWhyACertificateIsNotTrusted(t *testing.T) {
	when := time.Date(2020, 2, 3, 4, 5, 0, 0, time.UTC)
	for want, err := range map[string]error{
		"it expired on 2020-02-03 04:05 UTC": x509.CertificateInvalidError{
			Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: when.Add(-time.Hour), NotAfter: when},
		},
		"it is for example.org, 192.0.2.1, and not for localhost; if that is meant, say so with --server-name": x509.HostnameError{
			Certificate: &x509.Certificate{DNSNames: []string{"example.org"}, IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}}, Host: "localhost",
		},
		"it is for no name at all, and not for localhost; if that is meant, say so with --server-name": x509.HostnameError{
			Certificate: &x509.Certificate{}, Host: "localhost",
		},
		"no authority that is known here has signed it; name the one that has with --ca-cert": x509.UnknownAuthorityError{},
		"something else": errors.New("x509: something else"),
	} {
		if got := untrust(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	early := x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: time.Now().Add(time.Hour)}}
	if got, want := untrust(early), "it is not valid before "+day(early.Cert.NotBefore)+", and here it is "; len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("got %q, want %q at its beginning", got, want)
	}
}
