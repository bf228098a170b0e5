package campaign_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
)

// before is the reference, whose requests answer sees first. If it answers, the reference does not.
func before(answer func(w http.ResponseWriter, r *http.Request, body []byte) bool) http.Handler {
	inner := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		if !answer(w, r, body) {
			inner.ServeHTTP(w, r)
		}
	})
}

// rewritten is the reference with other answers.
func rewritten(rewrite func(w http.ResponseWriter, answer *httptest.ResponseRecorder)) http.Handler {
	inner := reference.New(reference.Options{})
	return before(func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		rewrite(w, answer)
		return true
	})
}

// fails answers 500 to requests of some kind.
func fails(on func(r *http.Request, body []byte) bool) http.Handler {
	return before(func(w http.ResponseWriter, r *http.Request, body []byte) bool {
		if !on(r, body) {
			return false
		}
		http.Error(w, "<h1>Internal Server Error</h1>", http.StatusInternalServerError)
		return true
	})
}

func sentAs(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind
}

// untyped is a server that fails over numbers in two places, and over an update without a client_id: each with the same page.
func untyped() http.Handler {
	return fails(func(_ *http.Request, body []byte) bool {
		var sent map[string]any
		if json.Unmarshal(body, &sent) != nil {
			return false
		}
		_, logo := sent["logo_url"].(float64)
		_, redirects := sent["redirect_uris"].(float64)
		return logo || redirects || sent["type"] == "client_update" && sent["client_id"] == nil
	})
}

// A server that fails over a common fault has its other faults reported, too, though many of
// the requests that show them have the common one.
func TestRareFaultsBesideACommonOne(t *testing.T) {
	t.Parallel()
	r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, untyped(), 5*time.Second), Requests: 4000, Seed: 2})
	found := gating(r.Findings)
	for _, part := range []string{`"logo_url":`, `"redirect_uris":`, `{"type":"client_update"`} {
		if !slices.ContainsFunc(found, func(f finding.Finding) bool {
			return strings.Contains(string(f.Exchanges[len(f.Exchanges)-1].Request.Body), part)
		}) {
			t.Errorf("no finding has %s", part)
		}
	}
	if len(found) > 4 {
		t.Errorf("%d findings:%s", len(found), describe(found))
	}
}

// One cause is few findings, whatever shows it.
func TestOneCauseIsFewFindings(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		server http.Handler
		most   int
	}{
		{"answers in UTF-16", rewritten(func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(answer.Code)
			for _, unit := range utf16.Encode([]rune(answer.Body.String())) {
				_, _ = w.Write([]byte{byte(unit >> 8), byte(unit)})
			}
		}), 2},
		{"another media type for each answer", rewritten(func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
			w.Header().Set("Content-Type", fmt.Sprintf("application/x-%d", answer.Body.Len()))
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
		}), 2},
		{"other words in each refusal", rewritten(func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(answer.Code)
			_, _ = w.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte(`"error":"`), []byte(`"error":"Sorry: `)))
		}), 1},
		{"one page for each refusal", rewritten(func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
			if answer.Code >= http.StatusBadRequest {
				http.Error(w, "Bad Request", http.StatusBadRequest)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
		}), 2},
		{"fails over what is not JSON", fails(func(r *http.Request, body []byte) bool {
			return r.Method == http.MethodPost && sentAs(r) == "application/json" && !json.Valid(body)
		}), 2},
		{"fails over an empty value", fails(func(r *http.Request, body []byte) bool {
			return sentAs(r) == "application/json" && bytes.Contains(body, []byte(`":}`))
		}), 2},
		{"fails over media types", fails(func(r *http.Request, _ []byte) bool {
			kind := sentAs(r)
			return r.Method == http.MethodPost && strings.Contains(kind, "/") && kind != "application/json" && kind != "application/x-www-form-urlencoded"
		}), 2},
		{"fails over methods", fails(func(r *http.Request, _ []byte) bool { return r.Method != http.MethodPost }), 2},
		{"fails over UTF-16", fails(func(_ *http.Request, body []byte) bool { return bytes.Contains(body, []byte{0}) }), 2},
		{"fails over everything", fails(func(*http.Request, []byte) bool { return true }), 1},
		{"takes NaN and Infinity", before(func(_ http.ResponseWriter, r *http.Request, body []byte) bool {
			for _, word := range []string{"-Infinity", "Infinity", "NaN"} {
				body = bytes.ReplaceAll(body, []byte(":"+word), []byte(":0"))
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			return false
		}), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			requests := 3000
			if row.name == "takes NaN and Infinity" { // these words come late
				requests = 8000
			}
			r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, row.server, 5*time.Second), Requests: requests, Seed: 1})
			if n := len(r.Findings); n == 0 || n > row.most {
				t.Errorf("%d findings:%s", n, describe(r.Findings))
			}
		})
	}
}

// A length that is given twice is wrong with every refusal.
func TestTheLengthTwice(t *testing.T) {
	server := httptest.NewServer(rewritten(func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if answer.Code < http.StatusBadRequest {
			_, _ = w.Write(answer.Body.Bytes())
			return
		}
		c, b, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = c.Close() }()
		_, _ = fmt.Fprintf(b, "HTTP/1.1 %d x\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: %d\r\nContent-Length: %d\r\n\r\n%s",
			answer.Code, answer.Body.Len(), answer.Body.Len()+1, answer.Body)
		_ = b.Flush()
	}))
	defer server.Close()
	r := campaign.Run(t.Context(), campaign.Options{Target: over(t, server.URL, 1), Requests: 1000, Duration: time.Minute, Seed: 1, RestartTime: time.Second})
	if n := len(r.Findings); n == 0 || n > 2 {
		t.Errorf("%d findings, %d answered, %q %q %v:%s", n, r.Answered, r.Gone, r.Untested, r.Events, describe(r.Findings))
	}
}
