package reference

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func secrecyDefects() []group {
	cached := func(control string, c condition) alteration {
		return successes(c, func(_ *exchange, a *answer) { a.setHeader("Cache-Control", control) })
	}
	uncontrolled := func(c condition) alteration {
		return successes(c, func(_ *exchange, a *answer) { a.setHeader("Cache-Control") })
	}
	return []group{
		{hardening, "secret.not-cacheable", []entry{
			{"success-without-cache-control", "A success does not say whether it may be cached.", uncontrolled(always)},
			{"update-without-cache-control", "The answer to an update does not say whether it may be cached.", uncontrolled(onUpdate)},
			{"success-cached-by-anybody", "A success may be cached by anybody for an hour.", cached("public, max-age=3600", always)},
			{"update-with-logo-cached", "The answer to an update with a logo_url may be cached.", cached("max-age=3600", all(onUpdate, given(paramLogoURL)))},
			{"success-cached-privately", "A success may be cached by whom it is for.", cached("private", always)},
			{"success-cached-with-asking", "A success may be cached, if the server is asked before it is used again.", cached("no-cache", always)},
			{"success-only-expired", "A success has no Cache-Control, and has expired a long time ago.", successes(always, func(_ *exchange, a *answer) {
				a.setHeader("Cache-Control")
				a.setHeader("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")
			})},
		}},
		{hardening, "secret.entropy", []entry{
			{"secret-of-eight-hex-digits", "A client_secret is eight hexadecimal digits.", secretIs(func() string { return randomHex(4) })},
			{"secret-of-sixteen-hex-digits", "A client_secret is sixteen hexadecimal digits.", secretIs(func() string { return randomHex(8) })},
			{"secret-short-for-web", "A client_secret is sixteen hexadecimal digits where a web client has redirect URIs.", func(b *behaviour) {
				grants(b, func(e *exchange, c credentials) credentials {
					if forApplication(applicationWeb)(e) && givenByAnyName(paramRedirectURI)(e) {
						c.secret = randomHex(8)
					}
					return c
				})
			}},
			{"secret-of-twelve-digits", "A client_secret is twelve digits.", secretIs(func() string { return randomDigits(12) })},
			{"secret-of-twelve-letters", "A client_secret is twelve small letters and digits.", secretIs(func() string { return randomOf("abcdefghijklmnopqrstuvwxyz0123456789", 12) })},
			{"secret-mostly-constant", "A client_secret is long, and the same but for eight hexadecimal digits.", secretIs(func() string {
				return "mediagoblin-client-secret-2012-" + randomHex(4)
			})},
			{"secret-mostly-constant-behind", "A client_secret is long, and the same from the eighth character on.", secretIs(func() string {
				return randomHex(4) + strings.Repeat("0", 35)
			})},
			{"secret-repeats-itself", "A client_secret is the same eight characters five times.", secretIs(func() string { return strings.Repeat(randomHex(4), 5) })},
			{"secret-from-clock", "A client_secret is the time, and eight random digits.", secretIs(func() string {
				return fmt.Sprintf("%032x%s", time.Now().UnixNano()/int64(time.Second), randomDigits(8))
			})},
			{"secret-of-zeros-and-ones", "A client_secret is 64 characters, each a zero or a one.", secretIs(func() string { return randomOf("01", 64) })},
		}},
		{hardening, "secret.not-in-refusal", []entry{
			{"wrong-secret-answered-with-right", "A wrong client_secret is refused with the right one beside the message.", tells(func(a *answer, known credentials) { a.set("expected", known.secret) })},
			{"wrong-secret-header-with-right", "A wrong client_secret is refused with the right one in a header.", tells(func(a *answer, known credentials) { a.setHeader("X-Expected", known.secret) })},
			{"wrong-secret-answered-with-client", "A wrong client_secret is refused with all that is known of the client.", tells(func(a *answer, known credentials) {
				a.set("client", jsonObject{{"id", known.id}, {"secret", known.secret}})
			})},
			{"fault-answered-with-request", "A refusal has all that was sent beside the message.", refusals(func(e *exchange, _ *refusal, a *answer) {
				said := map[string]string{}
				for name, v := range e.params {
					said[name] = v.text
				}
				if len(said) > 0 {
					a.set("request", said)
				}
			})},
		}},
		{hardening, "client-id.not-counting", []entry{
			{"id-counts", "A client_id is how many clients there have been.", counting(strconv.Itoa)},
			{"id-counts-with-zeros", "A client_id is how many clients there have been, with zeros in front.", counting(func(n int) string { return fmt.Sprintf("%016d", n) })},
			{"id-counts-with-prefix", "A client_id is how many clients there have been, with a word in front.", counting(func(n int) string { return fmt.Sprintf("client-%d", n) })},
			{"id-counts-in-hex", "A client_id is how many clients there have been, in hexadecimal digits.", counting(func(n int) string { return fmt.Sprintf("%x", 0xa000000+n) })},
			{"id-counts-by-seven", "A client_id is seven more than the one before.", counting(func(n int) string { return strconv.Itoa(100_000 + 7*n) })},
		}},
		{hardening, "unauthorized.indistinguishable", []entry{
			{"unknown-id-status", "An unknown client_id is refused with 404, a wrong client_secret with 403.", distinguishes(false, func(a *answer) { a.status = http.StatusNotFound })},
			{"wrong-secret-status", "A wrong client_secret is refused with 401, an unknown client_id with 403.", distinguishes(true, func(a *answer) { a.status = http.StatusUnauthorized })},
			{"unknown-id-header", "A header tells whether the client_id is known.", distinguishes(false, func(a *answer) { a.setHeader("X-Client", "unknown") })},
			{"wrong-secret-challenge", "Only a wrong client_secret is refused with a challenge.", distinguishes(true, func(a *answer) { a.setHeader("Www-Authenticate", `Basic realm="client"`) })},
			{"unknown-id-member", "A member beside the message tells whether the client_id is known.", distinguishes(false, func(a *answer) { a.set("reason", "no such client") })},
			{"wrong-secret-media-type", "Only a wrong client_secret is refused with a charset.", distinguishes(true, func(a *answer) { a.setHeader("Content-Type", "application/json; charset=utf-8") })},
		}},
	}
}

