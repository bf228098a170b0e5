package wire_test

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

func TestUnreachable(t *testing.T) {
	noLeaks(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()

	silent := serve(t, func(c *rawConn) { c.hold() })
	hangs := serve(t, func(*rawConn) {})
	aborts := serve(t, func(c *rawConn) { _, _ = c.in.ReadByte(); c.abort() })
	noNames := &net.Dialer{Resolver: &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("there is no name server")
		},
	}}
	lostNames := &net.Dialer{Resolver: &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}}
	tests := []struct {
		name, target string
		options      wire.Options
		kind         wire.Kind
		phase        wire.Phase
		sentence     string
	}{
		{
			name: "no socket", target: "unix:/nonexistent/socket",
			kind: wire.KindRefused, phase: wire.PhaseConnect,
			sentence: "nobody listens at /nonexistent/socket",
		},
		{
			name: "refused", target: "http://" + closed,
			kind: wire.KindRefused, phase: wire.PhaseConnect,
			sentence: "nobody listens at " + closed,
		},
		{
			name: "no such name", target: "http://nonexistent.invalid",
			options: wire.Options{Dial: noNames.DialContext},
			kind:    wire.KindUnresolved, phase: wire.PhaseResolve,
			sentence: "the name nonexistent.invalid does not resolve",
		},
		{
			name: "name server does not answer", target: "http://nonexistent.invalid",
			options: wire.Options{Dial: lostNames.DialContext, Timeout: short},
			kind:    wire.KindTimeout, phase: wire.PhaseResolve,
			sentence: "the target's name was not looked up within 150ms",
		},
		{
			name: "no connection in time", target: "http://192.0.2.1",
			options: wire.Options{Timeout: short, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}},
			kind: wire.KindTimeout, phase: wire.PhaseConnect,
			sentence: "no connection could be made within 150ms",
		},
		{
			name: "the dialer's own bound", target: "http://192.0.2.1",
			options: wire.Options{Dial: func(context.Context, string, string) (net.Conn, error) {
				return nil, os.ErrDeadlineExceeded
			}},
			kind: wire.KindTimeout, phase: wire.PhaseConnect,
			sentence: "no connection could be made within 10s",
		},
		{
			name: "no connection at all", target: "http://192.0.2.1",
			options: wire.Options{Dial: func(context.Context, string, string) (net.Conn, error) {
				return nil, errors.New("no route to host")
			}},
			kind: wire.KindOther, phase: wire.PhaseConnect,
			sentence: "the exchange broke: no route to host",
		},
		{
			name: "no handshake in time", target: "https://" + silent.Host,
			options: wire.Options{Timeout: short},
			kind:    wire.KindTimeout, phase: wire.PhaseTLS,
			sentence: "the TLS handshake did not end within 150ms",
		},
		{
			name: "closed during the handshake", target: "https://" + hangs.Host,
			kind: wire.KindReset, phase: wire.PhaseTLS,
			sentence: "during the TLS handshake",
		},
		{
			name: "reset during the handshake", target: "https://" + aborts.Host,
			kind: wire.KindReset, phase: wire.PhaseTLS,
			sentence: "the connection was reset during the TLS handshake",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			x := send(t, endpoint(t, test.target), test.options, post())
			if strings.HasPrefix(test.name, "closed") && x.Break != nil && x.Break.Kind == wire.KindClosed {
				x.Break.Kind = wire.KindReset // as the kernel has read the first bytes or not
			}
			want(t, x, test.kind, test.phase)
			if got := x.Break.Sentence(); !strings.Contains(got, test.sentence) {
				t.Errorf("sentence is %q, want %q in it", got, test.sentence)
			}
			if !x.Break.Unreachable() || x.Break.Bound() || x.Break.Ours() || x.Answer != nil {
				t.Errorf("%+v is not unreachable only", x)
			}
			// The evidence still says what would have been sent.
			if x.Request.Line != "POST /api/client/register HTTP/1.1" || len(x.Request.Header) != 6 {
				t.Errorf("request is %+v", x.Request)
			}
		})
	}
}

// TestRealResolver asks the resolver of the machine, which may have no network.
func TestRealResolver(t *testing.T) {
	x := send(t, endpoint(t, "http://nonexistent.invalid"), wire.Options{Timeout: 2 * time.Second}, post())
	if x.Break == nil || !x.Break.Unreachable() || x.Break.Phase != wire.PhaseResolve {
		t.Errorf("break is %+v", x.Break)
	}
}
