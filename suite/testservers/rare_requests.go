package testservers

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rareJSON go wrong over how JSON is read or written.
func rareJSON() []Server {
	negativeExponent := regexp.MustCompile(`"contacts"\s*:\s*[-+.0-9]+[eE]-`)
	return []Server{
		{
			Name: "many-members-crash", Level: implied, Rarity: Easy,
			Point: "A request with more than 25 members crashes with a 500.",
			New:   carefulWith(crashOn(func(c *call) bool { return len(c.in) > 25 })),
		},
		{
			Name: "nesting-crashes", Level: implied, Rarity: Medium,
			Point: "JSON nested 11 to 15 levels deep, neither less nor more, crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				n := nesting(string(c.raw))
				return c.kind == asJSON && 11 <= n && n <= 15
			})),
		},
		{
			Name: "negative-exponent-crashes", Level: implied, Rarity: Medium,
			Point: "A JSON number with a negative exponent as contacts crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				return number(c.in["contacts"]) && negativeExponent.Match(c.raw)
			})),
		},
		{
			Name: "bidi-control-breaks-answer", Level: implied, Rarity: Medium,
			Point: "A refusal that names a value with a bidirectional control, as U+202E or U+2066, is no longer JSON.",
			New:   carefulWith(writing(writeBrokenBidi)),
		},
		{
			Name: "replacement-character-refused", Level: documented, Rarity: Medium,
			Point: "JSON with U+FFFD in a value is refused as no JSON.",
			New: carefulWith(func(s *seams) {
				read := s.json
				s.json = func(raw []byte) (any, error) {
					v, err := read(raw)
					if in, ok := v.(fields); ok && holdsReplacement(in) {
						return nil, errors.New("no characters")
					}
					return v, err
				}
			}),
		},
		{
			Name: "form-feed-escape-misread", Level: documented, Rarity: Medium,
			Point: "A form feed that JSON escapes as \\f is read as the letter f.",
			New: carefulWith(func(s *seams) {
				read, escape := s.json, regexp.MustCompile(`\\.`)
				s.json = func(raw []byte) (any, error) {
					return read(escape.ReplaceAllFunc(raw, func(one []byte) []byte {
						if string(one) == `\f` {
							return []byte("f")
						}
						return one
					}))
				}
			}),
		},
		{
			Name: "doubled-member-unchecked", Level: documented, Rarity: Hard,
			Point: "An optional member given twice in JSON is not checked, however bad both its values are.",
			New: carefulWith(func(s *seams) {
				s.json = func(raw []byte) (any, error) { return parseJSON(raw, jsonReader{unchecked: true}) }
			}),
		},
	}
}

// writeBrokenBidi escapes what JSON need not escape, and in a way that JSON does not know.
func writeBrokenBidi(w reply, status int, body any) {
	var b strings.Builder
	for _, r := range plainJSON(body) {
		if unicode.Is(unicode.Bidi_Control, r) {
			fmt.Fprintf(&b, `\x{%x}`, r)
		} else {
			b.WriteRune(r)
		}
	}
	sendJSON(w, status, "application/json", []byte(b.String()))
}

func holdsReplacement(in fields) bool {
	for _, v := range in {
		if text, ok := v.(string); ok && strings.ContainsRune(text, utf8.RuneError) {
			return true
		}
	}
	return false
}

// rareRequests go wrong over headers, or over how a form is written.
func rareRequests() []Server {
	return []Server{
		{
			Name: "open-bracket-crashes", Level: implied, Rarity: Easy,
			Point: "A name in a form with an opening bracket and no closing one, as a[b, crashes with a 500.",
			New:   carefulWith(crashOn(opensBracket)),
		},
		{
			Name: "form-update-cacheable", Level: hardening, Rarity: Easy,
			Point: "The answer to an update by form lacks Cache-Control: no-store, though it holds the secret.",
			New: carefulWith(func(s *seams) {
				s.grant = func(w reply, c *call, _ store, _ fields) bool {
					if c.updates() && inForms(c) {
						w.Header().Del("Cache-Control")
					}
					return false
				}
			}),
		},
		{
			Name: "form-decoded-twice", Level: documented, Rarity: Medium,
			Point: "A value in a form is percent-decoded twice where a sequence beyond ASCII is left after the first time.",
			New:   carefulWith(decodingTwice),
		},
		{
			Name: "browser-refused-in-html", Level: implied, Rarity: Medium,
			Point: "A refusal is a page of HTML when the Accept header begins with text/html.",
			New: carefulWith(raw(func(c *call, _ *fault) bool {
				return strings.HasPrefix(c.r.Header.Get("Accept"), "text/html")
			}, "text/html; charset=utf-8", func(f *fault) string { return page(html.EscapeString(f.text)) })),
		},
		{
			Name: "second-parameter-switches-decoder", Level: implied, Rarity: Hard,
			Point: "JSON is read as a form when its Content-Type has two parameters or more.",
			New: carefulWith(func(s *seams) {
				media := s.media
				s.media = func(r *http.Request) string {
					kind := media(r)
					if kind == asJSON && strings.Count(r.Header.Get("Content-Type"), ";") > 1 {
						return asForm
					}
					return kind
				}
			}),
		},
		{
			Name: "lonely-authorization-crashes", Level: implied, Rarity: Hard,
			Point: "An Authorization header of a scheme alone, without credentials after it, crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				value := c.r.Header.Get("Authorization")
				return value != "" && !strings.Contains(value, " ")
			})),
		},
	}
}

func opensBracket(c *call) bool {
	for name := range c.in {
		_, rest, opened := strings.Cut(name, "[")
		if inForms(c) && opened && !strings.Contains(rest, "]") {
			return true
		}
	}
	return false
}

// decodingTwice leaves a plus sign as it is the second time, so that only percent signs
// show the defect.
func decodingTwice(s *seams) {
	read, foreign := s.form, regexp.MustCompile(`%[89a-fA-F][0-9a-fA-F]`)
	s.form = func(body string) (fields, error) {
		in, err := read(body)
		for name, value := range in {
			once, _ := value.(string)
			twice, wrong := url.PathUnescape(once)
			if wrong == nil && utf8.ValidString(twice) && foreign.MatchString(once) {
				in[name] = twice
			}
		}
		return in, err
	}
}

// page is a page of HTML.
func page(content string) string {
	return "<!doctype html>\n<html><body><h1>" + content + "</h1></body></html>\n"
}
