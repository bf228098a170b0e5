package gauntlet

import (
	"net/http"
	"sync/atomic"
	"time"
)

// hunting is a campaign that has to find something on a server that takes its time.
func hunting(within time.Duration, says ...string) Expected {
	return found(within, says...).with("--requests", "1000", "--duration", "15s", "--seed", "1")
}

// drip sends an answer a byte at a time. What is sent so begins at the header or at
// the body.
func drip(pause time.Duration, headerToo bool, some where) func() Behaviour {
	return byHand(func(c *talk) {
		for {
			r := c.read()
			if r == nil {
				return
			}
			slow := some == nil || some(r)
			a := keep(c.inner, r)
			whole := plainAnswer(r.Method, a)
			quick := len(whole)
			if slow {
				quick = len(whole) - len(bodyFor(r.Method, a.body))
				if headerToo {
					quick = 0
				}
			}
			if !c.write(whole[:quick]) || !c.dripped(whole[quick:], pause) || r.Close {
				return
			}
		}
	})
}

// dripped sends a byte at a time, and reports whether all went out.
func (c *talk) dripped(b []byte, pause time.Duration) bool {
	for i := range b {
		if !c.write(b[i : i+1]) {
			return false
		}
		// A client that sends nothing for so long is there still; one that has gone ends this.
		if c.waits(pause) {
			if _, err := c.in.Peek(1); err != nil {
				return false
			}
			if !c.host.Sleep(pause) {
				return false
			}
		}
	}
	return true
}

// instead answers some requests with bytes, and then waits for the client to close, or
// closes at once.
func instead(some where, bytes string, closes bool) func() Behaviour {
	return byHand(func(c *talk) {
		for {
			r := c.read()
			if r == nil {
				return
			}
			if some == nil || some(r) {
				c.write([]byte(bytes))
				if !closes {
					c.drain()
				}
				return
			}
			if !c.write(plainAnswer(r.Method, keep(c.inner, r))) || r.Close {
				return
			}
		}
	})
}

const (
	jsonHead   = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
	openHead   = jsonHead + "Content-Length: 30\r\n" // the empty line is missing
	shortBody  = jsonHead + "Content-Length: 1000\r\n\r\n{\"error\":\"Unauthorized.\"}"
	openChunks = jsonHead + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"error\"\r\n"
)

// stalls are servers that keep the client waiting. One that does so on one kind of
// input does not conform; one that always does so cannot be tested.
func stalls() []Server {
	silent := handler(func() http.Handler {
		return before(conforming(), has("logo_url"), func(w http.ResponseWriter, r *http.Request) {
			readBody(r)
			hang(w, r)
		})
	})
	rows := []Server{
		{Name: "silent-on-logo-url", Long: true, New: silent, Does: "Never answers a body that has a logo_url."},
		{Name: "silent-on-logo-url-h2", Over: HTTP2, Long: true, New: silent, Does: "The same, over HTTP/2, where the connection goes on."},
		{Name: "silent-on-logo-url-unix", Over: Unix, Long: true, New: silent, Does: "The same, at a socket."},
		{Name: "drip-on-logo-url", Long: true, New: drip(100*time.Millisecond, true, has("logo_url")), Does: "Answers a body that has a logo_url with a byte every 100 ms."},
		{Name: "open-header-on-logo-url", Long: true, New: instead(has("logo_url"), openHead, false), Does: "Begins the header of an answer to a body that has a logo_url, and does not end it."},
		{Name: "short-body-on-logo-url", Long: true, New: instead(has("logo_url"), shortBody, false), Does: "Announces more of a body than it sends, and keeps the connection open, where the request has a logo_url."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = refuted(60*second, "logo.url", noneErrored).never(flaky), hunting(60*second, "logo_url").never(flaky)
	}
	lighter(rows, "silent-on-logo-url", "short-body-on-logo-url")
	contacts := Server{
		Name: "silent-on-bob", New: handler(func() http.Handler {
			return before(conforming(), has("bob@"), func(w http.ResponseWriter, r *http.Request) {
				readBody(r)
				hang(w, r)
			})
		}),
		Does: "Never answers a body with an address of Bob. The run is given 500 ms for an answer.",
		Run:  refuted(15*second, "contacts", noneErrored).with("--timeout", "500ms").never(flaky),
	}
	rows = append(rows, contacts, Server{
		Name: "mixes-up", Long: true, New: mixesUp, Does: "Gives some requests the answer of another that is under way.",
		Run: refuted(60*second, "Gives requests the answers of others", noneErrored).never(`from ([3-9]|\d\d+) causes`),
	})
	for _, all := range []Server{
		{Name: "drips", New: drip(100*time.Millisecond, true, nil), Does: "Sends every answer with a byte every 100 ms."},
		{Name: "drips-body", Long: true, Over: TLS, New: drip(100*time.Millisecond, false, nil), Does: "Sends the body of every answer with a byte every 100 ms, over TLS."},
		{Name: "silent", Long: true, New: instead(nil, "", false), Does: "Takes connections and requests, and never answers."},
		{Name: "open-header", Long: true, New: instead(nil, openHead, false), Does: "Begins the header of each answer, and does not end it."},
		{Name: "open-chunks", Long: true, Over: Unix, New: instead(nil, openChunks, false), Does: "Sends one chunk of the body of each answer, and no other."},
	} {
		all.Run, all.Fuzz = unverdicted(60*second).never(flaky), unverdicted(60*second).never(flaky)
		if !all.Long {
			all.Run = unverdicted(15*second).with("--timeout", "500ms")
			all.Fuzz = unverdicted(15*second).with("--timeout", "500ms", "--duration", "10s")
		}
		rows = append(rows, all)
	}
	return append(rows, Server{
		Name: "drips-quickly", Long: true, New: drip(time.Millisecond, true, nil),
		Does: "Sends every answer with a byte each millisecond, which takes about a third of a second. It conforms.",
		Run:  passes(60*second, "type", "update"), Fuzz: clean(30*second, "--requests", "200", "--duration", "15s", "--seed", "1"),
	})
}

// mixesUp swaps the answers of two requests now and then.
func mixesUp() Behaviour {
	return Behaviour{Handler: func(*Host) http.Handler {
		inner := conforming()
		waiting := make(chan chan *answer)
		var seen atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mine, other := keep(inner, r), make(chan *answer)
			if seen.Add(1)%10 == 0 {
				select {
				case waiting <- other:
					theirs := <-other
					other <- mine
					mine = theirs
				case <-time.After(20 * time.Millisecond):
				}
				mine.send(w)
				return
			}
			select {
			case with := <-waiting:
				with <- mine
				mine = <-with
			default:
				time.Sleep(time.Millisecond)
			}
			mine.send(w)
		})
	}}
}
