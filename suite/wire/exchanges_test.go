package wire_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// exchanges has, for each script, the exchanges that are expected. They were first
// made by this client and by another one on net/http, which agreed on them.
const exchanges = "testdata/exchanges.txt"

var update = flag.Bool("update", false, "write "+exchanges+" anew")

// TestExchanges holds what a client makes of what a server does against what is
// expected of it.
func TestExchanges(t *testing.T) {
	noLeaks(t)
	file, err := os.ReadFile(exchanges)
	if err != nil && !*update {
		t.Fatal(err)
	}
	expected := map[string]string{}
	for section := range strings.SplitSeq(string(file), "\n== ") {
		name, text, _ := strings.Cut(strings.TrimPrefix(section, "== "), "\n")
		expected[name] = strings.TrimSuffix(text, "\n")
	}
	var mu sync.Mutex
	all := scripts()
	came := map[string]string{}
	t.Run("scripts", func(t *testing.T) {
		for _, s := range all {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				patiently(t, func(bound time.Duration) string {
					got := s.carryOut(t, bound)
					mu.Lock()
					defer mu.Unlock()
					if came[s.name] = got; got != expected[s.name] && !*update {
						return fmt.Sprintf("it is\n%s\nwant\n%s", got, expected[s.name])
					}
					return ""
				})
			})
		}
	})
	if *update {
		var text strings.Builder
		for _, s := range all {
			fmt.Fprintf(&text, "== %s\n%s\n", s.name, came[s.name])
		}
		if err := os.WriteFile(exchanges, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// carryOut sends the requests of a script and tells of the exchanges.
func (s script) carryOut(t *testing.T, bound time.Duration) string {
	o := s.options
	if s.hangs {
		o.Timeout = bound
	}
	r := s.request
	if r.Method == "" {
		r = post()
	}
	conn := newConn(t, serve(t, func(c *rawConn) { c.pause = bound / 4; s.handle(c) }), o)
	var all []string
	for range max(1, s.times) {
		all = append(all, strings.ReplaceAll(told(conn.Do(context.Background(), r), s.loose), bound.String(), "BOUND"))
		time.Sleep(bound / 20) // as long as a close takes to be seen
	}
	return strings.Join(all, "\n")
}

// told is what of an exchange does not depend on the machine.
func told(x wire.Exchange, loose bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", x.Request.Line)
	if x.Reconnected && !loose {
		b.WriteString(", reconnected")
	}
	if brk := x.Break; brk != nil {
		if loose && brk.Kind == wire.KindReset {
			brk.Kind = wire.KindClosed
		}
		fmt.Fprintf(&b, "\n  %s, %s: %s", brk.Phase, brk.Kind, brk.Sentence())
		if brk.Bound() {
			b.WriteString(" (a bound)")
		}
		if brk.Unreachable() || brk.Ours() {
			b.WriteString(" (not the server's doing)")
		}
	}
	a := x.Answer
	if a == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n  %s %d %q", a.Proto, a.Status, a.Reason)
	for _, f := range a.Header {
		fmt.Fprintf(&b, "\n  %q: %.60q", f.Name, f.Value)
	}
	fmt.Fprintf(&b, "\n  %d bytes", len(a.Body))
	switch {
	case a.Encoded:
		b.WriteString(", still encoded")
	case a.CompressedSize > 0:
		fmt.Fprintf(&b, ", %d before", a.CompressedSize)
	}
	if a.Body != nil {
		fmt.Fprintf(&b, ": %.60q", a.Body)
	}
	return b.String()
}

// A server of net/http answers large requests before it has read them.
func TestARealServer(t *testing.T) {
	t.Parallel() // it waits more than it works
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 1<<20 {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		_, _ = fmt.Fprintf(w, "%s %s %d %s", r.Method, r.URL.RawQuery, r.ContentLength, r.Header.Get("Content-Type"))
	}))
	t.Cleanup(server.Close)
	conn := newConn(t, endpoint(t, server.URL), wire.Options{})
	for _, n := range []int{0, 10, 40 << 10, 300 << 10, 2 << 20, 8 << 20, 10} {
		for range 3 {
			r := post()
			r.Body, r.Query = make([]byte, n), "a=b%20c"
			x := conn.Do(context.Background(), r)
			status, body := 200, fmt.Sprintf("POST a=b%%20c %d application/json", n)
			if n > 1<<20 {
				status, body = 413, ""
			}
			if want(t, x, "", ""); x.Answer.Status != status || string(x.Answer.Body) != body {
				t.Errorf("the answer to %d bytes is %+v", n, x.Answer)
			}
		}
	}
}
