package main

import (
	"net"
	"sync"
)

// limited accepts so many connections and then one more for each that is closed, as a
// server does that has few threads, or neither threads nor events.
type limited struct {
	net.Listener

	free chan struct{}
}

func newLimited(l net.Listener, most int) limited {
	s := limited{l, make(chan struct{}, most)}
	for range most {
		s.free <- struct{}{}
	}
	return s
}

func (s limited) Accept() (net.Conn, error) {
	<-s.free
	c, err := s.Listener.Accept()
	release := sync.OnceFunc(func() { s.free <- struct{}{} })
	if err != nil {
		release()
		return nil, err
	}
	return &releasing{c, release}, nil
}

// releasing is a connection that is served.
type releasing struct {
	net.Conn

	release func()
}

func (r *releasing) Close() error {
	defer r.release()
	return r.Conn.Close()
}
