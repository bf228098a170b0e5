package wire_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestInterrupted(t *testing.T) {
	noLeaks(t)
	got := make(chan struct{}, 1)
	u := serve(t, func(c *rawConn) { c.request(); got <- struct{}{}; c.hold() })
	client := newClient(t, u, wire.Options{})

	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-got; cancel() }()
	x := client.Do(ctx, post())
	want(t, x, wire.KindInterrupted, wire.PhaseWait)
	if !x.Break.Ours() || x.Break.Unreachable() {
		t.Errorf("%+v is blamed on the target", x.Break)
	}

	x = client.Do(ctx, post()) // it had ended before
	want(t, x, wire.KindInterrupted, wire.PhaseConnect)
	if !x.Break.Ours() || x.Break.Unreachable() {
		t.Errorf("%+v is blamed on the target", x.Break)
	}

	ctx, cancel = context.WithTimeout(context.Background(), short)
	defer cancel()
	x = client.Do(ctx, post())
	want(t, x, wire.KindInterrupted, wire.PhaseWait)
}

func TestUnsendable(t *testing.T) {
	u := serve(t, func(c *rawConn) { t.Error("something was sent"); c.hold() })
	one := func(name, value string) wire.Request {
		r := post()
		r.Header = append(r.Header, wire.Field{Name: name, Value: value})
		return r
	}
	tests := []struct {
		name, detail string
		request      wire.Request
	}{
		{"line end in a value", `the field X-A has the control character '\r'`, one("X-A", "a\r\nB: c")},
		{"NUL in a value", `control character '\x00'`, one("X-A", "a\x00")},
		{"space in a name", `"X A" is not a field name`, one("X A", "a")},
		{"empty name", `"" is not a field name`, one("", "a")},
		{"wrong length", `"Content-Length: 3" as it is given`, one("Content-Length", "3")},
		{"two hosts", `does not send the field "Host: a"`, wire.Request{
			Method: http.MethodGet,
			Header: []wire.Field{{Name: "Host", Value: "a"}, {Name: "Host", Value: "b"}},
		}},
		{"the same host twice", `does not send the field "Host: a"`, wire.Request{
			Method: http.MethodGet,
			Header: []wire.Field{{Name: "Host", Value: "a"}, {Name: "host", Value: "a"}},
		}},
		{"impossible host", `"Host: a b" as it is given`, one("Host", "a b")},
		{"unknown transfer coding", `"Transfer-Encoding: gzip" as it is given`, one("Transfer-Encoding", "gzip")},
		{"no method", `"" is not a method`, wire.Request{}},
		{"space in the method", `"POST /" is not a method`, wire.Request{Method: "POST /"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := send(t, u, wire.Options{}, test.request)
			want(t, x, wire.KindUnsendable, wire.PhaseSend)
			if !strings.Contains(x.Break.Sentence(), test.detail) {
				t.Errorf("sentence is %q, want %q in it", x.Break.Sentence(), test.detail)
			}
			if !x.Break.Ours() || x.Break.Unreachable() {
				t.Errorf("%+v is blamed on the target", x.Break)
			}
		})
	}
}
