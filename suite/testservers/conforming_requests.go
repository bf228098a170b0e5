package testservers

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// conformingRequests are servers with an idea of their own of what they take.
func conformingRequests() []Server {
	return []Server{
		conforming("faults-from-the-last",
			"The steps run backwards: credentials first, then application_type, and the type of the registration last.",
			func() http.Handler {
				x := newChain()
				slices.Reverse(x.steps)
				return x
			}),
		conforming("strict-values",
			"Every debatable URL and address is refused with its message: only http(s), dotted name, path and plain query; only letters, digits, dots, hyphens, and the underscore of the document's example.",
			typedWith(func(s *seams) {
				web := regexp.MustCompile(`^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/[A-Za-z0-9._~/%-]*(\?[A-Za-z0-9._~=&%/+-]*)?$`)
				post := regexp.MustCompile(`^[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
				s.logo, s.uri, s.email = web.MatchString, web.MatchString, post.MatchString
			})),
		conforming("loose-values",
			"Every debatable URL and address is accepted: any scheme, any host, anything with an at sign.",
			chainWith(func(s *seams) {
				loose := func(v string) bool {
					scheme, rest, ok := strings.Cut(v, ":")
					if !ok || !schemeName(scheme) {
						return false
					}
					host, slashes := strings.CutPrefix(rest, "//")
					if i := strings.IndexAny(host, "/?#"); i >= 0 {
						host = host[:i]
					}
					broken := strings.HasPrefix(host, "[") && !bracketed(host)
					return !slashes || (host != "" && !broken)
				}
				s.split = strings.Fields
				s.logo, s.uri = loose, loose
				s.email = func(v string) bool { return strings.Contains(v, "@") }
			})),
		conforming("trims-lists",
			"Lists are split at any white space and at nothing else; doubled, leading and trailing white space is no fault.",
			chainWith(splitting(strings.Fields))),
		conforming("splits-at-each-space",
			"Lists are split at each single space, so that a doubled space is an empty address or URI, named as such; a tab is part of an item.",
			dictWith(splitting(func(v string) []string { return strings.Split(v, " ") }))),
		conforming("only-redirect-uri",
			"Only redirect_uri is honoured; redirect_uris is an unknown parameter and ignored.",
			dictWith(honouring("redirect_uri"))),
		conforming("only-redirect-uris",
			"Only redirect_uris is honoured; redirect_uri is an unknown parameter and ignored.",
			typedWith(honouring("redirect_uris"))),
		conforming("either-redirect-but-not-both",
			"redirect_uri and redirect_uris are both honoured, but a request with the two is refused with 409.",
			chainWith(on(func(c *call) *fault {
				_, one := c.in["redirect_uri"]
				_, other1 := c.in["redirect_uris"]
				if one && other1 {
					return other(http.StatusConflict, "Use redirect_uri or redirect_uris.")
				}
				return nil
			}))),
		conforming("unknown-refused-redirect-uri",
			"Unknown parameters are refused with 422; redirect_uri is known, so redirect_uris is refused as unknown.",
			typedWith(on(refuseUnknown("redirect_uri")))),
		conforming("unknown-refused-redirect-uris",
			"Unknown parameters are refused with 400; redirect_uris is known, so redirect_uri is refused as unknown.",
			dictWith(on(refuseUnknown("redirect_uris")))),
		conforming("lenient-json",
			"A comma before a closing bracket is no error, so the update example works as it is printed.",
			chainWith(func(s *seams) {
				s.json = func(raw []byte) (any, error) { return parseJSON(raw, jsonReader{lenient: true}) }
			})),
		conforming("literal-www-form-urlencoded",
			"The literal media type www-form-urlencoded is taken as well as the registered one.",
			chainWith(func(s *seams) {
				s.media = func(r *http.Request) string {
					if baseType(r.Header.Get("Content-Type")) == "www-form-urlencoded" {
						return asForm
					}
					return sniffedMedia(r)
				}
			})),
		conforming("no-media-type-is-a-form",
			"A request without Content-Type is read as a form.",
			dictWith(func(s *seams) {
				s.media = func(r *http.Request) string {
					header := r.Header.Get("Content-Type")
					if header == "" {
						return asForm
					}
					return kindOf(baseType(header))
				}
			})),
		conforming("tight-limits",
			"A body over 64 KiB is 413, a value over 1,024 characters 422 and nesting over 32 refused with 400, each with a text of its own.",
			typedWith(func(s *seams) {
				s.limit = 64 << 10
				inner := s.json
				s.json = func(raw []byte) (any, error) {
					if nesting(string(raw)) > 32 {
						return nil, other(http.StatusBadRequest, "Nested too deeply.")
					}
					return inner(raw)
				}
			}, on(func(c *call) *fault {
				for name, v := range c.in {
					if text, ok := v.(string); ok && utf8.RuneCountInString(text) > 1024 {
						return other(http.StatusUnprocessableEntity, name+" is too long.")
					}
				}
				return nil
			}))),
	}
}

// known tells whether a parameter is one that the document lists, the
// redirect list aside.
func known(param string) bool {
	return slices.Contains([]string{
		"type", "client_id", "client_secret", "contacts",
		"application_type", "application_name", "logo_url",
	}, param)
}

func refuseUnknown(redirect string) func(*call) *fault {
	return func(c *call) *fault {
		for name := range c.in {
			if !known(name) && name != redirect {
				return other(0, "Unknown parameter "+name)
			}
		}
		return nil
	}
}

// nesting is how deep the brackets of a JSON text go, strings left out.
func nesting(text string) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch ch := text[i]; {
		case ch == '\\' && quoted:
			i++
		case ch == '"':
			quoted = !quoted
		case quoted:
		case ch == '{' || ch == '[':
			depth++
			deepest = max(deepest, depth)
		case ch == '}' || ch == ']':
			depth--
		}
	}
	return deepest
}
