//go:build unix

package main

import (
	"os"
	"syscall"
)

// peakMemory is the most memory that a process took, in KiB on Linux.
func peakMemory(state *os.ProcessState) (int64, bool) {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, false
	}
	return int64(usage.Maxrss), true //nolint:unconvert // it is an int32 elsewhere
}
