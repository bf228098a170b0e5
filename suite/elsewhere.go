package suite

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/report"
)

// elsewhere says where the endpoint may be, of a target that gave one answer to nearly
// everything and registered nobody.
func elsewhere(ctx context.Context, o Options, a report.Answers) string {
	u, err := url.Parse(o.Target)
	if err != nil {
		return ""
	}
	if strings.HasPrefix(a.Text, "401 ") || strings.HasPrefix(a.Text, "407 ") {
		return "It asks for a credential first, which --header can send"
	}
	path := strings.TrimSuffix(o.Path, "/")
	if to, err := u.Parse(a.Location); err == nil && a.Location != "" && strings.HasPrefix(u.Scheme, "http") {
		base, ok := strings.CutSuffix(to.String(), path)
		if ok && base == strings.TrimSuffix(o.Target, "/") {
			return "It redirects to itself"
		}
		if ok {
			return "It redirects there: try --target " + report.Visible(base)
		}
		return "It redirects to " + report.Visible(to.String()) + ", and redirects are not followed: name the server that has the endpoint with --target"
	}
	if base, ok := strings.CutSuffix(strings.TrimSuffix(o.Target, "/"), path); ok {
		return "The target is named with the path of the endpoint in it, which is added to it: try --target " + report.Visible(base)
	}
	if u.Scheme == "http" && o.Wire.Handler == nil && speaksTLS(ctx, u) {
		u.Scheme = "https"
		return "It speaks TLS on this port: try --target " + report.Visible(u.String())
	}
	return fmt.Sprintf("The endpoint was looked for at %s below the target; --path names another place", report.Visible(o.Path))
}

// shaking is how long a server has for a handshake.
const shaking = 2 * time.Second

// speaksTLS reports whether a server takes a TLS handshake where it was spoken to without.
func speaksTLS(ctx context.Context, u *url.URL) bool {
	port := u.Port()
	if port == "" {
		port = "80"
	}
	ctx, cancel := context.WithTimeout(ctx, shaking)
	defer cancel()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // nothing is said to it
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return false
	}
	_ = connection.Close()
	return true
}
