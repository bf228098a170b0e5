package gauntlet

import (
	"net/http"

	"github.com/regspec/regspec/reference"
)

// leftover refuses an unknown media type without reading the body, keeps the connection,
// and takes the body for the next request.
func leftover(c *talk) {
	for {
		r := c.readHead()
		if r == nil {
			return
		}
		if unknownMedia(r) {
			r.Body = http.NoBody
			if !c.write(plainAnswer(r.Method, keep(c.inner, r))) {
				return
			}
			continue
		}
		readBody(r)
		if !c.write(plainAnswer(r.Method, keep(c.inner, r))) || r.Close {
			return
		}
	}
}

// answersTwice sends each answer twice.
func answersTwice(r *http.Request, a *answer) []byte {
	one := plainAnswer(r.Method, a)
	return append(one, one...)
}

// wrongHTTP are servers that answer with something else than what was asked for.
func wrongHTTP() []Server {
	bob := "contacts"
	everything := func(says ...string) (run, fuzz Expected) {
		return elsewhere(30*second, says...).never(allPassed, `[^0-9][1-9]\d* passed`), hunting(30 * second).never(flaky)
	}
	rows := []Server{
		{Name: "redirects-for-ever", Long: true, New: handler(func() http.Handler { return http.RedirectHandler(reference.Path, http.StatusTemporaryRedirect) }), Does: "Redirects everything to itself."},
		{Name: "redirects-for-ever-308", Over: Unix, Long: true, New: handler(func() http.Handler { return http.RedirectHandler(reference.Path, http.StatusPermanentRedirect) }), Does: "The same with 308, at a socket."},
		{Name: "304", New: always(http.StatusNotModified, "", ""), Does: "Answers everything with 304."},
		{Name: "204", Long: true, New: always(http.StatusNoContent, "", ""), Does: "Answers everything with 204."},
		{Name: "405", Long: true, New: always(http.StatusMethodNotAllowed, "text/plain", "method not allowed\n"), Does: "Answers everything with 405."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = everything()
	}
	rows[0].Run.Says = append(rows[0].Run.Says, "(?i)redirect")
	rows[1].Run.Says = append(rows[1].Run.Says, "(?i)redirect")
	rows[2].Run = rows[2].Run.never("redirects a POST", "follow a redirect")
	strange := []Server{
		{Name: "garbage", New: instead(nil, "ERR unknown command\r\n", true), Does: "Answers with a line that is no HTTP."},
		{Name: "garbage-tls", Over: TLS, Long: true, New: instead(nil, "ERR unknown command\r\n", true), Does: "The same, over TLS."},
		{Name: "binary-garbage", Long: true, New: instead(nil, "\x00\x01\x02\xff\xfe\x1b[31m", true), Does: "Answers with a few bytes that are no text."},
	}
	for i := range strange {
		strange[i].Run, strange[i].Fuzz = unverdicted(20*second, "(?i)not speak HTTP|no HTTP|not HTTP"), unverdicted(20*second, "(?i)not speak HTTP|no HTTP|not HTTP")
		strange[i].Run = strange[i].Run.never("\x1b\\[31m")
	}
	strange[2].Run, strange[2].Fuzz = unverdicted(20*second).never("\x1b\\[31m"), unverdicted(20*second)
	rows = append(rows, strange...)
	return append(
		rows,
		Server{
			Name: "garbage-on-bob", Long: true, New: instead(has("bob@"), "ERR unknown command\r\n", true),
			Does: "Answers with a line that is no HTTP where the request has an address of Bob.",
			Run:  refuted(30*second, bob, noneErrored).never(gone, flaky), Fuzz: hunting(40*second, "contacts").never(stopped, flaky),
		},
		Server{
			Name: "drops-on-bob", Over: Unix, Long: true, New: handler(func() http.Handler { return before(conforming(), has("bob@"), hangUp) }),
			Does: "Closes the connection unanswered where the request has an address of Bob; at a socket.",
			Run:  refuted(30*second, bob, noneErrored).never(gone, flaky, back), Fuzz: hunting(40*second, "contacts").never(stopped, flaky, back),
		},
		Server{
			Name: "takes-body-for-request", Long: true, New: byHand(leftover),
			Does: "Refuses an unknown media type without reading the body, keeps the connection, and answers the body with 400 as if it were the next request. Only the case that asks for that may be blamed for it.",
			Run:  refuted(30*second, "Gives a request behind another one on the connection an answer that is not its own", ": 1 failure"),
			Fuzz: clean(30*second, "--requests", "1000", "--duration", "20s", "--seed", "1"),
		},
		Server{
			Name: "answers-twice", Long: true, New: formed(answersTwice),
			Does: "Sends each answer twice. The second belongs to no request, and no case may be judged by it.",
			Run:  Expected{Exits: []int{0, 1}, Never: []string{untested, `✗ (contacts|logo-url|type|application-name)/`}, Within: 30 * second},
			Fuzz: Expected{Args: []string{"--requests", "1000", "--duration", "20s", "--seed", "1"}, Exits: []int{0, 1}, Never: []string{stopped}, Within: 30 * second},
		},
	)
}
