//go:build !long || race

package fuzz_test

// On how many servers each target is tried, and with how many inputs.
const (
	cleanServers = 4
	cleanInputs  = 30
)
