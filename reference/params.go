package reference

import "strings"

// The parameters of a request. The redirect list has two names, which mean
// the same and may be used together.
const (
	paramType            = "type"
	paramClientID        = "client_id"
	paramClientSecret    = "client_secret"
	paramContacts        = "contacts"
	paramApplicationType = "application_type"
	paramApplicationName = "application_name"
	paramLogoURL         = "logo_url"
	paramRedirectURI     = "redirect_uri"
	paramRedirectURIs    = "redirect_uris"
)

// The words that type and application_type may hold. They are compared
// exactly, with case and spaces.
const (
	typeAssociate = "client_associate"
	typeUpdate    = "client_update"

	applicationWeb    = "web"
	applicationNative = "native"
)

// kind tells what a parameter holds.
type kind int

const (
	absent   kind = iota // left out, or JSON null
	isText               // a string, perhaps empty
	notAText             // any other JSON value
)

// value is what a request says about one parameter.
type value struct {
	kind kind
	text string // the string itself, or the source text of another JSON value
}

// given reports whether there is anything that could count as a word or a
// credential; see the package comment on empty strings.
func (v value) given() bool {
	return v.kind == notAText || v.kind == isText && v.text != ""
}

// params are the parameters of one request that the endpoint knows. Members
// with other names are dropped while decoding (RFC 7591 §2).
type params map[string]value

// text is the string that a parameter holds, and empty if it holds none. An
// object in place of a credential therefore matches no client.
func (p params) text(name string) string {
	if v := p[name]; v.kind == isText {
		return v.text
	}
	return ""
}

// isKnown reports whether the endpoint has a parameter of that name. Names
// compare with case.
func isKnown(name string) bool {
	switch name {
	case paramType, paramClientID, paramClientSecret, paramContacts,
		paramApplicationType, paramApplicationName, paramLogoURL,
		paramRedirectURI, paramRedirectURIs:
		return true
	}
	return false
}

// redirects is the redirect list: all that was given under either name, in
// order, without repetitions. It reports false when neither name holds a string.
func (p params) redirects() ([]string, bool) {
	var list []string
	found := false
	seen := map[string]bool{}
	for _, name := range redirectNames() {
		found = found || p[name].kind == isText
		for _, uri := range splitList(p.text(name)) {
			if !seen[uri] {
				seen[uri] = true
				list = append(list, uri)
			}
		}
	}
	return list, found
}

func redirectNames() []string { return []string{paramRedirectURI, paramRedirectURIs} }

// splitList takes a space-separated list apart. Runs of any ASCII white space
// separate, so that tabs and line ends out of a text box are harmless. Other
// Unicode spaces do not: they are part of the value, and show up in the message
// about it.
func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || '\t' <= r && r <= '\r'
	})
}
