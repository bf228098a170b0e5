package testservers

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// brittle are servers that break on one kind of input.
func brittle() []Server {
	return append(brittleBodies(), []Server{
		{
			Name: "list-of-contacts-hangs-up", Level: documented, About: []string{contactsString},
			Point:  "The connection is closed without an answer when contacts are a list.",
			Expect: "JSON requests whose contacts are a list; not other types, and the server goes on.",
			New: dictWith(on(func(c *call) *fault {
				if _, list := c.in["contacts"].([]any); list && c.kind == asJSON {
					hangUp()
				}
				return nil
			})),
		},
		{
			Name: "cut-json-hangs", Level: documented, About: []string{couldNotDecode},
			Point:  "The server waits for the rest of a JSON text whose brackets are not closed.",
			Expect: "JSON that is cut short; not JSON that is wrong in another way, and the server goes on.",
			New: chainWith(func(s *seams) {
				s.refuse = func(_ reply, c *call, f *fault) bool {
					if f.id == couldNotDecode && bytes.Count(c.raw, []byte("{")) > bytes.Count(c.raw, []byte("}")) {
						hang(c)
					}
					return false
				}
			}),
		},
		{
			Name: "large-body-hangs", Level: implied, About: []string{"size"},
			Point:  "A body over 64 KiB is never answered.",
			Expect: "Bodies over 64 KiB; not smaller ones, and the server goes on.",
			New: typedWith(func(s *seams) {
				s.limit = 64 << 10
				s.refuse = func(_ reply, c *call, f *fault) bool {
					if f.status == http.StatusRequestEntityTooLarge {
						hang(c)
					}
					return false
				}
			}),
		},
		{
			Name: "null-crashes", Level: implied, About: []string{"null"},
			Point:  "A parameter that is null is answered with 500.",
			Expect: "JSON requests with a documented parameter that is null; no others.",
			New: typedWith(crashOn(func(c *call) bool {
				for name, v := range c.in {
					if v == nil && (known(name) || strings.HasPrefix(name, "redirect_uri")) {
						return true
					}
				}
				return false
			})),
		},
		{
			Name: "number-as-logo-crashes", Level: implied, About: []string{"logo_url"},
			Point:  "A logo_url that is a number is answered with 500.",
			Expect: "JSON requests whose logo_url is a number; not other types.",
			New: typedWith(crashOn(func(c *call) bool {
				_, number := c.in["logo_url"].(json.Number)
				return number
			})),
		},
		{
			Name: "object-as-redirects-crashes", Level: implied, About: []string{redirectsString},
			Point:  "A redirect list that is an object is answered with 500.",
			Expect: "JSON requests whose redirect list is an object; a list is refused rightly.",
			New: chainWith(crashOn(func(c *call) bool {
				_, one := c.in["redirect_uri"].(fields)
				_, two := c.in["redirect_uris"].(fields)
				return one || two
			})),
		},
		{
			Name: "list-as-type-crashes", Level: implied, About: []string{"type"},
			Point:  "A type that is a list or an object is answered with 500.",
			Expect: "JSON requests whose type is a list or an object; not a number or a string.",
			New: dictWith(crashOn(func(c *call) bool {
				_, list := c.in["type"].([]any)
				_, object := c.in["type"].(fields)
				return list || object
			})),
		},
		{
			Name: "number-as-id-crashes", Level: implied, About: []string{"client_id", "update"},
			Point:  "An update whose client_id is a number is answered with 500.",
			Expect: "JSON updates whose client_id is a number; not other types.",
			New: dictWith(crashOn(func(c *call) bool {
				_, number := c.in["client_id"].(float64)
				return number && c.updates()
			})),
		},
		{
			Name: "doubled-space-crashes", Level: implied, About: []string{"contacts"},
			Point:  "Two spaces in a row in contacts are answered with 500.",
			Expect: "contacts with a doubled space; not with single ones.",
			New:    chainWith(crashOn(func(c *call) bool { return strings.Contains(c.text("contacts"), "  ") })),
		},
		{
			Name: "unknown-parameter-crashes", Level: implied, About: []string{"unknown parameters"},
			Point:  "A parameter that the document does not know is answered with 500.",
			Expect: "Requests with an unknown parameter; not with either name of the redirect list.",
			New: typedWith(crashOn(func(c *call) bool {
				for name := range c.in {
					if !known(name) && !strings.HasPrefix(name, "redirect_uri") {
						return true
					}
				}
				return false
			})),
		},
		{
			Name: "long-value-crashes", Level: implied, About: []string{"size"},
			Point:  "A value over 1,024 characters is answered with 500, as its column is too short.",
			Expect: "Requests with a very long value; not with shorter ones.",
			New: chainWith(crashOn(func(c *call) bool {
				for _, v := range c.in {
					if s, ok := v.(string); ok && utf8.RuneCountInString(s) > 1024 {
						return true
					}
				}
				return false
			})),
		},
	}...)
}

