//go:build race

package main

const (
	// underRace tells that the race detector is on.
	underRace = true

	// slowness is how many times longer everything may take then.
	slowness = 8
)
