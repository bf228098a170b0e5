package redact

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// credentialFields are header fields that hold credentials whoever gave them:
// the environment, in the URL of its proxy, or a browser that recorded a request.
func credentialFields() []string { return []string{"authorization", "cookie", "proxy-authorization"} }

func isCredential(field wire.Field) bool {
	return slices.ContainsFunc(credentialFields(), func(name string) bool { return strings.EqualFold(name, field.Name) })
}

// publicFields are header fields that hold no credentials. If the user adds one, its
// value is hidden in that field only: a report in which every application/json is
// hidden cannot be read.
func publicFields() []string {
	return []string{
		"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection",
		"content-type", "expect", "from", "host", "origin", "pragma", "prefer", "referer", "user-agent",
	}
}

// secretsOf lists what is secret in a header field that the user added: its
// value, and what is left of it without a scheme, a user name or a cookie's
// name.
func secretsOf(field wire.Field) []string {
	if slices.Contains(publicFields(), strings.ToLower(field.Name)) {
		return nil
	}
	all := []string{field.Value}
	scheme, credential, ok := strings.Cut(strings.TrimSpace(field.Value), " ") // Bearer abc
	credential = strings.TrimSpace(credential)
	if ok {
		all = append(all, credential)
	}
	if pair, err := base64.StdEncoding.DecodeString(credential); err == nil && strings.EqualFold(scheme, "Basic") {
		_, password, _ := strings.Cut(string(pair), ":")
		all = append(all, string(pair), password)
	}
	if strings.EqualFold(field.Name, "Cookie") {
		for cookie := range strings.SplitSeq(field.Value, ";") {
			_, value, _ := strings.Cut(cookie, "=")
			all = append(all, strings.TrimSpace(value))
		}
	}
	return all
}
