//go:build race

package main

// slowness is how many times longer everything may take: a command in a script is
// this test itself, with the race detector.
const slowness = 8
