//go:build unix

package wire

import (
	"errors"
	"net"
	"syscall"
)

// probe looks whether a kept connection is still silent. A server that closed
// it, or sent more than its answer, is so noticed before the next request is
// sent, and not by taking the rest of one answer for the next.
type probe struct {
	raw    syscall.RawConn
	look   func(fd uintptr) bool // made once, so that a look costs no allocation
	silent bool
	one    [1]byte
}

// newProbe returns nil for a connection that is not the kernel's.
func newProbe(conn net.Conn) *probe {
	under, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := under.SyscallConn()
	if err != nil {
		return nil
	}
	p := &probe{raw: raw}
	p.look = func(fd uintptr) bool {
		// The descriptor does not block. A byte that is taken here is no loss:
		// the connection is given up.
		_, err := syscall.Read(int(fd), p.one[:])
		p.silent = errors.Is(err, syscall.EAGAIN)
		return true
	}
	return p
}

// still reports whether the connection can be used once more.
func (p *probe) still() bool {
	if p == nil {
		return true
	}
	return p.raw.Read(p.look) == nil && p.silent
}
