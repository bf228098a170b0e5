//go:build long

package main

import "testing"

// oneDeviationOf says that every one of the deviations is mended and changed.
const oneDeviationOf = 1

// TestLongScripts runs the transcripts that take long.
func TestLongScripts(t *testing.T) {
	withoutDetector(t)
	runScripts(t, "testdata/script/long")
}
