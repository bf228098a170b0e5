//go:build unix

package gauntlet

import (
	"fmt"
	"net"
	"syscall"
)

// shorten bounds how many connections wait to be accepted. To listen once more at a
// socket that listens changes nothing else.
func shorten(l net.Listener, backlog int) error {
	socket, ok := l.(syscall.Conn)
	if !ok {
		return fmt.Errorf("%T has no descriptor", l)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return fmt.Errorf("reaching the socket: %w", err)
	}
	var failed error
	if err := raw.Control(func(fd uintptr) { failed = syscall.Listen(int(fd), backlog) }); err != nil {
		return fmt.Errorf("reaching the socket: %w", err)
	}
	return failed
}
