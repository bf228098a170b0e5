package suite

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// marker is in the requests of a few cases only: those are the guilty ones.
const marker = "webapp"

func guilty(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, e := range expand(builtin(t)) {
		if slices.ContainsFunc(bodies(t, e), func(body []byte) bool { return bytes.Contains(body, []byte(marker)) }) {
			all = append(all, e.Name())
		}
	}
	if len(all) == 0 {
		t.Fatalf("no case sends %s", marker)
	}
	return all
}

// bodies are the bodies of an entry's requests, as far as they are known before.
func bodies(t testing.TB, e Entry) [][]byte {
	t.Helper()
	var all [][]byte
	for _, step := range e.Case.Steps {
		p, err := prepare(step.Send, e.Encoding, placeholders())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Body)
	}
	return all
}

// on is the reference server, but for requests with the marker.
func on(bad http.HandlerFunc) http.Handler {
	fine := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, []byte(marker)) {
			bad(w, r)
			return
		}
		fine.ServeHTTP(w, r)
	})
}

// hangUp ends the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// wait lets the client wait until it gives up.
func wait(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func serve(t testing.TB, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server.URL
}

// process is a server that can crash: then what it knows is gone, and every
// connection is reset.
type process struct {
	addr  string
	again time.Duration // after which a supervisor starts it again; 0 is never
	make  func(p *process) http.Handler

	mu      sync.Mutex
	server  *http.Server
	conns   map[net.Conn]bool
	crashed bool
	over    bool // the test is
	crashes int
}

func startProcess(t *testing.T, again time.Duration, handler func(p *process) http.Handler) *process {
	t.Helper()
	p := &process{addr: "127.0.0.1:0", again: again, make: handler}
	p.start()
	t.Cleanup(func() {
		p.mu.Lock()
		p.over = true
		p.mu.Unlock()
		p.crash()
	})
	return p
}

func (p *process) url() string { return "http://" + p.addr }

func (p *process) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		panic(err)
	}
	p.addr = listener.Addr().String()
	p.crashed = false
	p.conns = map[net.Conn]bool{}
	p.server = &http.Server{Handler: p.make(p), ConnState: func(c net.Conn, s http.ConnState) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if s == http.StateClosed {
			delete(p.conns, c)
			return
		}
		p.conns[c] = true
	}}
	server := p.server
	go func() { _ = server.Serve(listener) }()
}

func (p *process) crash() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.crashed {
		return
	}
	p.crashed = true
	p.crashes++
	for conn := range p.conns {
		_ = conn.(*net.TCPConn).SetLinger(0)
	}
	server := p.server
	go server.Close() // it calls ConnState, which wants the lock
	if p.again > 0 && !p.over {
		time.AfterFunc(p.again, p.start)
	}
}

// crashing is the handler of a process that crashes on the marker.
func crashing(p *process) http.Handler {
	return on(func(_ http.ResponseWriter, r *http.Request) {
		p.crash()
		<-r.Context().Done()
	})
}

// withAnother lets a request with the marker wait until another one is under way, which gets
// no answer.
func withAnother(h http.Handler) http.Handler {
	var waits atomic.Bool
	came := make(chan struct{}, 1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		switch {
		case bytes.Contains(body, []byte(marker)):
			waits.Store(true)
			<-came
		case waits.Load():
			select {
			case came <- struct{}{}:
			default:
			}
			wait(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// try runs the catalogue.
func try(ctx context.Context, t *testing.T, o Options) report.Report {
	t.Helper()
	if o.Wire.Timeout == 0 {
		o.Wire = wire.Options{Timeout: 5 * time.Second}
		if UnderRace { // then a busy machine needs that long for the largest bodies
			o.Wire.Timeout = time.Minute
		}
	}
	if o.RestartTime == 0 {
		o.RestartTime = 2 * time.Second
	}
	o.Catalogue = builtin(t)
	r, err := Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	s := r.Summary
	if !reflect.DeepEqual(s, report.Summarise(r.Results)) || s.Total != s.Passed+s.Failed+s.Waived+s.Skipped+s.Errored {
		t.Errorf("the summary does not add up: %+v", s)
	}
	return r
}

// those are the names of the results with a verdict.
func those(r report.Report, verdict report.Verdict) []string {
	var all []string
	for _, result := range r.Results {
		if result.Verdict == verdict && result.Skip != report.SkipInapplicable {
			all = append(all, result.Name())
		}
	}
	return all
}

// blamed sees to it that the cases given failed by their connection, and that
// all others passed.
func blamed(t *testing.T, r report.Report, want []string) {
	t.Helper()
	compare(t, those(r, report.Failed), want)
	for _, result := range r.Results {
		switch {
		case result.Verdict == report.Failed:
			compare(t, brief(result.Mismatches), []string{"connection implied answer.always", "message documented error.unknown-application-type"})
			if result.Level != "documented" {
				t.Errorf("%s counts as %s", result.Name(), result.Level)
			}
		case result.Verdict != report.Passed && result.Skip != report.SkipInapplicable && result.Skip != report.SkipDeselected:
			t.Errorf("%s is %s: %s", result.Name(), result.Verdict, result.Reason)
		}
	}
	if r.Stopped != "" || r.Unreachable != "" || r.Gate() != report.GateFailed {
		t.Errorf("the gate is %s, %q %q", r.Gate(), r.Stopped, r.Unreachable)
	}
}
