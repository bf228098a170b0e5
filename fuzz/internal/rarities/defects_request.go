package rarities

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// requestServers go wrong over headers, or over how a form is written.
func requestServers() []Server {
	return []Server{
		{
			Name:   "open-bracket-crashes",
			About:  "A name in a form with an opening bracket and no closing one, as a[b, crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(opensBracket)),
		},
		{
			Name:   "form-update-cacheable",
			About:  "The answer to an update by form lacks Cache-Control: no-store, though it holds the secret.",
			Level:  Hardening,
			Rarity: Easy,
			New:    with(formUpdateCacheable),
		},
		{
			Name:   "form-decoded-twice",
			About:  "A value in a form is percent-decoded twice where a sequence beyond ASCII is left after the first time.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(formDecodedTwice),
		},
		{
			Name:   "browser-refused-in-html",
			About:  "A refusal is a page of HTML when the Accept header begins with text/html.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(browserRefusedInHTML),
		},
		{
			Name:   "second-parameter-switches-decoder",
			About:  "JSON is read as a form when its Content-Type has two parameters or more.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(secondParameterSwitchesDecoder),
		},
		{
			Name:   "lonely-authorization-crashes",
			About:  "An Authorization header of a scheme alone, without credentials after it, crashes with a 500.",
			Level:  Implied,
			Rarity: Hard,
			New: with(crashesOn(func(r *http.Request, _ attempt) bool {
				value := r.Header.Get("Authorization")

				return value != "" && !strings.Contains(value, " ")
			})),
		},
	}
}

func opensBracket(_ *http.Request, a attempt) bool {
	for name := range a.members {
		_, rest, opened := strings.Cut(name, "[")
		if a.format == formFormat && opened && !strings.Contains(rest, "]") {
			return true
		}
	}

	return false
}

func formUpdateCacheable(s *server) {
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		answer := render(r, a, out)
		answer.cacheable = a.format == formFormat && a.text("type") == "client_update"

		return answer
	}
}

var foreignSequence = regexp.MustCompile(`%[89a-fA-F][0-9a-fA-F]`)

// formDecodedTwice leaves a plus sign as it is the second time, and so shows with percent signs alone.
func formDecodedTwice(s *server) {
	s.decodeForm = func(body []byte) (map[string]any, string) {
		members, message := decodeForm(body)
		for name, value := range members {
			once, _ := value.(string)
			twice, err := url.PathUnescape(once)
			if err == nil && utf8.ValidString(twice) && foreignSequence.MatchString(once) {
				members[name] = twice
			}
		}

		return members, message
	}
}

func browserRefusedInHTML(s *server) {
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		if out.message != "" && strings.HasPrefix(r.Header.Get("Accept"), "text/html") {
			return htmlReply(out.status, "<p>"+html.EscapeString(out.message)+"</p>")
		}

		return render(r, a, out)
	}
}

func secondParameterSwitchesDecoder(s *server) {
	s.formatOf = func(contentType string) format {
		read := formatOf(contentType)
		if read == jsonFormat && strings.Count(contentType, ";") > 1 {
			return formFormat
		}

		return read
	}
}
