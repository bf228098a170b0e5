package gauntlet

import (
	"compress/gzip"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
)

// endless are servers whose answers do not end, or do not fit what they announce.
func endless() []Server {
	bodyless := handler(func() http.Handler { return http.HandlerFunc(endlessBody) })
	rows := []Server{
		{Name: "endless-body", Long: true, New: bodyless, Does: "Sends bodies without an end."},
		{Name: "endless-body-h2", Over: HTTP2, Long: true, New: bodyless, Does: "The same, over HTTP/2."},
		{Name: "endless-header", Long: true, New: never(nil, endlessHeader), Does: "Sends header fields without an end."},
		{Name: "endless-hints", Long: true, New: never(nil, endlessHints), Does: "Sends 103 Early Hints without an end, and no answer."},
		{Name: "endless-trailer", Long: true, New: byHand(endlessTrailer), Does: "Sends trailer fields without an end after each answer."},
		{Name: "gzip-bomb", Long: true, New: bomb(64 << 20), Does: "Every answer unpacks to 64 MiB."},
		{Name: "gzip-bomb-h2", Over: HTTP2, Long: true, New: bomb(64 << 20), Does: "The same, over HTTP/2."},
		{Name: "content-length-too-long", Long: true, New: instead(nil, shortBody, true), Does: "Announces more of a body than it sends, and closes."},
		{Name: "content-length-nonsense", Long: true, New: instead(nil, jsonHead+"Content-Length: 99999999999999999999\r\n\r\n{}", true), Does: "Announces a length that is no 64-bit number."},
	}
	for i := range rows {
		// Whether an answer that never fits is the wrong one or none is the report's choice.
		// It is no pass, in bounded time and memory.
		rows[i].Run = refuted(60 * second).or(3)
		rows[i].Fuzz = hunting(30 * second).or(3)
		if rows[i].Name != "endless-body" && rows[i].Name != "gzip-bomb" { // these two for the memory of a whole run
			rows[i].Run = rows[i].Run.with("type", "contacts")
		}
	}
	some := []Server{
		{Name: "endless-body-on-logo-url", Long: true, New: handler(func() http.Handler { return before(conforming(), has("logo_url"), endlessBody) }), Does: "Sends a body without an end where the request has a logo_url."},
		{Name: "gzip-bomb-on-logo-url", Long: true, New: handler(func() http.Handler { return before(conforming(), has("logo_url"), bombHandler(64<<20)) }), Does: "Answers with 64 MiB, packed, where the request has a logo_url."},
		{Name: "cut-short-on-logo-url", New: instead(has("logo_url"), shortBody, true), Does: "Announces more of a body than it sends, and closes, where the request has a logo_url."},
	}
	for i := range some {
		some[i].Run, some[i].Fuzz = refuted(60*second, "logo.url", noneErrored), hunting(60*second, "logo_url").never(flaky)
	}
	for _, one := range []Server{
		{Name: "endless-header-on-media-type", New: never(unknownType, endlessHeader), Does: "Sends header fields without an end where the media type is none of the document's."},
		{Name: "endless-hints-on-media-type", New: never(unknownType, endlessHints), Does: "Sends 103 Early Hints without an end, and no answer, where the media type is none of the document's."},
	} {
		one.Run = refuted(15*second, `missed: +error\.unknown-content-type`, "Sends no whole answer", noneErrored).with("body/unknown-content-type/*", "--fail-on", "documented").
			never("behaves like the defect", `(?i)drops the connection`)
		one.Fuzz = hunting(60 * second).never(`no input in particular`)
		rows = append(rows, one)
	}
	return append(rows, some...)
}

func endlessBody(w http.ResponseWriter, r *http.Request) {
	readBody(r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	more := strings.Repeat(" ", 32<<10)
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, more); err != nil {
			return
		}
	}
}

func endlessHeader(c *talk) {
	c.write([]byte("HTTP/1.1 200 OK\r\n"))
	for n := 0; c.write(fmt.Appendf(nil, "X-Field-%d: %s\r\n", n, strings.Repeat("x", 200))); n++ {
	}
}

func endlessHints(c *talk) {
	for hints := strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n", 200); c.write([]byte(hints)); {
	}
}

// never answers some requests with what has no end.
func never(some where, end func(*talk)) func() Behaviour {
	return byHand(func(c *talk) {
		for r := c.read(); r != nil; r = c.read() {
			if some == nil || some(r) {
				end(c)
				return
			}
			if !c.write(plainAnswer(r.Method, keep(c.inner, r))) || r.Close {
				return
			}
		}
	})
}

// unknownType is of requests with a media type that the document does not have.
func unknownType(r *http.Request) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media != "application/json" && media != "application/x-www-form-urlencoded"
}

func endlessTrailer(c *talk) {
	if c.read() == nil || !c.write([]byte(jsonHead+"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")) {
		return
	}
	for n := 0; c.write(fmt.Appendf(nil, "X-Field-%d: %s\r\n", n, strings.Repeat("x", 200))); n++ {
	}
}

// bomb answers everything with so many bytes of white space, packed.
func bomb(size int) func() Behaviour {
	return handler(func() http.Handler { return bombHandler(size) })
}

func bombHandler(size int) http.HandlerFunc {
	packed := sync.OnceValue(func() []byte { return packed(`{"error":"`, size, `"}`) })
	return func(w http.ResponseWriter, r *http.Request) {
		readBody(r)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write(packed())
	}
}

// packed packs a text with so many bytes of white space in it.
func packed(begin string, size int, end string) []byte {
	var b strings.Builder
	zip := gzip.NewWriter(&b)
	_, _ = io.WriteString(zip, begin)
	for blank := strings.Repeat(" ", 64<<10); size > 0; size -= len(blank) {
		_, _ = io.WriteString(zip, blank)
	}
	_, _ = io.WriteString(zip, end)
	_ = zip.Close()
	return []byte(b.String())
}
