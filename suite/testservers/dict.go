package testservers

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
)

// dict is the base server in the manner of a Python view: parameters are a
// dictionary, what is empty counts as not given, the first fault decides.
type dict struct {
	s     seams
	store store
	url   *regexp.Regexp
	mail  *regexp.Regexp
}

// newDict builds the server with some seams changed.
func newDict(edits ...edit) http.Handler {
	d := &dict{
		store: newDictStore(),
		url:   regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*://[^/?#:@\[\]\s]+(:[0-9]+)?(/\S*)?([?#]\S*)?$`),
		mail:  regexp.MustCompile(`^[^\s@]+@[^\s@.][^\s@]+$`),
	}
	d.s = seams{
		path:      exactly,
		limit:     8 << 20,
		media:     func(r *http.Request) string { return kindOf(baseType(r.Header.Get("Content-Type"))) },
		json:      func(raw []byte) (v any, err error) { err = json.Unmarshal(raw, &v); return v, err },
		form:      firstValues,
		redirects: []string{"redirect_uris"},
		split:     strings.Fields,
		logo:      d.url.MatchString,
		uri:       d.url.MatchString,
		email:     d.mail.MatchString,
		mint:      func(*call) (string, string) { return token(16), token(32) },
		expires:   func() any { return 0 },
		created:   http.StatusOK,
		status:    func(string) int { return http.StatusBadRequest },
		write:     writeASCII,
	}
	d.s.change(edits)
	return d
}

// dictWith is newDict for a table.
func dictWith(edits ...edit) func() http.Handler {
	return func() http.Handler { return newDict(edits...) }
}

func (d *dict) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{r: r}
	granted, f := d.view(c)
	d.s.finish(w, c, d.store, granted, f)
}

func (d *dict) view(c *call) (fields, *fault) {
	if !d.s.path(c.r.URL.Path) {
		return nil, other(http.StatusNotFound, "Not Found")
	}
	if c.r.Method != http.MethodPost {
		return nil, other(http.StatusMethodNotAllowed, "Method Not Allowed")
	}
	if f := c.read(d.s.limit); f != nil {
		return nil, f
	}
	if f := d.decode(c); f != nil {
		return nil, f
	}
	if d.s.arrived != nil {
		if f := d.s.arrived(c); f != nil {
			return nil, f
		}
	}
	if f := d.who(c); f != nil {
		return nil, f
	}
	if f := d.what(c); f != nil {
		return nil, f
	}
	if c.updates() {
		return d.s.renew(c), nil
	}
	return d.s.enrol(d.store, c), nil
}

func (d *dict) decode(c *call) *fault {
	c.kind = d.s.media(c.r)
	switch c.kind {
	case asJSON:
		v, err := d.s.json(c.raw)
		if f := asFault(err); f != nil {
			return f
		}
		data, ok := v.(fields)
		if err != nil || !ok {
			return named(couldNotDecode)
		}
		c.in = data
	case asForm:
		c.in, _ = d.s.form(string(c.raw))
	default:
		return named(unknownMedia)
	}
	return nil
}

// who looks at the type of the registration and at the credentials.
func (d *dict) who(c *call) *fault {
	if !truthy(c.in["type"]) && !d.s.skip(c, noType) {
		return named(noType)
	}
	if kind := c.in["application_type"]; kind == nil {
		if !d.s.skip(c, appTypeMissing) {
			return named(unknownAppType)
		}
	} else if kind != "web" && kind != "native" && !d.s.skip(c, unknownAppType) {
		return named(unknownAppType)
	}
	switch {
	case c.updates():
		if !truthy(c.in["client_id"]) && !d.s.skip(c, idRequired) {
			return named(idRequired)
		}
		if !truthy(c.in["client_secret"]) && !d.s.skip(c, secretRequired) {
			return named(secretRequired)
		}
		if !d.s.admitted(d.store, c) {
			return named(unauthorized)
		}
	case c.associates():
		if said(c.in["client_id"]) && !d.s.skip(c, idOnlyUpdate) {
			return named(idOnlyUpdate)
		}
		if said(c.in["client_secret"]) && !d.s.skip(c, secretOnlyUpdate) {
			return named(secretOnlyUpdate)
		}
	case !d.s.skip(c, typeUnknown):
		return other(0, fmt.Sprintf("Unknown registration type %v", c.in["type"]))
	}
	return nil
}

// what looks at the rest.
func (d *dict) what(c *call) *fault {
	if v := c.in["logo_url"]; truthy(v) {
		s, ok := v.(string)
		if !ok && !d.s.skip(c, logoString) {
			return valued(badLogo, fmt.Sprint(v))
		}
		if ok && !d.s.skip(c, badLogo) && !d.s.logo(s) {
			return valued(badLogo, s)
		}
	}
	if f := d.list(c, "contacts", contactsString, badEmail, d.s.email); f != nil {
		return f
	}
	for _, name := range d.s.redirects {
		if f := d.list(c, name, redirectsString, badURI, d.s.uri); f != nil {
			return f
		}
	}
	return nil
}

func (d *dict) list(c *call, param, notString, bad string, good func(string) bool) *fault {
	v, given := c.in[param]
	if !given || v == nil {
		return nil
	}
	s, ok := v.(string)
	if !ok {
		if d.s.skip(c, notString) {
			return nil
		}
		return named(notString)
	}
	if d.s.skip(c, bad) {
		return nil
	}
	items := d.s.split(s)
	for _, item := range d.s.look(bad, items) {
		if !good(item) {
			return valued(bad, item, items...)
		}
	}
	return nil
}

// said tells whether there is something where nothing should be: a 0 is something (E11).
func said(v any) bool { return v != nil && v != "" }

// truthy is the idea of given that a dictionary language has.
func truthy(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case bool:
		return v
	case float64:
		return v != 0
	default:
		return true
	}
}

// firstValues decodes a form; of a name given twice the first counts.
func firstValues(body string) (fields, error) {
	values, err := url.ParseQuery(body)
	in := fields{}
	for name, v := range values {
		in[name] = v[0]
	}
	return in, err
}

// token is a random string of n bytes.
func token(n int) string { return base64.RawURLEncoding.EncodeToString(randomBytes(n)) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// decimals is a random string of n digits.
func decimals(n int) string {
	b := randomBytes(n)
	for i := range b {
		b[i] = '0' + b[i]%10
	}
	return string(b)
}

// writeASCII sends JSON in which everything beyond ASCII is escaped.
func writeASCII(w reply, status int, body any) {
	sendJSON(w, status, "application/json", []byte(asciiOnly(plainJSON(body))))
}

func sendJSON(w reply, status int, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// plainJSON encodes without any escape that is not needed.
func plainJSON(body any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return `{"error": "the answer could not be encoded"}`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func asciiOnly(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