// brittleBodies break on one kind of body or request.
func brittleBodies() []Server {
	surrogate := regexp.MustCompile(`\\u[dD][89a-fA-F][0-9a-fA-F]{2}`)
	pair := regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
	return []Server{
		{
			Name: "json-without-object-crashes", Level: implied, About: []string{"JSON that is no object"},
			Point:  "A JSON body that is a list, a string, a number or null is answered with 500.",
			Expect: "JSON that parses and is no object; not JSON that does not parse.",
			New: dictWith(reading(func(raw []byte, v any) any {
				if _, object := v.(fields); !object && json.Valid(raw) {
					return crash()
				}
				return v
			})),
		},
		{
			Name: "lone-surrogate-crashes", Level: implied, About: []string{"JSON text"},
			Point:  "A lone surrogate in JSON is answered with 500.",
			Expect: "JSON with an escape of half a surrogate pair; not with a whole pair.",
			New: dictWith(reading(func(raw []byte, v any) any {
				if v != nil && surrogate.Match(pair.ReplaceAll(raw, nil)) {
					return crash()
				}
				return v
			})),
		},
		{
			Name: "invalid-utf8-crashes", Level: implied, About: []string{"JSON text"},
			Point:  "A body with bytes that are no UTF-8 is answered with 500.",
			Expect: "JSON with invalid UTF-8; not with valid text beyond ASCII, not in forms.",
			New: dictWith(reading(func(raw []byte, v any) any {
				if !utf8.Valid(raw) {
					return crash()
				}
				return v
			})),
		},
		{
			Name: "byte-order-mark-crashes", Level: implied, About: []string{"JSON text"},
			Point:  "A JSON body with a byte order mark is answered with 500.",
			Expect: "JSON after a byte order mark; no other.",
			New: typedWith(reading(func(raw []byte, v any) any {
				if bytes.HasPrefix(raw, []byte("\uFEFF")) {
					return crash()
				}
				return v
			})),
		},
		{
			Name: "deep-json-crashes", Level: implied, About: []string{"depth"},
			Point:  "JSON nested over 32 levels is answered with 500.",
			Expect: "JSON nested over 32 levels; not flat JSON.",
			New: chainWith(reading(func(raw []byte, v any) any {
				if nesting(string(raw)) > 32 {
					return crash()
				}
				return v
			})),
		},
		{
			Name: "missing-media-type-crashes", Level: implied, About: []string{"media type"},
			Point:  "A request without Content-Type is answered with 500.",
			Expect: "Requests without Content-Type; not with an unknown one.",
			New: typedWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					if f.id == unknownMedia && c.r.Header.Get("Content-Type") == "" {
						*f = *crash()
					}
				}
			}),
		},
		{
			Name: "other-methods-crash", Level: implied, About: []string{"methods"},
			Point:  "Methods other than POST and OPTIONS are answered with 500.",
			Expect: "GET, PUT, DELETE and the like; no POST.",
			New: chainWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					if c.r.Method != http.MethodPost && c.r.URL.Path == endpoint {
						*f = *crash()
					}
				}
			}),
		},
	}
}

// bodyOf is a body to read.
func bodyOf(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
