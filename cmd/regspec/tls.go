package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/spf13/pflag"
)

// tlsFlags say how a target is known by its certificate, and how regspec is
// known to it.
type tlsFlags struct {
	caCert, clientCert, clientKey string
	serverName                    string
	insecure                      bool
}

func (f *tlsFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.caCert, "ca-cert", "", "PEM `FILE` of certificate authorities to trust, in addition to the system's")
	flags.StringVar(&f.clientCert, "client-cert", "", "PEM `FILE` of the client certificate")
	flags.StringVar(&f.clientKey, "client-key", "", "PEM `FILE` of the client certificate's key, if it is not in the same file")
	flags.StringVar(&f.serverName, "server-name", "", "the `name` in the target's certificate, if it is not the one in the URL")
	flags.BoolVar(&f.insecure, "insecure", false, "do not check the target's certificate")
	group(flags, connecting, "ca-cert", "client-cert", "client-key", "server-name", "insecure")
}

// config is nil where no flag asks for anything.
func (f *tlsFlags) config() (*tls.Config, error) {
	if *f == (tlsFlags{}) {
		return nil, nil //nolint:nilnil // wire.Options takes nil for the system's authorities
	}
	config := &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: f.serverName,
		InsecureSkipVerify: f.insecure, //nolint:gosec // the user asks for it, and the report says so
	}
	if f.caCert != "" {
		pool, err := authorities(f.caCert)
		if err != nil {
			return nil, err
		}
		config.RootCAs = pool
	}
	if f.clientCert == "" {
		if f.clientKey != "" {
			return nil, errors.New("--client-key needs --client-cert, the certificate that the key is for")
		}
		return config, nil
	}
	certificate, err := f.certificate()
	if err != nil {
		return nil, err
	}
	// Shown also to a server that names other authorities: it says better than
	// silence what is wrong with it.
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &certificate, nil }
	return config, nil
}

// authorities gives the certificate authorities of the system, and those in a file.
func authorities(file string) (*x509.CertPool, error) {
	text, err := readFile("ca-cert", file)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	found := false
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("--ca-cert %s: a certificate in it cannot be read: %w", file, err)
		}
		pool.AddCert(certificate)
		found = true
	}
	if !found {
		return nil, fmt.Errorf("--ca-cert %s: there is no certificate in PEM form (-----BEGIN CERTIFICATE-----) in it", file)
	}
	return pool, nil
}

// certificate is the one to show, with its key.
func (f *tlsFlags) certificate() (tls.Certificate, error) {
	certificate, err := readFile("client-cert", f.clientCert)
	if err != nil {
		return tls.Certificate{}, err
	}
	key := certificate
	if f.clientKey != "" {
		if key, err = readFile("client-key", f.clientKey); err != nil {
			return tls.Certificate{}, err
		}
	}
	pair, err := tls.X509KeyPair(certificate, key)
	switch {
	case err == nil:
		return pair, nil
	case f.clientKey == "":
		return pair, fmt.Errorf("--client-cert %s is not a certificate with its key (name the key's file with --client-key): %w", f.clientCert, err)
	}
	return pair, fmt.Errorf("--client-cert %s and --client-key %s are not a certificate and its key: %w", f.clientCert, f.clientKey, err)
}
