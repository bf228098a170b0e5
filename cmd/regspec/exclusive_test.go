package main

import (
	"net"
	"sync"
)

// exclusive accepts a connection when the one before is closed, as a server does
// that has neither threads nor events.
type exclusive struct {
	net.Listener

	free chan struct{}
}

func newExclusive(l net.Listener) exclusive {
	e := exclusive{l, make(chan struct{}, 1)}
	e.free <- struct{}{}
	return e
}

func (e exclusive) Accept() (net.Conn, error) {
	<-e.free
	c, err := e.Listener.Accept()
	release := sync.OnceFunc(func() { e.free <- struct{}{} })
	if err != nil {
		release()
		return nil, err
	}
	return &releasing{c, release}, nil
}

// releasing is the one connection that is served.
type releasing struct {
	net.Conn

	release func()
}

func (r *releasing) Close() error {
	defer r.release()
	return r.Conn.Close()
}
