package quiet_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/quiet"
	"github.com/regspec/regspec/suite/wire"
)

// TestAgrees holds this client against that of package wire: the same requests
// to the same servers make the same exchanges.
func TestAgrees(t *testing.T) {
	for _, s := range scripts() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			patiently(t, func(bound time.Duration) string { return disagreement(t, s, bound) })
		})
	}
}

// disagreement tells of the first exchange that the two clients see differently.
func disagreement(t *testing.T, s script, bound time.Duration) string {
	o := s.options
	if s.hangs {
		o.Timeout = bound
	}
	r := s.request
	if r.Method == "" {
		r = post()
	}
	handle := func(c *rawConn) { c.pause = bound / 4; s.handle(c) }
	one := newClient(t, serve(t, handle), o)
	other := wire.NewClient(serve(t, handle), wire.Options{Timeout: o.Timeout, MaxHeader: o.MaxHeader, MaxBody: o.MaxBody, Parallel: 1})
	t.Cleanup(other.Close)
	for nth := range max(1, s.times) {
		got, want := one.Do(context.Background(), r), other.Do(context.Background(), r)
		if g, w := told(got, s.loose), told(want, s.loose); g != w {
			return fmt.Sprintf("exchange %d is\n%s\nwith this client, and with the other\n%s", nth, g, w)
		}
		time.Sleep(bound / 20) // as long as a close takes to be seen
	}
	return ""
}

// told is what of an exchange must be the same.
func told(x wire.Exchange, loose bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q", x.Request.Line, x.Request.Method)
	if !loose {
		fmt.Fprintf(&b, " reconnected=%v", x.Reconnected)
	}
	if x.Break != nil {
		kind := x.Break.Kind
		if loose && kind == wire.KindReset {
			kind = wire.KindClosed
		}
		// net/http calls a trailer long that is cut short.
		detail := strings.Replace(x.Break.Detail, "suspiciously long trailer after chunked body", "unexpected EOF reading trailer", 1)
		fmt.Fprintf(&b, "\n%s %s %q", x.Break.Phase, kind, detail)
	}
	a := x.Answer
	if a == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n%s %d %q encoded=%v packed=%d", a.Proto, a.Status, a.Reason, a.Encoded, a.CompressedSize)
	for _, f := range a.Header {
		switch {
		case strings.EqualFold(f.Name, "Connection") && strings.Contains(strings.ToLower(f.Value), "close"),
			f.Name == "Transfer-Encoding", f.Name == "Content-Length", f.Name == "Trailer", f.Name == "Cache-Control":
		default:
			fmt.Fprintf(&b, "\n%q: %q", f.Name, f.Value)
		}
	}
	fmt.Fprintf(&b, "\n%d bytes: %.60q nil=%v", len(a.Body), a.Body, a.Body == nil)
	return b.String()
}

// TestAgreesOnRealServer is the same with a server of net/http, which answers
// large requests before it has read them.
func TestAgreesOnRealServer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 1<<20 {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		_, _ = fmt.Fprintf(w, "%s %s %d %s", r.Method, r.URL.RawQuery, r.ContentLength, r.Header.Get("Content-Type"))
	}))
	t.Cleanup(server.Close)
	one := newClient(t, endpoint(t, server.URL), quiet.Options{})
	other := wire.NewClient(endpoint(t, server.URL), wire.Options{})
	for _, n := range []int{0, 10, 40 << 10, 300 << 10, 2 << 20, 8 << 20, 10} {
		for range 3 {
			r := post()
			r.Body, r.Query = make([]byte, n), "a=b%20c"
			got, want := one.Do(context.Background(), r), other.Do(context.Background(), r)
			for _, x := range []*wire.Exchange{&got, &want} {
				x.Answer.Header = slices.DeleteFunc(x.Answer.Header, func(f wire.Field) bool { return f.Name == "Date" })
			}
			if g, w := told(got, true), told(want, true); g != w {
				t.Errorf("exchange with %d bytes is\n%s\nwith this client, and with the other\n%s", n, g, w)
			}
		}
	}
}
