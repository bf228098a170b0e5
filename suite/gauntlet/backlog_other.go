//go:build !unix

package gauntlet

import "net"

// shorten does nothing where a socket cannot be asked to listen again.
func shorten(net.Listener, int) error { return nil }
