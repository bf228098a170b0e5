package wire

import (
	"crypto/tls"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/http2"
)

// remote is an endpoint: where it is, how it is reached and what is asked of it.
// The connections to it share it. Only what is atomic or guarded changes.
type remote struct {
	options Options
	url     *url.URL // that is asked for
	shown   string   // the endpoint as the evidence has it
	host    string   // the Host field
	target  string   // the request target without a query of the request's own
	path    string   // the same without any query

	network, address string // the target's, or its socket
	proxy            *url.URL
	proxyErr         error  // why the environment's proxy cannot be used
	sought           string // where connections are made to, for the user to read
	http2            *http2.Transport

	noReuse atomic.Bool  // Options.NoReuse, as it is now
	timeout atomic.Int64 // Options.Timeout, as it is now
	unread  unread
}

func newRemote(endpoint *url.URL, o Options) *remote {
	o = o.withDefaults()
	clean := *endpoint
	clean.User, clean.Fragment, clean.RawFragment = nil, "", ""
	asked, socket := overSocket(&clean)
	r := &remote{options: o, url: asked, shown: clean.String(), host: hostField(asked.Host)}
	if socket != "" {
		r.network, r.address = "unix", socket
	} else {
		r.network, r.address = "tcp", hostPort(asked)
		r.proxy, r.proxyErr = http.ProxyFromEnvironment(&http.Request{URL: asked})
	}
	r.noReuse.Store(o.NoReuse)
	r.timeout.Store(int64(o.Timeout))
	r.sought = r.address
	if r.proxy != nil {
		r.sought = r.proxy.Host + ", the proxy that the environment names"
	}
	r.options.Dial = hedgedDial(o.Dial)
	if asked.Scheme == "https" {
		r.speakTLS(asked.Hostname())
	}
	r.path = (&url.URL{Scheme: asked.Scheme, Host: asked.Host, Path: asked.Path, RawPath: asked.RawPath}).RequestURI()
	r.target = asked.RequestURI()
	if r.forwarded() {
		base := asked.Scheme + "://" + r.host // the absolute form, RFC 9112 §3.2.2
		r.path, r.target = base+r.path, base+r.target
	}
	return r
}

// speakTLS makes TLS and HTTP/2 ready.
func (r *remote) speakTLS(name string) {
	config := r.options.TLS
	config.NextProtos = []string{http2.NextProtoTLS, "http/1.1"}
	if config.ServerName == "" {
		config.ServerName = name
	}
	r.http2 = &http2.Transport{
		DisableCompression: true,
		MaxHeaderListSize:  uint32(min(r.options.MaxHeader, math.MaxUint32-1)), //nolint:gosec // it is within bounds
	}
}

// forwarded reports whether a proxy takes the requests themselves, and does not
// only lead to the target.
func (r *remote) forwarded() bool {
	return r.proxy != nil && r.url.Scheme == "http" && !isSOCKS(r.proxy)
}

// hostField is a host as the Host field has it: in ASCII, and without the zone of
// an address.
func hostField(host string) string {
	if end := strings.LastIndexByte(host, ']'); strings.HasPrefix(host, "[") && end > 0 {
		if zone := strings.LastIndexByte(host[:end], '%'); zone > 0 {
			return host[:zone] + host[end:]
		}
		return host
	}
	if ascii, err := httpguts.PunycodeHostPort(host); err == nil {
		return ascii
	}
	return host
}

// hostPort is where a URL's server listens.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	name := u.Hostname()
	if ascii, err := httpguts.PunycodeHostPort(name); err == nil {
		name = ascii
	}
	return net.JoinHostPort(name, port)
}

// proxyTLS is how TLS is spoken to the proxy itself.
func (r *remote) proxyTLS() *tls.Config {
	config := r.options.TLS.Clone()
	config.ServerName, config.NextProtos = r.proxy.Hostname(), nil
	return config
}
