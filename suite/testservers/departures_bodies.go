package testservers

import (
	"net/http"
	"net/url"
	"strings"
)

// wrongBodies are servers that read media types or bodies wrongly.
func wrongBodies() []Server {
	all := []Server{
		{
			Name: "forms-unsupported", Level: documented, About: []string{"form"},
			Point:  "A form is answered with Unknown Content-Type.",
			Expect: "Every form; nothing in JSON.",
			New: typedWith(mediaBy(func(header string) string {
				if kind := kindOf(baseType(header)); kind != asForm {
					return kind
				}
				return ""
			})),
		},
		{
			Name: "form-updates-unsupported", Level: documented, About: []string{"form", "update"},
			Point:  "Updates read the credentials from JSON only, so a form never has any.",
			Expect: "Updates by form, good or with wrong credentials; not registrations by form, nothing in JSON.",
			New: chainWith(on(func(c *call) *fault {
				if inForms(c) && c.updates() {
					delete(c.in, "client_id")
					delete(c.in, "client_secret")
				}
				return nil
			})),
		},
		{
			Name: "form-plus-kept", Level: documented, About: []string{"form"},
			Point:  "A plus sign in a form is not read as a space.",
			Expect: "Forms that write spaces as +: contacts of two and more, a bad item among others, and a value with a space in a message; not %20, not JSON. Two good redirect URIs pass as one.",
			New: chainWith(func(s *seams) {
				s.form = func(b string) (fields, error) { return scanForm(b, unescapePercent), nil }
				s.email = mailbox
			}),
		},
		{
			Name: "form-percent-kept", Level: documented, About: []string{"form"},
			Point:  "Percent escapes in a form are not undone.",
			Expect: "Forms with URLs or addresses that are escaped; not forms without an escape, not JSON.",
			New: dictWith(func(s *seams) {
				s.form = func(b string) (fields, error) {
					return scanForm(b, func(v string) string { return strings.ReplaceAll(v, "+", " ") }), nil
				}
			}),
		},
		{
			Name: "form-decoded-twice", Level: documented, About: []string{"form", "value"},
			Point:  "Values in a form are decoded twice.",
			Expect: "Forms with a value that has a plus sign or a percent escape of its own, as the message shows; no other forms, not JSON.",
			New: typedWith(func(s *seams) {
				inner := s.form
				s.form = func(b string) (fields, error) {
					in, err := inner(b)
					for name, v := range in {
						if once, err := url.QueryUnescape(v.(string)); err == nil {
							in[name] = once
						}
					}
					return in, err
				}
			}),
		},
		{
			Name: "unknown-media-read-as-json", Level: documented, About: []string{unknownMedia},
			Point:  "A body of an unknown media type is read as JSON.",
			Expect: "Requests of an unknown media type, whatever is in them; not a missing Content-Type.",
			New: dictWith(mediaBy(func(header string) string {
				if kind := kindOf(baseType(header)); kind != "" || header == "" {
					return kind
				}
				return asJSON
			})),
		},
		{
			Name: "media-type-by-prefix", Level: documented, About: []string{unknownMedia},
			Point:  "Every media type that starts with application/json is taken for JSON.",
			Expect: "Types such as application/json-patch+json and application/jsonl; not text/plain and the like.",
			New: chainWith(mediaBy(func(header string) string {
				if strings.HasPrefix(baseType(header), "application/json") {
					return asJSON
				}
				return sniffed(header)
			})),
		},
		{
			Name: "media-type-by-substring", Level: documented, About: []string{unknownMedia},
			Point:  "Every media type with json in it is taken for JSON.",
			Expect: "Types such as text/json and application/ld+json; not text/plain and the like.",
			New: dictWith(mediaBy(func(header string) string {
				if strings.Contains(baseType(header), "json") {
					return asJSON
				}
				return kindOf(baseType(header))
			})),
		},
		{
			Name: "media-type-with-charset-refused", Level: implied, About: []string{"media type"},
			Point:  "A Content-Type with a parameter is unknown.",
			Expect: "application/json; charset=utf-8 and the like, in JSON and forms; not without parameter.",
			New:    dictWith(mediaBy(func(header string) string { return kindOf(strings.ToLower(header)) })),
		},
		{
			Name: "form-with-charset-refused", Level: implied, About: []string{"media type", "form"},
			Point:  "The media type of forms with a parameter is unknown.",
			Expect: "application/x-www-form-urlencoded; charset=UTF-8 and the like; not JSON with a parameter.",
			New: chainWith(mediaBy(func(header string) string {
				if strings.HasPrefix(strings.ToLower(header), "application/x-www-form-urlencoded;") {
					return ""
				}
				return sniffed(header)
			})),
		},
		{
			Name: "media-type-by-case", Level: implied, About: []string{"media type"},
			Point:  "Media types are compared with case.",
			Expect: "Application/JSON and the like, in JSON and forms; not in lower case.",
			New: typedWith(mediaBy(func(header string) string {
				name, _, _ := strings.Cut(header, ";")
				return kindOf(strings.TrimSpace(name))
			})),
		},
	}
	return append(all, wrongMethods()...)
}

func wrongMethods() []Server {
	return []Server{
		{
			Name: "get-registers", Level: implied, About: []string{"GET"},
			Point:  "GET with the parameters in the query registers a client.",
			Expect: "GET with a good query; not GET without one, and no POST.",
			New: wrapped(dictWith(), func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodGet && r.URL.RawQuery != "" {
						r = r.Clone(r.Context())
						r.Method = http.MethodPost
						r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
						r.Body = bodyOf(r.URL.RawQuery)
					}
					h.ServeHTTP(w, r)
				})
			}),
		},
		{
			Name: "list-of-one-registers", Level: implied, About: []string{"JSON that is no object"},
			Point:  "A JSON list with one object in it is taken for the object.",
			Expect: "A body that is a list with a good registration in it; not other bodies that are no object.",
			New: chainWith(reading(func(_ []byte, v any) any {
				if list, ok := v.([]any); ok && len(list) == 1 {
					return list[0]
				}
				return v
			})),
		},
	}
}

// mediaBy tells the kind of body from the Content-Type header.
func mediaBy(kind func(header string) string) edit {
	return func(s *seams) {
		s.media = func(r *http.Request) string { return kind(r.Header.Get("Content-Type")) }
	}
}

func sniffed(header string) string {
	if header == "" {
		return "sniff"
	}
	return kindOf(baseType(header))
}

// reading changes what a JSON body has been read as; a *fault refuses it.
func reading(change func(raw []byte, v any) any) edit {
	return func(s *seams) {
		inner := s.json
		s.json = func(raw []byte) (any, error) {
			v, err := inner(raw)
			changed := change(raw, v)
			if f, ok := changed.(*fault); ok {
				return nil, f
			}
			return changed, err
		}
	}
}
