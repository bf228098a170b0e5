package wire

import (
	"errors"
	"net/url"
	"strings"
)

// unixScheme is the scheme of an endpoint behind a Unix socket. The socket's
// path stands, escaped, where a URL has its host, as other clients write it:
// http+unix://%2Frun%2Fgoblin.sock/api/client/register.
const unixScheme = "http+unix"

// unixHost is what such an endpoint is asked under, since HTTP wants a host.
const unixHost = "localhost"

// unixEndpoint is the endpoint of a target such as "unix:/run/goblin.sock".
func unixEndpoint(socket, path string) (*url.URL, error) {
	if rest, ok := strings.CutPrefix(socket, "//"); ok {
		socket = rest
	}
	if socket == "" {
		return nil, errors.New("the target names no socket: write one such as unix:/run/goblin.sock")
	}
	behind, err := url.Parse("http://" + unixHost + "/" + strings.TrimPrefix(path, "/"))
	if err != nil {
		return nil, noPath(path, err)
	}
	behind.Scheme, behind.Host = unixScheme, socket
	return behind, nil
}

// overSocket reads an endpoint behind a socket: the URL that is asked for over
// it, and the socket; "" for any other endpoint.
func overSocket(endpoint *url.URL) (*url.URL, string) {
	if endpoint.Scheme != unixScheme {
		return endpoint, ""
	}
	asked := *endpoint
	asked.Scheme, asked.Host = "http", unixHost
	return &asked, endpoint.Host
}

// curlOverSocket gives curl's arguments for a URL as [Sent.URL] has it: an
// option for the socket, if it is behind one, and the URL to ask for.
func curlOverSocket(shown string) (option []string, asked string) {
	rest, ok := strings.CutPrefix(shown, unixScheme+"://")
	if !ok {
		return nil, shown
	}
	host, path, _ := strings.Cut(rest, "/")
	socket, err := url.PathUnescape(host)
	if err != nil {
		socket = host
	}
	return []string{"--unix-socket", quote(socket)}, "http://" + unixHost + "/" + path
}