func secretIs(another func() string) alteration {
	return func(b *behaviour) {
		given := map[string]bool{} // used under the lock of the store
		draws(func(c credentials) credentials {
			for c.secret = another(); given[c.secret]; c.secret = another() {
				continue
			}
			given[c.secret] = true
			return c
		})(b)
	}
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

func randomDigits(n int) string { return randomOf("0123456789", n) }

// randomOf draws n characters of an alphabet.
func randomOf(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		at, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		b[i] = alphabet[at.Int64()]
	}
	return string(b)
}

func counting(name func(n int) string) alteration {
	return func(b *behaviour) {
		n := 0 // used under the lock of the store
		draws(func(c credentials) credentials {
			n++
			return credentials{name(n), c.secret}
		})(b)
	}
}

// tells changes the refusal of a wrong secret by what is known of the client.
func tells(change func(a *answer, known credentials)) alteration {
	return func(b *behaviour) {
		b.store.keepsSecrets = true
		refusals(func(e *exchange, no *refusal, a *answer) {
			for _, c := range b.store.clients() {
				if wrongSecret(no) && c.id == e.text(paramClientID) {
					change(a, c.credentials)
				}
			}
		})(b)
	}
}

// distinguishes changes the refusal of credentials whose identifier is known,
// or of those whose is not.
func distinguishes(known bool, change func(*answer)) alteration {
	return func(b *behaviour) {
		refusals(func(e *exchange, no *refusal, a *answer) {
			if wrongSecret(no) && b.knows(e.text(paramClientID)) == known {
				change(a)
			}
		})(b)
	}
}
