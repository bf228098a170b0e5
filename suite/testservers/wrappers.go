package testservers

import (
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

// wrapped is a constructor whose handler is put inside another one.
func wrapped(build func() http.Handler, wrap func(http.Handler) http.Handler) func() http.Handler {
	return func() http.Handler { return wrap(build()) }
}

// answer is what a handler said, kept to be sent in another way.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.body = append(a.body, b...)
	return len(b), nil
}

// keep runs a handler and keeps its answer.
func keep(h http.Handler, r *http.Request) *answer {
	a := &answer{header: http.Header{}}
	h.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return a
}

// open sends the header of a kept answer.
func (a *answer) open(w reply) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
}

// slowly answers after a while.
func slowly(d time.Duration) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := keep(h, r)
			pause(r.Context(), d)
			a.open(w)
			_, _ = w.Write(a.body)
		})
	}
}

// pause waits, but not longer than the client does.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// hang never answers; it ends when the client has gone.
func hang(c *call) {
	pause(c.r.Context(), 2*time.Minute)
	hangUp()
}

// hangUp closes the connection without an answer.
func hangUp() { panic(http.ErrAbortHandler) }

// withHeaders sets headers on every answer.
func withHeaders(pairs ...string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i+1 < len(pairs); i += 2 {
				w.Header().Add(pairs[i], pairs[i+1])
			}
			h.ServeHTTP(w, r)
		})
	}
}

// gzipped compresses answers for clients that offer it.
func gzipped(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept-Encoding")
		if !offersGzip(r.Header.Get("Accept-Encoding")) {
			h.ServeHTTP(w, r)
			return
		}
		a := keep(h, r)
		a.header.Set("Content-Encoding", "gzip")
		a.open(w)
		zip := gzip.NewWriter(w)
		_, _ = zip.Write(a.body)
		_ = zip.Close()
	})
}

func offersGzip(header string) bool {
	for offer := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(offer, ";")
		q = strings.ReplaceAll(q, " ", "")
		if strings.TrimSpace(name) == "gzip" && q != "q=0" && !strings.HasPrefix(q, "q=0.000") {
			return true
		}
	}
	return false
}

// trickled sends answers in chunks of three bytes and with a trailer.
func trickled(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := keep(h, r)
		w.Header().Set("Trailer", "X-Done")
		a.open(w)
		out := http.NewResponseController(w)
		for rest := a.body; len(rest) > 0; {
			n := min(3, len(rest))
			_, _ = w.Write(rest[:n])
			_ = out.Flush()
			rest = rest[n:]
		}
		w.Header().Set("X-Done", "yes")
	})
}

// hinted sends early hints before every answer.
func hinted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", `</about>; rel="describedby"`)
		w.WriteHeader(http.StatusEarlyHints)
		h.ServeHTTP(w, r)
	})
}

// old answers in HTTP/1.0, with the end of the connection as end of the body.
func old(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := keep(h, r)
		conn, out, err := http.NewResponseController(w).Hijack()
		if err != nil {
			a.open(w)
			_, _ = w.Write(a.body)
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = fmt.Fprintf(out, "HTTP/1.0 %d \r\n", a.status)
		for name, values := range a.header {
			_, _ = fmt.Fprintf(out, "%s:%s\r\n", strings.ToLower(name), strings.Join(values, ", "))
		}
		_, _ = fmt.Fprint(out, "\r\n")
		if r.Method != http.MethodHead {
			_, _ = out.Write(a.body)
		}
		_ = out.Flush()
	})
}
