package gauntlet

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A limiter says whether a request may pass.
type limiter interface{ allows() bool }

// bucket lets so many pass in a second, and so many at once.
type bucket struct {
	mu    sync.Mutex
	rate  float64
	burst float64
	left  float64
	last  time.Time
}

func newBucket(rate, burst float64) *bucket {
	return &bucket{rate: rate, burst: burst, left: burst, last: time.Now()}
}

func (b *bucket) allows() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.left, b.last = min(b.burst, b.left+b.rate*now.Sub(b.last).Seconds()), now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// windows lets so many pass from one full interval to the next.
type windows struct {
	mu       sync.Mutex
	most     int
	interval time.Duration
	window   int64
	passed   int
}

func (l *windows) allows() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if window := time.Now().UnixNano() / int64(l.interval); window != l.window {
		l.window, l.passed = window, 0
	}
	l.passed++
	return l.passed <= l.most
}

// closed lets nothing pass.
type closed struct{}

func (closed) allows() bool { return false }

// limited refuses what a limiter does not let pass.
func limited(build func() limiter, refuse http.HandlerFunc) func() Behaviour {
	return handler(func() http.Handler {
		l := build()
		return before(conforming(), func(*http.Request) bool { return !l.allows() }, refuse)
	})
}

// refusal is a page with a status, as it comes from in front of a server.
func refusal(status int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		readBody(r)
		for i := 0; i+1 < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html><h1>"+strconv.Itoa(status)+" "+http.StatusText(status)+"</h1></html>")
	}
}

func fifty() limiter   { return newBucket(50, 20) }
func hundred() limiter { return newBucket(100, 20) }

// sparing is a campaign that is short, because the server lets few requests pass.
func sparing(within time.Duration) Expected {
	return clean(within, "--requests", "300", "--duration", "40s", "--seed", "1")
}

// limits are servers that refuse requests that come too soon. The first of them conform.
func limits() []Server {
	tooMany := refusal(http.StatusTooManyRequests)
	soon := refusal(http.StatusTooManyRequests, "Retry-After", "1")
	rows := []Server{
		{Name: "429", New: limited(fifty, tooMany), Does: "Lets 50 requests a second pass and 20 at once, and answers the others with 429."},
		{Name: "429-retry-after", Long: true, New: limited(fifty, soon), Does: "The same, with Retry-After: 1."},
		{Name: "429-h2", Over: HTTP2, Long: true, New: limited(fifty, tooMany), Does: "The same as the first, over HTTP/2."},
		{Name: "429-json", Long: true, New: limited(fifty, busyJSON), Does: "Answers with 429 and JSON whose error says that there were too many requests."},
		{Name: "503-as-limit", Long: true, New: limited(fifty, refusal(http.StatusServiceUnavailable)), Does: "Answers with 503 what comes too soon."},
		{Name: "503-as-limit-retry-after", Over: TLS, Long: true, New: limited(fifty, refusal(http.StatusServiceUnavailable, "Retry-After", "1")), Does: "The same, with Retry-After: 1, over TLS."},
		{Name: "429-windows", Long: true, New: limited(func() limiter { return &windows{most: 50, interval: time.Second} }, tooMany), Does: "Lets 50 requests pass in each second of the clock."},
		{Name: "429-long-windows", Long: true, New: limited(func() limiter { return &windows{most: 400, interval: 4 * time.Second} }, tooMany), Does: "Lets 400 requests pass in each four seconds of the clock."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = passes(40*second, "type", "update"), sparing(40*second)
	}
	rows[0].Run = passes(15*second, "type/missing", "examples", "update") // quick
	rows[4].Run = rows[0].Run
	rows[0].Fuzz, rows[4].Fuzz = clean(15*second, "--requests", "150", "--duration", "12s", "--seed", "1"), Expected{}
	return append(
		rows,
		Server{
			Name: "429-whole-catalogue", Long: true, New: limited(hundred, tooMany),
			Does: "Lets 100 requests a second pass. The documented cases of the whole catalogue are run.",
			Run:  passes(100*second, "--level", "documented"),
		},
		Server{
			Name: "429-for-ever", New: limited(func() limiter { return closed{} }, tooMany),
			Does: "Answers everything with 429.",
			Run:  unverdicted(30*second, "429"), Fuzz: unverdicted(30*second, "429"),
		},
		Server{
			Name: "429-for-ever-retry-after", Over: Unix, Long: true, New: limited(func() limiter { return closed{} }, soon),
			Does: "The same, with Retry-After: 1, at a socket.",
			Run:  unverdicted(60*second, "429"), Fuzz: unverdicted(60*second, "429"),
		},
		Server{
			Name: "429-from-some-time-on", Long: true,
			New:  handler(func() http.Handler { return after(conforming(), tooMany) }),
			Does: "Answers 2,000 requests, and then everything with 429: the rest has no verdict, and no case is to blame.",
			Run:  unverdicted(60*second, "429", someErrored).never(someFailed),
			Fuzz: Expected{Args: []string{"--requests", "4000", "--duration", "15s", "--seed", "1"}, Exits: []int{3}, Says: []string{"429"}, Never: []string{nothing}, Within: 60 * second},
		},
		Server{
			Name: "429-with-the-message", New: handler(func() http.Handler { return refusals429(conforming()) }),
			Does: "Gives every refusal the status 429, with the message that is due under error: a refusal like any other.",
			Run:  passes(10 * second), Fuzz: clean(15*second, "--requests", "1000", "--duration", "10s", "--seed", "1"),
		},
	)
}

func busyJSON(w http.ResponseWriter, r *http.Request) {
	readBody(r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": "Too many requests, please try again later."})
}

// refusals429 gives every refusal the status 429.
func refusals429(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := keep(inner, r)
		if a.status >= 400 && a.status < 500 {
			a.status = http.StatusTooManyRequests
		}
		a.send(w)
	})
}
