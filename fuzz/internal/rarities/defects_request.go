package rarities

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// requestServers go wrong over headers, or over how a form is written.
func requestServers() []Server {
	return []Server{
		{
			Name:   "empty-pair-crashes",
			About:  "An empty pair in a form, as a trailing & leaves one, crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(hasEmptyPair)),
		},
		{
			Name:   "form-answer-cacheable",
			About:  "The answer to a form lacks Cache-Control: no-store, though it holds the secret.",
			Level:  Hardening,
			Rarity: Easy,
			New:    with(formAnswerCacheable),
		},
		{
			Name:   "form-decoded-twice",
			About:  "A value in a form is percent-decoded twice where a percent sequence is left after the first time.",
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

func hasEmptyPair(_ *http.Request, a attempt) bool {
	pairs := bytes.Split(a.body, []byte("&"))
	empty := func(pair []byte) bool { return len(pair) == 0 }

	return a.format == formFormat && len(pairs) > 1 && slices.ContainsFunc(pairs, empty)
}

func formAnswerCacheable(s *server) {
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		answer := render(r, a, out)
		answer.cacheable = a.format == formFormat

		return answer
	}
}

// formDecodedTwice leaves a plus sign as it is the second time, and so shows with percent signs alone.
func formDecodedTwice(s *server) {
	s.decodeForm = func(body []byte) (map[string]any, string) {
		members, message := decodeForm(body)
		for name, value := range members {
			once, _ := value.(string)
			if twice, err := url.PathUnescape(once); err == nil && utf8.ValidString(twice) {
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
