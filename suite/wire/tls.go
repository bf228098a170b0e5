package wire

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// tlsTrouble says what kept TLS from working, "" when err is not about TLS.
func tlsTrouble(err error, phase Phase) string {
	if record, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		if string(record.RecordHeader[:]) == "HTTP/" {
			return "TLS was spoken to a port that answers plain HTTP; write http:// instead of https://"
		}
		return "TLS was spoken to a port that does not speak TLS"
	}
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the certificate is not trusted: " + untrust(untrusted.Err)
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return "the server broke TLS off: " + alert(op.Err)
	}
	if phase == PhaseTLS {
		return "the TLS handshake failed: " + err.Error()
	}
	return ""
}

// untrust says why a certificate is not trusted, and what can be done.
func untrust(err error) string {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		if now := time.Now(); now.Before(invalid.Cert.NotBefore) {
			return "it is not valid before " + day(invalid.Cert.NotBefore) + ", and here it is " + day(now)
		}
		return "it expired on " + day(invalid.Cert.NotAfter)
	case errors.As(err, &name) && name.Certificate != nil:
		return fmt.Sprintf("it is for %s, and not for %s; if that is meant, say so with --server-name", bearers(name.Certificate), name.Host)
	case errors.As(err, &unknown):
		return "no authority that is known here has signed it; name the one that has with --ca-cert"
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// bearers lists the names that a certificate is for.
func bearers(certificate *x509.Certificate) string {
	names := slices.Clone(certificate.DNSNames)
	for _, address := range certificate.IPAddresses {
		names = append(names, address.String())
	}
	if len(names) == 0 {
		return "no name at all"
	}
	return strings.Join(names, ", ")
}

// alert is what the server said when it broke TLS off.
func alert(err error) string {
	text := strings.TrimPrefix(err.Error(), "tls: ")
	switch text {
	case "certificate required":
		text += "; give it the one that it asks for with --client-cert and --client-key"
	case "bad certificate", "unknown certificate authority", "expired certificate":
		text += "; it does not take the one of --client-cert"
	}
	return text
}
