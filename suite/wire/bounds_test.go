package wire_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// An answer may repeat a large body, escaped, and is not too long for that.
func TestAnswersThatRepeatWhatWasSent(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, strings.Repeat(`\u0061`, len(body)))
		if r.URL.RawQuery == "more" {
			_, _ = io.WriteString(w, strings.Repeat("x", 4<<20))
		}
	}))
	t.Cleanup(server.Close)
	client := newConn(t, endpoint(t, server.URL), wire.Options{})
	for _, test := range []struct {
		sent  int
		query string
		kind  wire.Kind
	}{
		{1 << 20, "", ""},
		{40 << 10, "", ""},
		{100 << 10, "more", wire.KindBodyTooLarge},
		{1 << 10, "more", wire.KindBodyTooLarge},
	} {
		r := post()
		r.Body, r.Query = make([]byte, test.sent), test.query
		x := client.Do(t.Context(), r)
		switch {
		case test.kind == "" && (x.Break != nil || len(x.Answer.Body) != 6*test.sent):
			t.Errorf("%d bytes: the break is %+v", test.sent, x.Break)
		case test.kind != "" && (x.Break == nil || x.Break.Kind != test.kind):
			t.Errorf("%d bytes and more: the break is %+v", test.sent, x.Break)
		}
	}
}

// A 408 that crosses a request on a kept connection is no answer to it. On a fresh
// connection it is one.
func TestTimeoutOfAnIdleConnection(t *testing.T) {
	const late = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n%s\r\n"
	for name, field := range map[string]string{"and closes": "Connection: close\r\n", "and keeps it": ""} {
		t.Run(name, func(t *testing.T) {
			u := serve(t, func(c *rawConn) {
				for nth := 0; c.request() != nil; nth++ {
					if nth == 0 {
						_ = c.say(ok)
						continue
					}
					_ = c.say(fmt.Sprintf(late, field))
				}
			})
			client := newConn(t, u, wire.Options{})
			for range 3 {
				x := client.Do(t.Context(), post())
				if x.Break != nil || x.Answer.Status != http.StatusOK {
					t.Fatalf("exchange is %+v, break %+v", x, x.Break)
				}
			}
		})
	}
	u := serve(t, func(c *rawConn) { c.request(); _ = c.say(fmt.Sprintf(late, "Connection: close\r\n")) })
	if x := newConn(t, u, wire.Options{}).Do(t.Context(), post()); x.Break != nil || x.Answer.Status != http.StatusRequestTimeout || x.Reconnected {
		t.Errorf("exchange is %+v, break %+v", x, x.Break)
	}
}
