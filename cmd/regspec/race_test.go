//go:build race

package main

const (
	// underRace tells that the race detector is on. A command in a script is
	// without it all the same, unless the script says detected.
	underRace = true

	// slowness is how many times longer everything may take then.
	slowness = 8
)
