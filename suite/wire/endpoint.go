package wire

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// DefaultPath is the path of the client registration endpoint.
const DefaultPath = "/api/client/register"

// Endpoint joins a target as a user writes it, such as
// "http://localhost:8080" or "https://example.org/base/", with the path of the
// endpoint below it; an empty path is [DefaultPath]. A target may also be a Unix
// socket, "unix:/run/goblin.sock". The error is one sentence for the user and
// never repeats a credential.
func Endpoint(target, path string) (*url.URL, error) {
	target = strings.TrimSpace(target)
	if path == "" {
		path = DefaultPath
	}
	if target == "" {
		return nil, errors.New("no target is given: write one such as http://localhost:8080")
	}
	if strings.ContainsAny(path, "?#") {
		return nil, fmt.Errorf("the path %q must have no query and no fragment", path)
	}
	if socket, ok := strings.CutPrefix(target, "unix:"); ok {
		return unixEndpoint(socket, path)
	}
	scheme, rest, found := strings.Cut(target, "://")
	if !found {
		return nil, noScheme(target)
	}
	scheme = strings.ToLower(scheme)
	if scheme != "http" && scheme != "https" {
		return nil, fmt.Errorf("the scheme %q is not supported: write http:// or https://", scheme)
	}
	authority := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority = rest[:end]
	}
	if strings.Contains(authority, "@") {
		// It would end in every report and every line to repeat a request.
		return nil, errors.New("the target has a user name or password in it: " +
			"leave it out and give it with --header 'Authorization: …'")
	}
	base, err := parseBase(target)
	if err != nil {
		return nil, err
	}
	joined, err := url.Parse(strings.TrimSuffix(base.String(), "/") + "/" + strings.TrimPrefix(path, "/"))
	if err != nil {
		return nil, noPath(path, err)
	}
	return joined, nil
}

func noPath(path string, err error) error {
	return fmt.Errorf("the path %q cannot be joined to the target: %w", path, err)
}

// parseBase parses a target of which the scheme is known to be good.
func parseBase(target string) (*url.URL, error) {
	base, err := url.Parse(target)
	if err != nil {
		if strings.Contains(target, "@") {
			return nil, errors.New("the target is not a URL") // a password with a slash, perhaps
		}
		if reason, ok := errors.AsType[*url.Error](err); ok {
			err = reason.Err
		}
		return nil, fmt.Errorf("the target %q is not a URL: %w", target, err)
	}
	if base.Hostname() == "" {
		return nil, fmt.Errorf("the target %q names no host", target)
	}
	if port := base.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, fmt.Errorf("the target %q has a port that is not within 1 to 65535", target)
		}
	}
	if base.RawQuery != "" || base.ForceQuery || strings.Contains(target, "#") {
		return nil, fmt.Errorf("the target %q must have no query and no fragment", target)
	}
	return base, nil
}

// noScheme tells the user of a bare "localhost:8080" what to write.
func noScheme(target string) error {
	for _, scheme := range []string{"http:", "https:"} {
		if rest, ok := strings.CutPrefix(target, scheme); ok {
			return fmt.Errorf("the target lacks the slashes after %q: write %s//%s",
				scheme, scheme, strings.TrimLeft(hide(rest), "/"))
		}
	}
	return fmt.Errorf("the target has no scheme: write http://%s", strings.TrimLeft(hide(target), "/"))
}

// hide leaves user information out of what is shown.
func hide(target string) string {
	return target[strings.LastIndex(target, "@")+1:]
}
