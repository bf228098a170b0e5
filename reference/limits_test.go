package reference

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// padded is a registration of exactly n bytes.
func padded(n int) string {
	head, tail := `{"type":"client_associate","application_type":"web","x":"`, `"}`
	return head + strings.Repeat("x", n-len(head)-len(tail)) + tail
}

func TestBodyLimit(t *testing.T) {
	for _, tt := range []struct {
		limit  int64
		length int
		ok     bool
	}{
		{0, 65_536, true},
		{0, DefaultMaxBody, true},
		{0, DefaultMaxBody + 1, false},
		{-1, DefaultMaxBody, true},
		{0, 4 << 20, false},
		{100, 100, true},
		{100, 101, false},
		{200_000, 200_000, true},
	} {
		for _, announced := range []bool{true, false} {
			s := New(Options{MaxBody: tt.limit})
			r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(padded(tt.length)))
			r.Header.Set("Content-Type", jsonType)
			if !announced {
				r.ContentLength = -1
			}
			if got := do(t, s, r); tt.ok {
				wantAccepted(t, got)
			} else {
				wantRefused(t, got, http.StatusRequestEntityTooLarge, "Request body too large")
			}
			if n := clients(s); n > 1 || n == 1 != tt.ok {
				t.Errorf("%+v: %d clients", tt, n)
			}
		}
	}
}

func TestAnnouncedLengthIsRefusedUnread(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, Path, io.NopCloser(failing{io.EOF}))
	r.Header.Set("Content-Type", jsonType)
	r.ContentLength = 1 << 40
	wantRefused(t, do(t, New(Options{}), r), http.StatusRequestEntityTooLarge, "Request body too large")
}

func TestDepthLimit(t *testing.T) {
	s := New(Options{MaxBody: 4 << 20})
	for _, tt := range []struct {
		name, open, shut string
		times            int
	}{
		{"one too many", "[", "]", 33},
		{"objects", `{"a":`, "}", 40},
		{"unbalanced", "[", "", 60_000},
		{"two million", "[", "]", 2_000_000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inner := "1"
			start := time.Now()
			r := send(t, s, jsonType, object(`"x": `+strings.Repeat(tt.open, tt.times)+inner+strings.Repeat(tt.shut, tt.times)))
			wantRefused(t, r, 400, "Could not decode JSON")
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestValueLimit(t *testing.T) {
	s := New(Options{})
	uri := "https://a.org/"
	for name, value := range map[string]string{
		"application_name": strings.Repeat("x", maxValue),
		"logo_url":         uri + strings.Repeat("x", maxValue-len(uri)),
		"contacts":         strings.Repeat("a@b.org ", maxValue/8),
		"redirect_uri":     strings.Repeat("a:b ", maxValue/4),
		"redirect_uris":    uri + strings.Repeat("x", maxValue-len(uri)),
	} {
		sendBoth(t, s, with(name, value), func(t *testing.T, r reply) { wantAccepted(t, r) })
		sendBoth(t, s, with(name, value+"x"), func(t *testing.T, r reply) {
			wantRefused(t, r, 400, name+" is too long.")
		})
	}
	wantAccepted(t, send(t, s, jsonType, object(`"application_name": "`+strings.Repeat("😀", 1024)+`"`)))
}
