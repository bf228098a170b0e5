package main

import (
	"os"
	"runtime/debug"
)

// Up to how many bytes of memory garbage may pile up in a run and in a campaign. What is kept
// of a target is bounded to much less. A campaign keeps more the longer it takes, and must
// not let garbage grow with it.
const (
	memoryOfRun      = 150 << 20
	memoryOfCampaign = 90 << 20
)

// limitMemory sets a limit, unless the user has set one, and gives what undoes that.
func limitMemory(limit int64) func() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(limit)
	return func() { debug.SetMemoryLimit(before) }
}
