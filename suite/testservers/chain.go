package testservers

import (
	"fmt"
	"net/http"
	"strings"
)

// chain is the base server in the manner of a script with middleware: every
// step may stop the request, values are read by hand, rows are scanned.
type chain struct {
	s     seams
	store store
	steps []step
}

// step is one link; it returns the fault that stops the request.
type step = func(*call) *fault

// newChain builds the server with some seams changed.
func newChain(edits ...edit) *chain {
	x := &chain{store: newTableStore()}
	x.s = seams{
		path:      exactly,
		limit:     256 << 10,
		media:     sniffedMedia,
		json:      func(raw []byte) (any, error) { return parseJSON(raw, jsonReader{}) },
		form:      func(body string) (fields, error) { return scanForm(body, unescapeForm), nil },
		redirects: []string{"redirect_uri", "redirect_uris"},
		split:     func(s string) []string { return strings.Split(s, " ") },
		logo:      anyURL,
		uri:       anyURL,
		email:     anyMail,
		mint: func(*call) (string, string) {
			return fmt.Sprintf("%x", randomBytes(12)), fmt.Sprintf("%x", randomBytes(20))
		},
		expires: func() any { return 0 },
		created: http.StatusOK,
		status:  chainStatus,
		write:   writeSlashed,
	}
	x.s.change(edits)
	x.steps = []step{
		x.typeGiven, x.typeKnown, x.noCredentials, x.credentials,
		x.redirects, x.contacts, x.logo, x.application, x.authorised,
	}
	return x
}

// chainWith is newChain for a table.
func chainWith(edits ...edit) func() http.Handler {
	return func() http.Handler { return newChain(edits...) }
}

func (x *chain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{r: r}
	if r.Method == http.MethodOptions && x.s.path(r.URL.Path) {
		w.Header().Set("Allow", "OPTIONS, POST")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	f := x.parse(c)
	if f == nil && x.s.arrived != nil {
		f = x.s.arrived(c)
	}
	for i := 0; f == nil && i < len(x.steps); i++ {
		f = x.steps[i](c)
	}
	var granted fields
	switch {
	case f != nil:
	case c.updates():
		granted = x.s.renew(c)
	default:
		granted = x.s.enrol(x.store, c)
	}
	x.s.finish(w, c, x.store, granted, f)
}

// parse is the body parser.
func (x *chain) parse(c *call) *fault {
	if !x.s.path(c.r.URL.Path) || c.r.Method != http.MethodPost {
		return other(http.StatusNotFound, "Cannot "+c.r.Method+" this path")
	}
	if f := c.read(x.s.limit); f != nil {
		return f
	}
	c.kind = x.s.media(c.r)
	if c.kind == "sniff" {
		c.kind = asForm
		if strings.HasPrefix(strings.TrimSpace(string(c.raw)), "{") {
			c.kind = asJSON
		}
	}
	switch c.kind {
	case asForm:
		c.in, _ = x.s.form(string(c.raw))
		return nil
	case asJSON:
		v, err := x.s.json(c.raw)
		if f := asFault(err); f != nil {
			return f
		}
		in, ok := v.(fields)
		if err != nil || !ok {
			return named(couldNotDecode)
		}
		c.in = in
		return nil
	default:
		return named(unknownMedia)
	}
}

// unless makes the fault of a rule, but not of one that is skipped.
func (x *chain) unless(c *call, good bool, f *fault) *fault {
	if good || x.s.skip(c, f.id) {
		return nil
	}
	return f
}

func given(v any) bool { return v != nil && v != "" }

func (x *chain) typeGiven(c *call) *fault {
	return x.unless(c, given(c.in["type"]), named(noType))
}

func (x *chain) typeKnown(c *call) *fault {
	if !given(c.in["type"]) {
		return nil
	}
	return x.unless(c, c.updates() || c.associates(), named(typeUnknown))
}

func (x *chain) noCredentials(c *call) *fault {
	if !c.associates() {
		return nil
	}
	if f := x.unless(c, !given(c.in["client_secret"]), named(secretOnlyUpdate)); f != nil {
		return f
	}
	return x.unless(c, !given(c.in["client_id"]), named(idOnlyUpdate))
}

func (x *chain) credentials(c *call) *fault {
	if !c.updates() {
		return nil
	}
	if f := x.unless(c, given(c.in["client_secret"]), named(secretRequired)); f != nil {
		return f
	}
	return x.unless(c, given(c.in["client_id"]), named(idRequired))
}

func (x *chain) redirects(c *call) *fault {
	for _, name := range x.s.redirects {
		if f := x.list(c, name, redirectsString, badURI, x.s.uri); f != nil {
			return f
		}
	}
	return nil
}

func (x *chain) contacts(c *call) *fault {
	return x.list(c, "contacts", contactsString, badEmail, x.s.email)
}

func (x *chain) list(c *call, param, notString, bad string, good func(string) bool) *fault {
	v, there := c.in[param]
	if !there {
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return x.unless(c, false, named(notString))
	}
	items := x.s.split(s)
	for _, item := range x.s.look(bad, items) {
		if f := x.unless(c, good(item), valued(bad, item, items...)); f != nil {
			return f
		}
	}
	return nil
}

func (x *chain) logo(c *call) *fault {
	v, there := c.in["logo_url"]
	if !there {
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return x.unless(c, false, named(logoString))
	}
	return x.unless(c, x.s.logo(s), valued(badLogo, s))
}

func (x *chain) application(c *call) *fault {
	v, there := c.in["application_type"]
	if !there {
		return x.unless(c, c.updates(), named(appTypeMissing))
	}
	return x.unless(c, v == "web" || v == "native", named(unknownAppType))
}

func (x *chain) authorised(c *call) *fault {
	if !c.updates() || !given(c.in["client_id"]) || !given(c.in["client_secret"]) {
		return nil
	}
	return x.unless(c, x.s.admitted(x.store, c), named(unauthorized))
}

func chainStatus(id string) int {
	switch id {
	case unauthorized:
		return http.StatusForbidden
	case idOnlyUpdate, secretOnlyUpdate:
		return http.StatusConflict
	default:
		return http.StatusBadRequest
	}
}

// sniffedMedia looks into the body when no media type is given.
func sniffedMedia(r *http.Request) string {
	header := r.Header.Get("Content-Type")
	if header == "" {
		return "sniff"
	}
	return kindOf(baseType(header))
}

// writeSlashed sends JSON with the slash escaped.
func writeSlashed(w reply, status int, body any) {
	sendJSON(w, status, "application/json; charset=utf-8",
		[]byte(strings.ReplaceAll(plainJSON(body), "/", `\/`)))
}
