package reference

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// wireVariants are about how answers are sent, and about methods and media
// types.
func wireVariants() []entry {
	missingAs := func(as encoding) alteration {
		return mediaTypes(func(_ string, is encoding) encoding {
			if is == encodingUnnamed {
				return as
			}
			return is
		})
	}
	return []entry{
		{"media-type-with-charset", "Answers are sent as application/json with a charset.", header("Content-Type", "application/json; charset=utf-8")},
		{"media-type-in-capitals", "Answers are sent as APPLICATION/JSON with a charset and no space.", header("Content-Type", `APPLICATION/JSON;CHARSET="UTF-8"`)},
		{"header-in-odd-case", "The names in the header of answers are in odd case.", answers(func(_ *exchange, a *answer) {
			a.setHeader("Content-Type")
			a.setHeader("Cache-Control")
			a.setHeader("cOnTeNt-TyPe", "application/json")
			a.setHeader("CACHE-control", "no-store")
		})},
		{"header-long", "Answers have a long header, with a cookie.", alterations(
			header("Set-Cookie", "session=0123456789; Path=/; HttpOnly", "lang=en"),
			header("Strict-Transport-Security", "max-age=63072000"),
			header("Vary", "Accept, Accept-Encoding"),
			header("Server", "gunicorn/20.1.0"),
			header("X-Frame-Options", "DENY"),
			header("Access-Control-Allow-Origin", "*"),
			header("X-Padding", strings.Repeat("x", 2000)),
		)},
		{"gzip-where-accepted", "Answers are compressed for whom takes that.", answers(compress)},
		{"connection-closed", "The connection is closed after each answer.", header("Connection", "close")},
		{"in-pieces", "Answers come in many small pieces, and do not announce their length.", inPieces},
		{"early-hints", "An answer with 103 comes before each answer.", func(b *behaviour) {
			next := b.write
			b.write = func(e *exchange, a answer) {
				e.writer.WriteHeader(http.StatusEarlyHints)
				next(e, a)
			}
		}},
		{"other-sites-refused", "A request with an Origin or a Referer of another site is refused with 403.", atRoute(func(e *exchange) bool {
			return atEndpoint(e) && e.request.Header.Get("Origin")+e.request.Header.Get("Referer") != ""
		}, func(*exchange) *refusal { return refuse(http.StatusForbidden, "Forbidden") })},
		{"slow", "Each answer takes 40 milliseconds.", answers(func(*exchange, *answer) { time.Sleep(40 * time.Millisecond) })},
		{"one-at-a-time", "Answers are sent one at a time.", func(b *behaviour) {
			var mu sync.Mutex
			answers(func(*exchange, *answer) {
				mu.Lock()
				defer mu.Unlock()
				time.Sleep(2 * time.Millisecond)
			})(b)
		}},
		{"path-with-slash-too", "The endpoint is there with a slash at the end of its path too.", serves(map[string]string{Path + "/": Path})},
		{"options-refused", "OPTIONS is refused like other methods.", atRoute(all(isMethod(http.MethodOptions), isEndpoint), func(*exchange) *refusal {
			return refuse(http.StatusMethodNotAllowed, msgMethodNotAllowed)
		})},
		{"options-without-content", "OPTIONS is answered with 204.", func(b *behaviour) {
			next := b.write
			b.write = func(e *exchange, a answer) {
				if !isMethod(http.MethodOptions)(e) || !isEndpoint(e) {
					next(e, a)
					return
				}
				e.writer.Header().Set("Allow", allowed)
				e.writer.Header().Set("Access-Control-Allow-Methods", "POST")
				e.writer.WriteHeader(http.StatusNoContent)
			}
		}},
		{"other-methods-not-found", "Methods other than POST are refused with 404.", atRoute(not(isMethod(http.MethodPost)), func(*exchange) *refusal {
			return refuse(http.StatusNotFound, msgNotFound)
		})},
		{"other-methods-not-implemented", "Methods other than POST are refused with 501.", atRoute(all(not(isMethod(http.MethodPost)), isEndpoint), func(*exchange) *refusal {
			return refuse(http.StatusNotImplemented, "Not Implemented")
		})},
		{"content-type-missing-refused", "A body without Content-Type is refused as unknown.", missingAs(encodingUnknown)},
		{"content-type-missing-as-form", "A body without Content-Type is read as a form.", missingAs(encodingForm)},
		{"content-type-missing-as-json", "A body without Content-Type is read as JSON.", missingAs(encodingJSON)},
		{"form-type-of-document-refused", "The media type www-form-urlencoded, as the document spells it, is unknown.", refusesMediaType(encodingForm, startingWith("www-"))},
		{"content-type-doubled-refused", "A Content-Type that is sent twice is unknown.", refusesMediaType(encodingJSON, containing(", "))},
	}
}

// header sets a header of every answer.
func header(name string, values ...string) alteration {
	return answers(func(_ *exchange, a *answer) { a.setHeader(name, values...) })
}

func compress(e *exchange, a *answer) {
	if !strings.Contains(e.request.Header.Get("Accept-Encoding"), "gzip") {
		return
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(a.content())
	_ = w.Close()
	a.body = verbatim(b.String())
	a.setHeader("Content-Encoding", "gzip")
	a.setHeader("Vary", "Accept-Encoding")
}

func inPieces(b *behaviour) {
	next := b.write
	b.write = func(e *exchange, a answer) {
		a.setHeader("Content-Length")
		pieces := *e
		pieces.writer = pieceWriter{e.writer}
		next(&pieces, a)
	}
}

// pieceWriter sends what is written seven bytes at a time.
type pieceWriter struct{ http.ResponseWriter }

func (w pieceWriter) Write(content []byte) (int, error) {
	written := 0
	for len(content) > 0 {
		n, err := w.ResponseWriter.Write(content[:min(7, len(content))])
		written += n
		if err != nil {
			return written, fmt.Errorf("writing a piece: %w", err)
		}
		content = content[n:]
		_ = http.NewResponseController(w.ResponseWriter).Flush()
	}
	return written, nil
}
