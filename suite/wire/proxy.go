package wire

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/proxy"
)

// dialProxy makes a connection to the proxy and, unless that takes the requests
// themselves, through it to the target.
func (r *remote) dialProxy(ctx context.Context) (net.Conn, error) {
	if isSOCKS(r.proxy) {
		dialer, err := proxy.FromURL(r.proxy, dialFunc(r.options.Dial))
		if err != nil {
			return nil, fmt.Errorf("preparing the proxy: %w", err)
		}
		return dialer.(proxy.ContextDialer).DialContext(ctx, r.network, r.address) //nolint:wrapcheck // classify looks at what it is
	}
	conn, err := r.options.Dial(ctx, "tcp", hostPort(r.proxy))
	if err == nil && r.proxy.Scheme == "https" {
		conn, err = handshake(ctx, conn, r.proxyTLS())
	}
	if err != nil || r.forwarded() {
		return conn, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer stop()
	if err := r.tunnel(conn); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// tunnel asks the proxy for a connection to the target (RFC 9110 §9.3.6).
func (r *remote) tunnel(conn net.Conn) error {
	text := "CONNECT " + r.address + " HTTP/1.1\r\nHost: " + r.address + "\r\nUser-Agent: " + r.options.UserAgent + "\r\n"
	if r.proxy.User != nil {
		text += "Proxy-Authorization: " + basic(r.proxy.User) + "\r\n"
	}
	if _, err := io.WriteString(conn, text+"\r\n"); err != nil {
		return err //nolint:wrapcheck // classify looks at what it is
	}
	in := bufio.NewReader(io.LimitReader(conn, r.options.MaxHeader))
	answer, err := http.ReadResponse(in, &http.Request{Method: http.MethodConnect}) //nolint:bodyclose // to close it is to read what is behind it
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	if answer.StatusCode != http.StatusOK {
		_, reason, found := strings.Cut(answer.Status, " ")
		if !found {
			reason = "unknown status code"
		}
		return errors.New(reason)
	}
	return nil
}

// basic are credentials as the Proxy-Authorization field has them (RFC 7617).
func basic(user *url.Userinfo) string {
	password, _ := user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))
}

func isSOCKS(proxy *url.URL) bool { return strings.HasPrefix(proxy.Scheme, "socks5") }

// Dial and DialContext make a dialFunc what a SOCKS proxy is dialed with.
func (d dialFunc) Dial(network, address string) (net.Conn, error) {
	return d(context.Background(), network, address)
}

// DialContext is as Dial.
func (d dialFunc) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return d(ctx, network, address)
}
