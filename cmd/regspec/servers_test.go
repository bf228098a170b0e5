package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/regspec/regspec/reference"
)

// servers are the targets of the scripts, by the name that `server NAME` gives
// them. Those of a kind that no HTTP handler can be are in rawServers.
var servers = map[string]func() http.Handler{
	// A conforming one, and conforming ones that are hard to get at.
	"reference": newReference,
	"slow":      func() http.Handler { return slow(newReference(), 50*time.Millisecond) },
	"below": func() http.Handler {
		return http.StripPrefix("/goblin", newReference())
	},
	"elsewhere": func() http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.Path = map[string]string{"/goblin/register": reference.Path}[r.URL.Path]
			newReference().ServeHTTP(w, r)
		})
	},
	"gateway": func() http.Handler { return gateway(newReference()) },
	"proxy":   func() http.Handler { return proxy("", newReference()) },
	"guarded": func() http.Handler { return proxy("Basic dXNlcjpjYW5hcnktb2YtdGhlLXByb3h5", newReference()) }, // user:canary-of-the-proxy

	// One that refuses one request of seven for coming too soon.
	"busy": func() http.Handler { return busyOften(newReference(), 7, "0") },

	// One that answers 50 requests a second, and 5 more at first.
	"limiting": func() http.Handler { return limiting(newReference(), 50, 5) },

	// One that asks to be left alone for a long time.
	"refusing": func() http.Handler { return busyOften(newReference(), 1, "60") },

	// Departures from the document.
	"statuses200": func() http.Handler { return statuses200(newReference()) },
	"wrongmail":   func() http.Handler { return wrongMail(newReference()) },
	"commands": func() http.Handler {
		return always(400, "application/json", `{"error": "##[add-mask]x ::error::pwned\n::error file=a::pwned | <b>x</b> [y](http://evil) `+"`"+`"}`)
	},
	"leak":      func() http.Handler { return &leak{inner: newReference()} },
	"cacheable": func() http.Handler { return defective("success-without-cache-control") },
	"deviating": newDeviating,
	"escapes": func() http.Handler {
		return always(400, "application/json", `{"error": "\u001b]0;pwned\u0007\u001b[31mred\r\noverwritten"}`)
	},

	// What stands in the place of an endpoint that is not there.
	"html": func() http.Handler { return always(200, "text/html", "<html><h1>Welcome!</h1></html>") },
	"502":  func() http.Handler { return always(502, "text/html", "<html><h1>Bad Gateway</h1></html>") },
	"failing": func() http.Handler {
		var n atomic.Int64
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprintf(w, `{"error":"failure %d"}`, n.Add(1))
		})
	},
	"404":      func() http.Handler { return always(404, "text/plain", "not found\n") },
	"empty":    func() http.Handler { return always(204, "", "") },
	"redirect": func() http.Handler { return http.RedirectHandler(reference.Path, http.StatusTemporaryRedirect) },

	// Answers that do not end, or are too much.
	"endless":    func() http.Handler { return http.HandlerFunc(endless) },
	"drip":       func() http.Handler { return http.HandlerFunc(drip) },
	"bomb":       bomb,
	"bigheaders": func() http.Handler { return http.HandlerFunc(bigHeaders) },
	"wordy":      func() http.Handler { return wordy(newReference()) },
}

// defective is the reference server with a defect.
func defective(defect string) http.Handler {
	server, err := reference.Seeded(reference.Options{Defects: []string{defect}})
	if err != nil {
		panic(err)
	}
	return server
}

