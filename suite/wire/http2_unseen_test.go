package wire_test

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/regspec/regspec/suite/wire"
)

// A request that the server says it did not process is sent again, also if its connection
// was fresh (RFC 9113 §6.8 and §8.7); but not for ever.
func TestHTTP2SendsAgainWhatWasNotProcessed(t *testing.T) {
	goAway := func(f *http2.Framer, _ uint32) error { return f.WriteGoAway(0, http2.ErrCodeNo, nil) }
	for name, test := range map[string]struct {
		refuse func(f *http2.Framer, stream uint32) error
		early  bool // before the request is read
	}{
		"away":  {refuse: goAway},
		"early": {refuse: goAway, early: true},
		"refused": {refuse: func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			target, options, connections := refusingHTTP2(t, 5, test.early, test.refuse)
			x := send(t, endpoint(t, target), options, post())
			want(t, x, "", "")
			if n := connections.Load(); n != 6 || !x.Reconnected {
				t.Errorf("%d connections were made, and Reconnected is %v", n, x.Reconnected)
			}
			target, options, connections = refusingHTTP2(t, 100, test.early, test.refuse)
			x = send(t, endpoint(t, target), options, post())
			if n := connections.Load(); n != 11 || x.Break == nil || x.Break.Kind != wire.KindClosed {
				t.Errorf("%d connections were made, and the break is %+v", n, x.Break)
			}
		})
	}
}

// refusingHTTP2 is a TLS server that refuses the request of each of its first connections,
// and counts its connections.
func refusingHTTP2(t *testing.T, first int64, early bool, refuse func(f *http2.Framer, stream uint32) error) (string, wire.Options, *atomic.Int64) {
	t.Helper()
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.EnableHTTP2 = true
	serve := &http2.Server{}
	server.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){
		http2.NextProtoTLS: func(s *http.Server, c *tls.Conn, h http.Handler) {
			if connections.Add(1) <= first {
				refuseOne(c, early, refuse)
				return
			}
			serve.ServeConn(c, &http2.ServeConnOpts{BaseConfig: s, Handler: h})
		},
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, wire.Options{TLS: server.Client().Transport.(*http.Transport).TLSClientConfig}, &connections
}

// refuseOne speaks HTTP/2 until it has refused one request, and the client has gone.
func refuseOne(c net.Conn, early bool, refuse func(f *http2.Framer, stream uint32) error) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(c, preface); err != nil {
		return
	}
	f := http2.NewFramer(c, c)
	if f.WriteSettings() != nil || early && refuse(f, 1) != nil {
		return
	}
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return
		}
		if _, ok := frame.(*http2.HeadersFrame); ok && !early && refuse(f, frame.Header().StreamID) != nil {
			return
		}
	}
}
