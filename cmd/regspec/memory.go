package main

import (
	"os"
	"runtime/debug"
)

// memoryLimit is up to how many bytes of memory garbage may pile up. What is kept of a
// target is bounded to much less.
const memoryLimit = 150 << 20

// limitMemory sets the limit, unless the user has set one, and gives what undoes that.
func limitMemory() func() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(memoryLimit)
	return func() { debug.SetMemoryLimit(before) }
}