// rawServers do to each connection what no HTTP server would.
var rawServers = map[string]func(net.Conn){
	"silent":  func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
	"close":   func(c net.Conn) { readRequest(c) },
	"reset":   func(c net.Conn) { readRequest(c); _ = c.(*net.TCPConn).SetLinger(0) },
	"garbage": func(c net.Conn) { readRequest(c); _, _ = io.WriteString(c, "ERR unknown command\r\n") },
	// What a TLS server says to plain HTTP: a fatal alert, protocol_version.
	"tlsalert": func(c net.Conn) { readRequest(c); _, _ = io.WriteString(c, "\x15\x03\x01\x00\x02\x02\x46") },
	// It goes on talking after its answer, when nothing is asked of it.
	"chatty": func(c net.Conn) {
		readRequest(c)
		_, _ = io.WriteString(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(c, "and another thing\r\n")
		_, _ = io.Copy(io.Discard, c)
	},
	"ssh": func(c net.Conn) { readRequest(c); _, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.6\r\n") },
}

func newReference() http.Handler { return reference.New(reference.Options{}) }

// always gives one answer to everything.
func always(status int, contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// slow waits before each answer.
func slow(inner http.Handler, d time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(d)
		inner.ServeHTTP(w, r)
	})
}

// busyOften refuses one request of so many with a 429, and says after how many
// seconds to come back.
func busyOften(inner http.Handler, every int64, after string) http.Handler {
	var seen atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1)%every == 0 {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// limiting answers so many requests a second, and some more at first.
func limiting(inner http.Handler, perSecond float64, more int) http.Handler {
	limiter := rate.NewLimiter(rate.Limit(perSecond), more)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !limiter.Allow() {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// gateway lets nobody through without a credential.
func gateway(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer canary-of-the-gateway" {
			http.Error(w, "401 Unauthorized", http.StatusUnauthorized)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// proxy is a forward proxy behind which every host is the same server, over TLS
// too. It asks for a credential, if there is one.
func proxy(credential string, inner http.Handler) http.Handler {
	secure := httptest.NewUnstartedServer(inner)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case credential != "" && r.Header.Get("Proxy-Authorization") != credential:
			http.Error(w, "Proxy Authentication Required", http.StatusProxyAuthRequired)
		case r.Method == http.MethodConnect:
			tunnel(w, secure.Listener.Addr().String())
		case r.URL.Host == "":
			http.Error(w, "this is a proxy", http.StatusBadRequest)
		default:
			inner.ServeHTTP(w, r)
		}
	})
}

// tunnel joins a connection to another server's.
func tunnel(w http.ResponseWriter, address string) {
	there, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusOK)
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		_ = there.Close()
		return
	}
	join := func(to net.Conn, from io.Reader) {
		_, _ = io.Copy(to, from)
		_ = to.Close()
	}
	go join(here, there)
	go join(there, buffered) // net/http may have read the client's first byte already
}

// statuses200 gives every refusal, right as it is otherwise, the status 200.
func statuses200(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := record(inner, r)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// wrongMail names the wrong thing where it refuses an address.
func wrongMail(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := record(inner, r)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.WriteHeader(answer.Code)
		_, _ = io.WriteString(w, strings.ReplaceAll(answer.Body.String(), "is not a valid email", "is no email"))
	})
}

// wordy pads every answer with white space to more than 100,000 bytes.
func wordy(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := record(inner, r)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
		_, _ = io.WriteString(w, strings.Repeat(" ", 100_000))
	})
}

func record(inner http.Handler, r *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	inner.ServeHTTP(answer, r)
	return answer
}

// leak is a server in debugging mode. With each refusal it tells the header of
// the request, what it was asked, and the secrets of all the clients. They are
// at /secrets too, for the scripts.
type leak struct {
	inner http.Handler

	mu      sync.Mutex
	secrets []string
}

func (l *leak) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := record(l.inner, r)
	var registered struct {
		Secret string `json:"client_secret"`
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case r.URL.Path == "/secrets":
		_, _ = io.WriteString(w, strings.Join(l.secrets, " "))
	case json.Unmarshal(answer.Body.Bytes(), &registered) == nil && registered.Secret != "":
		l.secrets = append(l.secrets, registered.Secret)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer.Body.Bytes())
	default:
		w.Header().Set("X-Debug", fmt.Sprint(r.Header))
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, "header %v\nbody %s\nclients %v\n", r.Header, body, l.secrets)
	}
}

// endless sends a body without an end, as fast as it is read.
func endless(w http.ResponseWriter, _ *http.Request) {
	block := strings.Repeat("x", 32<<10)
	for {
		if _, err := io.WriteString(w, block); err != nil {
			return
		}
	}
}

// drip sends a byte now and then, so that a timeout between bytes never comes.
func drip(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()
		time.Sleep(20 * time.Millisecond)
	}
}

// bomb sends 64 MiB of white space, packed.
func bomb() http.Handler {
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	block := []byte(strings.Repeat(" ", 1<<20))
	for range 64 {
		_, _ = packer.Write(block)
	}
	_ = packer.Close()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
}

// bigHeaders sends a header of 100,000 bytes.
func bigHeaders(w http.ResponseWriter, _ *http.Request) {
	for i := range 100 {
		w.Header().Set("X-"+strconv.Itoa(i), strings.Repeat("x", 1000))
	}
	_, _ = io.WriteString(w, "{}")
}

// readRequest takes in one request, so that what is done to the connection
// afterwards is an answer to it.
func readRequest(c net.Conn) {
	if r, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

// accept runs a raw server until its listener is closed.
func accept(l net.Listener, handle func(net.Conn)) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = c.Close() }()
			handle(c)
		}()
	}
}

// mortal goes down for good after so many answers, and hangs up on everybody.
func mortal(inner http.Handler, answers int64, die func()) http.Handler {
	var served atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if served.Add(1) > answers {
			die()
			panic(http.ErrAbortHandler)
		}
		inner.ServeHTTP(w, r)
	})
}

// counted calls reached once, when so many requests have come.
func counted(inner http.Handler, requests int64, reached func()) http.Handler {
	var seen atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) == requests {
			reached()
		}
		inner.ServeHTTP(w, r)
	})
}
