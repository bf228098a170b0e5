package testservers

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// refusedGood are servers that refuse something they ought to accept.
func refusedGood() []Server {
	all := []Server{
		{
			Name: "native-refused", Level: documented, About: []string{"application_type"},
			Point:  "application_type native is refused as unknown.",
			Expect: "Every good request with native, the first example among them; not those with web.",
			New: chainWith(on(func(c *call) *fault {
				if native(c) {
					return named(unknownAppType)
				}
				return nil
			})),
		},
		{
			Name: "long-tld-refused", Level: documented, About: []string{"contacts"},
			Point:  "Addresses whose last label has more than four letters are refused.",
			Expect: "Good addresses under a long top-level domain such as .museum; not under .org.",
			New: dictWith(func(s *seams) {
				s.email = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[A-Za-z]{2,4}$`).MatchString
			}),
		},
		{
			Name: "subdomain-email-refused", Level: documented, About: []string{"contacts"},
			Point:  "Addresses whose domain has more than one dot are refused.",
			Expect: "Good addresses such as a@mail.example.org; not a@example.org.",
			New: chainWith(func(s *seams) {
				s.email = func(v string) bool {
					return anyMail(v) && strings.Count(v[strings.LastIndex(v, "@"):], ".") < 2
				}
			}),
		},
		{
			Name: "hyphen-in-host-refused", Level: documented, About: []string{"logo_url"},
			Point:  "A logo_url whose host has a hyphen is refused.",
			Expect: "Good logos on a host with a hyphen; not others, not redirect URIs.",
			New: typedWith(func(s *seams) {
				s.logo = func(v string) bool {
					u, err := url.Parse(v)
					return err == nil && webURL(v) && !strings.Contains(u.Host, "-")
				}
			}),
		},
		{
			Name: "plain-http-logo-refused", Level: documented, About: []string{"logo_url"},
			Point:  "A logo_url with http instead of https is refused.",
			Expect: "Good logos with http; not with https.",
			New: chainWith(func(s *seams) {
				s.logo = func(v string) bool { return anyURL(v) && !strings.HasPrefix(strings.ToLower(v), "http:") }
			}),
		},
		{
			Name: "logo-needs-image-suffix", Level: documented, About: []string{"logo_url"},
			Point:  "A logo_url that does not end in .png, .jpg, .gif or .svg is refused.",
			Expect: "Good logos with another ending or a query; not /logo.png.",
			New: dictWith(func(s *seams) {
				inner, suffix := s.logo, regexp.MustCompile(`\.(png|jpg|gif|svg)$`)
				s.logo = func(v string) bool { return inner(v) && suffix.MatchString(v) }
			}),
		},
		{
			Name: "redirect-with-query-refused", Level: documented, About: []string{"redirect_uri"},
			Point:  "A redirect URI with a query is refused.",
			Expect: "Good URIs with a query in the redirect list; not without one, not logos.",
			New:    typedWith(func(s *seams) { s.uri = func(v string) bool { return webURL(v) && !strings.Contains(v, "?") } }),
		},
		{
			Name: "two-redirects-refused", Level: documented, About: []string{"redirect_uri", badURI},
			Point:  "The redirect list is read as one URI, so that two are refused.",
			Expect: "Redirect lists of two and more, good or bad (the whole list is named); not of one. A list of contacts works.",
			New: chainWith(func(s *seams) {
				inner := s.split
				s.split = func(v string) []string {
					if strings.Contains(v, "@") {
						return inner(v)
					}
					return []string{v}
				}
			}),
		},
		{
			Name: "contacts-split-at-commas", Level: documented, About: []string{"contacts", badEmail},
			Point:  "contacts are split at commas, so that two are refused.",
			Expect: "contacts of two and more, good or bad (the whole list is named); not of one. The redirect list works.",
			New: typedWith(func(s *seams) {
				s.split = func(v string) []string {
					if strings.Contains(v, "@") {
						return strings.Split(v, ",")
					}
					return strings.Fields(v)
				}
			}),
		},
		{
			Name: "five-contacts-refused", Level: documented, About: []string{"contacts"},
			Point:  "More than four contacts are refused.",
			Expect: "Good contacts of five and more; not of four.",
			New: chainWith(on(func(c *call) *fault {
				if len(strings.Fields(c.text("contacts"))) > 4 {
					return other(http.StatusBadRequest, "Too many contacts.")
				}
				return nil
			})),
		},
		{
			Name: "long-name-refused", Level: documented, About: []string{"application_name"},
			Point:  "An application_name over 100 characters is refused.",
			Expect: "Names of 101 to 1,024 characters; not shorter ones, and longer ones may be refused.",
			New: typedWith(on(func(c *call) *fault {
				if utf8.RuneCountInString(c.text("application_name")) > 100 {
					return other(http.StatusUnprocessableEntity, "application_name is too long.")
				}
				return nil
			})),
		},
	}
	return append(all, refusedRequests()...)
}

func refusedRequests() []Server {
	return []Server{
		{
			Name: "name-beyond-ascii-crashes", Level: documented, About: []string{"application_name"},
			Point:  "An application_name beyond ASCII is answered with 500.",
			Expect: "Names with a letter beyond ASCII, in JSON and forms; not plain ones.",
			New: dictWith(crashOn(func(c *call) bool {
				return strings.ContainsFunc(c.text("application_name"), func(r rune) bool { return r > 0x7f })
			})),
		},
		{
			Name: "name-must-be-unique", Level: documented, About: []string{"application_name"},
			Point:  "A second registration with the same application_name is refused with 409.",
			Expect: "A good registration whose name another client has; not the first with it, not updates, not without name.",
			New:    typedWith(uniqueNames),
		},
		{
			Name: "update-needs-name", Level: documented, About: []string{"update", "application_name"},
			Point:  "An update without application_name is refused.",
			Expect: "Good updates without application_name; not those with it, not registrations.",
			New: chainWith(func(s *seams) {
				s.grant = func(w reply, c *call, _ store, _ fields) bool {
					if !c.updates() || given(c.in["application_name"]) {
						return false
					}
					s.write(w, http.StatusBadRequest, fields{"error": "application_name is required to update."})
					return true
				}
			}),
		},
		{
			Name: "update-in-order-only", Level: documented, About: []string{"update", "order of fields"},
			Point:  "A JSON update works only if client_id comes before client_secret.",
			Expect: "JSON updates with client_secret before client_id; not in the other order, not forms.",
			New: chainWith(on(func(c *call) *fault {
				id := strings.Index(string(c.raw), `"client_id"`)
				secret := strings.Index(string(c.raw), `"client_secret"`)
				if c.kind == asJSON && c.updates() && secret >= 0 && secret < id {
					return named(idRequired)
				}
				return nil
			})),
		},
	}
}

// uniqueNames refuses a name that another registration has used.
func uniqueNames(s *seams) {
	var mu sync.Mutex
	taken := map[string]bool{}
	s.grant = func(w reply, c *call, st store, granted fields) bool {
		name := c.text("application_name")
		if !c.associates() || name == "" {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		if !taken[name] {
			taken[name] = true
			return false
		}
		if id, ok := granted["client_id"].(string); ok {
			st.drop(id)
		}
		s.write(w, http.StatusConflict, fields{"error": "application_name is taken."})
		return true
	}
}
