//go:build !race

package fuzz_test

// slow says that the race detector is on, under which whole campaigns take minutes.
const slow = false
