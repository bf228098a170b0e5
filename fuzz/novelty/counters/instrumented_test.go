//go:build instrumented

package counters

import (
	"testing"
	_ "unsafe" // for go:linkname
)

// coverage gives the counters of the instrumented code.
//
//go:linkname coverage internal/fuzz.coverage
func coverage() []byte

// TestOneCounterEach runs in a build in which only this package is instrumented. Each
// number sets a counter that no other number sets.
func TestOneCounterEach(t *testing.T) {
	all := coverage()
	if len(all) == 0 {
		t.Fatal("nothing is instrumented")
	}
	setBy := make([]int, len(all)) // how many numbers set a counter
	var set [Signatures + Pairs][]int
	for n := range set {
		clear(all)
		if n < Signatures {
			Signature(n)
		} else {
			Pair(n - Signatures)
		}
		for i, c := range all {
			if c > 0 {
				setBy[i]++
				set[n] = append(set[n], i)
			}
		}
	}
	for n, counters := range set {
		own := 0
		for _, i := range counters {
			if setBy[i] == 1 {
				own++
			}
		}
		if own != 1 {
			t.Errorf("%d has %d counters of its own", n, own)
		}
	}
	t.Logf("%d counters for %d numbers", len(all), len(set))
}
