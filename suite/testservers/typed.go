package testservers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
)

// typed is the base server in the manner of a layered service: the request
// is bound to a transfer object, all violations are collected and the first
// one is told, credentials are looked at last and kept as digests.
type typed struct {
	s     seams
	store store
}

// registration is the transfer object; what was not given is nil.
type registration struct {
	kind, id, secret *string
	appType, name    *string
	logo, contacts   *string
	redirects        []*string
}

// newTyped builds the server with some seams changed.
func newTyped(edits ...edit) http.Handler {
	t := &typed{store: newHashStore()}
	t.s = seams{
		path:      exactly,
		limit:     1 << 20,
		media:     parsedMedia,
		json:      oneValue,
		form:      lastValues,
		redirects: []string{"redirect_uri"},
		split:     strings.Fields,
		logo:      webURL,
		uri:       webURL,
		email:     mailbox,
		mint:      func(*call) (string, string) { return uuid(), token(48) },
		expires:   func() any { return 0 },
		created:   http.StatusCreated,
		status:    typedStatus,
		write:     writeEscaped,
	}
	t.s.change(edits)
	return t
}

// typedWith is newTyped for a table.
func typedWith(edits ...edit) func() http.Handler {
	return func() http.Handler { return newTyped(edits...) }
}

func (t *typed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{r: r}
	f := t.filter(c)
	if f == nil {
		f = t.body(c)
	}
	if f == nil && t.s.arrived != nil {
		f = t.s.arrived(c)
	}
	var granted fields
	if f == nil {
		granted, f = t.service(c)
	}
	t.s.finish(w, c, t.store, granted, f)
}

// filter looks at the request line and the media type.
func (t *typed) filter(c *call) *fault {
	if !t.s.path(c.r.URL.Path) {
		return other(http.StatusNotFound, "No such resource.")
	}
	if c.r.Method != http.MethodPost {
		return other(http.StatusMethodNotAllowed, "Request method not supported.")
	}
	if c.kind = t.s.media(c.r); c.kind == "" {
		return named(unknownMedia)
	}
	return c.read(t.s.limit)
}

func (t *typed) body(c *call) *fault {
	if c.kind == asForm {
		in, err := t.s.form(string(c.raw))
		if err != nil {
			return other(http.StatusBadRequest, "Malformed form.")
		}
		c.in = in
		return nil
	}
	v, err := t.s.json(c.raw)
	if f := asFault(err); f != nil {
		return f
	}
	in, ok := v.(fields)
	if err != nil || !ok {
		return named(couldNotDecode)
	}
	c.in = in
	return nil
}

// service validates and then looks at the credentials.
func (t *typed) service(c *call) (fields, *fault) {
	reg, violations := t.bind(c)
	violations = append(violations, t.validate(c, reg)...)
	if len(violations) > 0 {
		first := violations[0]
		first.more = fields{"violations": len(violations)}
		return nil, first
	}
	if c.updates() {
		if !t.s.admitted(t.store, c) {
			return nil, named(unauthorized)
		}
		return t.s.renew(c), nil
	}
	return t.s.enrol(t.store, c), nil
}

func (t *typed) bind(c *call) (*registration, []*fault) {
	var violations []*fault
	take := func(param string, wrong *fault) *string {
		switch v := c.in[param].(type) {
		case nil:
			return nil
		case string:
			return &v
		default:
			if !t.s.skip(c, wrong.id) {
				violations = append(violations, wrong)
			}
			return nil
		}
	}
	plain := func(param string) *string {
		return take(param, other(http.StatusBadRequest, param+" must be a string."))
	}
	reg := &registration{
		kind:     plain("type"),
		id:       plain("client_id"),
		secret:   plain("client_secret"),
		appType:  plain("application_type"),
		name:     plain("application_name"),
		logo:     plain("logo_url"),
		contacts: take("contacts", named(contactsString)),
	}
	for _, name := range t.s.redirects {
		reg.redirects = append(reg.redirects, take(name, named(redirectsString)))
	}
	return reg, violations
}

func (t *typed) validate(c *call, reg *registration) []*fault {
	var violations []*fault
	check := func(rule string, bad bool) {
		if bad && !t.s.skip(c, rule) {
			violations = append(violations, named(rule))
		}
	}
	known := reg.appType != nil && (*reg.appType == "web" || *reg.appType == "native")
	check(unknownAppType, reg.appType != nil && !known)
	check(appTypeMissing, c.in["application_type"] == nil && !c.updates())
	if reg.logo != nil && !t.s.skip(c, badLogo) && !t.s.logo(*reg.logo) {
		violations = append(violations, valued(badLogo, *reg.logo))
	}
	violations = append(violations, t.items(c, reg.contacts, badEmail, t.s.email)...)
	for _, list := range reg.redirects {
		violations = append(violations, t.items(c, list, badURI, t.s.uri)...)
	}
	check(noType, c.in["type"] == nil)
	check(typeUnknown, reg.kind != nil && !c.updates() && !c.associates())
	if c.updates() {
		check(idRequired, c.in["client_id"] == nil)
		check(secretRequired, c.in["client_secret"] == nil)
	}
	if c.associates() {
		check(idOnlyUpdate, reg.id != nil)
		check(secretOnlyUpdate, reg.secret != nil)
	}
	return violations
}

func (t *typed) items(c *call, list *string, rule string, good func(string) bool) []*fault {
	if list == nil || t.s.skip(c, rule) {
		return nil
	}
	var violations []*fault
	all := t.s.split(*list)
	for _, item := range t.s.look(rule, all) {
		if !good(item) {
			violations = append(violations, valued(rule, item, all...))
		}
	}
	return violations
}

func typedStatus(id string) int {
	switch id {
	case unauthorized:
		return http.StatusUnauthorized
	case unknownMedia:
		return http.StatusUnsupportedMediaType
	case couldNotDecode:
		return http.StatusBadRequest
	default:
		return http.StatusUnprocessableEntity
	}
}

func parsedMedia(r *http.Request) string {
	name, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return ""
	}
	return kindOf(name)
}

// oneValue reads one JSON value with nothing after it.
func oneValue(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

// lastValues decodes a form; of a name given twice the last counts.
func lastValues(body string) (fields, error) {
	values, err := url.ParseQuery(body)
	in := fields{}
	for name, v := range values {
		in[name] = v[len(v)-1]
	}
	return in, err
}

// webURL takes http and https with a host.
func webURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return false
	}
	return !strings.HasPrefix(u.Host, "[") || literal(u.Hostname())
}

func literal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Is6()
}

// mailbox takes a bare address with a dotted domain.
func mailbox(s string) bool {
	addr, err := mail.ParseAddress(s)
	if err != nil || addr.Address != s {
		return false
	}
	return strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}

func uuid() string {
	s := fmt.Sprintf("%x", randomBytes(16))
	return strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}

// writeEscaped sends compact JSON with the escapes of encoding/json.
func writeEscaped(w reply, status int, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		b = []byte(`{"error":"unencodable"}`)
	}
	sendJSON(w, status, "application/json", b)
}
