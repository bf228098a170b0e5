package reference

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// detailDefects are about what a server's language, its library or its framework does of itself: a string that
// ends at a NUL, letters that are equal in capitals, numbers that are equal as numbers, and how a body is sent.
func detailDefects() []group {
	return []group{
		{documented, "client-secret.update-only", []entry{
			{"secret-ends-at-nul", "A client_secret is compared up to a NUL only.", opens(func(sent, known credentials) bool {
				return sent.id == known.id && untilNUL(sent.secret) == known.secret
			})},
		}},
		{documented, "error.unauthorized", []entry{
			{"id-compared-as-number", "A client_id is compared as a number is: a sign, zeros before it and .0 behind it do not matter.", opens(func(sent, known credentials) bool {
				return sent.secret == known.secret && strings.TrimSuffix(strings.TrimLeft(sent.id, "+0"), ".0") == strings.TrimLeft(known.id, "+0")
			})},
			{"secret-unchecked-beside-right-one", "While the right client_secret is checked, a wrong one is taken as well.", besideUpdate},
		}},
		{documented, "application-type.values", []entry{
			{"application-type-ends-at-nul", "The application_type is read up to a NUL.", sees(paramApplicationType, untilNUL)},
			{"application-type-as-pattern", "An application_type is a pattern, and a known one fits it.", sees(paramApplicationType, func(s string) string {
				if fits, err := path.Match(s, applicationWeb); fits && err == nil {
					return applicationWeb
				}
				return s
			})},
			{"application-type-in-confusable-letters", "An application_type counts that is a known one in capitals.", sees(paramApplicationType, confused)},
		}},
		{documented, "error.invalid-redirect-uri", []entry{
			{"redirect-checked-up-to-custom-scheme", "Behind a URI with a scheme of the client's own, no other is checked.", checks(paramRedirectURI, func(e *exchange, next trouble) *refusal {
				no := next(e)
				items := itemsOf(e, paramRedirectURI)
				custom := slices.IndexFunc(items, func(s string) bool { return strings.Contains(s, ":/") && !strings.HasPrefix(s, "http") })
				if no != nil && custom >= 0 && custom < slices.Index(items, no.value) {
					return nil
				}
				return no
			})},
		}},
		{implied, "type.known-values", []entry{
			{"type-ends-at-nul", "The type is read up to a NUL.", reads(texts(paramType, containing("\x00")), func(p params) { p[paramType] = value{isText, untilNUL(p.text(paramType))} })},
			{"type-in-confusable-letters", "A type counts that is a known one in capitals.", reads(texts(paramType, beyond('~')), func(p params) { p[paramType] = value{isText, confused(p.text(paramType))} })},
		}},
		{implied, "answer.always", []entry{
			{"email-pattern-of-exponential-time", "An address of 25 letters and a sign that does not belong there is checked for ages.", atChecks(texts(paramContacts, slowToMatch), hang)},
			{"logo-pattern-of-exponential-time", "A URL of 25 letters and a sign that does not belong there is checked for ages.", atChecks(texts(paramLogoURL, slowToMatch), hang)},
		}},
		{implied, "answer.alike", []entry{
			{"length-with-zeros-refused", "A Content-Length that begins with a zero is refused.", atRoute(lengthWithZeros, saying("Bad request"))},
			{"chunks-in-old-http", "The answer to an update in HTTP/1.0 comes in chunks.", successes(all(onUpdate, func(e *exchange) bool { return !e.request.ProtoAtLeast(1, 1) }), func(_ *exchange, a *answer) {
				text := rawText(a.body)
				a.body = verbatim(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(text), text))
			})},
			{"expect-continue-drops-connection", "The connection is dropped over a client that waits for 100 (Continue).", atRoute(expects, hangUp)},
		}},
		{implied, "media-type.parameters", []entry{
			{"space-before-parameters-refused", "A media type is not known with a space before the semicolon.", refusesAny(containing(" ;"))},
		}},
	}
}

// untilNUL is a text as a language sees it in which strings end at a NUL.
func untilNUL(s string) string {
	head, _, _ := strings.Cut(s, "\x00")
	return head
}

// confused replaces the letters that others become in capitals.
func confused(s string) string { return strings.NewReplacer("ı", "i", "ſ", "s").Replace(s) }

// slowToMatch holds for what a pattern such as ^([a-z]+)+@ tries in every way before it gives up.
func slowToMatch(s string) bool {
	const many = 25
	at := strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
	return at >= many && s[at] != '@' && s[at] != '.' && s[at] != ':' && s[at] != ' '
}

func lengthWithZeros(e *exchange) bool {
	length := e.request.Header.Get("Content-Length")
	return len(length) > 1 && length[0] == '0'
}

func expects(e *exchange) bool { return e.request.Header.Get("Expect") != "" }

// besideUpdate lets an update in that comes while another one of the same client is checked, which takes a while.
func besideUpdate(b *behaviour) {
	var mu sync.Mutex
	checked := map[string]string{} // the right secret by the client
	next := b.act
	b.act = func(e *exchange) (credentials, *refusal) {
		if !e.isUpdate() {
			return next(e)
		}
		id := e.text(paramClientID)
		granted, no := next(e)
		if no != nil {
			time.Sleep(2 * time.Millisecond) // a wrong one is checked, too, so that it is beside what came with it
		}
		mu.Lock()
		defer mu.Unlock()
		if no == nil {
			checked[id] = granted.secret
			mu.Unlock()
			time.Sleep(5 * time.Millisecond)
			mu.Lock()
			delete(checked, id)
		} else if secret, beside := checked[id]; beside && no.status != http.StatusBadRequest {
			return credentials{id, secret}, nil
		}
		return granted, no
	}
}
