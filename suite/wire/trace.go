package wire

import (
	"context"
	"net/http/httptrace"
	"slices"
	"sync"
)

// watch follows one request through net/http. Its callbacks come from several
// goroutines and some only after RoundTrip returned, so everything is behind
// one lock and [watch.seen] copies.
type watch struct {
	mu   sync.Mutex
	seen sighting
}

// sighting is what a watch has seen.
type sighting struct {
	phase  Phase                 // how far the exchange came
	addr   string                // where a connection was sought, host:port
	conns  int                   // connections the request was given
	conn   httptrace.GotConnInfo // the last of them
	header []Field               // fields written on it
	whole  bool                  // all of the header was written
}

// order ranks the phases: callbacks of a dial that lost its race come late and
// must not turn the phase back.
func order(p Phase) int {
	return slices.Index([]Phase{
		PhaseConnect, PhaseResolve, PhaseTLS, PhaseSend, PhaseWait, PhaseHeaders, PhaseBody,
	}, p)
}

// look returns a copy of what was seen so far.
func (w *watch) look() sighting {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.seen
	seen.header = slices.Clone(seen.header)
	return seen
}

// update changes what was seen under the lock.
func (w *watch) update(change func(s *sighting)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.seen)
}

// reach notes that the exchange came to a phase.
func (w *watch) reach(p Phase) {
	w.update(func(s *sighting) {
		if order(p) > order(s.phase) {
			s.phase = p
		}
	})
}

// attach returns a context in which net/http reports to w.
func (w *watch) attach(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(hostPort string) {
			// net/http itself tries some requests again: what was seen starts anew.
			w.update(func(s *sighting) { *s = sighting{phase: PhaseConnect, addr: hostPort, conns: s.conns} })
		},
		DNSStart: func(httptrace.DNSStartInfo) { w.reach(PhaseResolve) },
		DNSDone: func(info httptrace.DNSDoneInfo) {
			if info.Err == nil {
				w.update(func(s *sighting) {
					if s.phase == PhaseResolve {
						s.phase = PhaseConnect
					}
				})
			}
		},
		TLSHandshakeStart: func() { w.reach(PhaseTLS) },
		GotConn: func(info httptrace.GotConnInfo) {
			w.reach(PhaseSend)
			w.update(func(s *sighting) {
				s.conns++
				s.conn = info
			})
		},
		WroteHeaderField: func(name string, values []string) {
			w.update(func(s *sighting) {
				for _, value := range values {
					s.header = append(s.header, Field{Name: name, Value: value})
				}
			})
		},
		WroteHeaders: func() { w.update(func(s *sighting) { s.whole = true }) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				w.reach(PhaseWait)
			}
		},
		GotFirstResponseByte: func() { w.reach(PhaseHeaders) },
	})
}
