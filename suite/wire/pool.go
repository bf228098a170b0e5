package wire

import (
	"net/http"
	"sync"
)

// pool gives each request that is under way a transport to itself, and so at most one
// connection. One transport for all would open connections that then nothing is sent
// on: net/http dials whenever no connection is idle, and takes one that becomes idle
// meanwhile. Where a server has a thread read from each connection, and few threads,
// such a connection keeps all others waiting.
type pool struct {
	model *http.Transport // which the others are copies of
	most  int             // how many are kept

	mu   sync.Mutex
	idle []*http.Transport // the one that was used last is the last
}

// take gives a transport that nobody uses.
func (p *pool) take() *http.Transport {
	p.mu.Lock()
	defer p.mu.Unlock()
	if last := len(p.idle) - 1; last >= 0 {
		t := p.idle[last]
		p.idle = p.idle[:last]
		return t
	}
	t := p.model.Clone()
	t.MaxConnsPerHost = 1 // a request waits for the connection of the one before it, if that is to be given back
	return t
}

// give takes a transport back. One that a request broke on is not used again.
func (p *pool) give(t *http.Transport, broke bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if broke || len(p.idle) >= p.most {
		t.CloseIdleConnections() // also those that are about to become idle
		return
	}
	p.idle = append(p.idle, t)
}

// close drops the connections that are idle.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.idle {
		t.CloseIdleConnections()
	}
}
