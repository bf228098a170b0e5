//go:build long

package suite

import "testing"

// A far-away target costs little more than it must: its slowest case, or an
// equal share of all the waiting for each of those that wait. The best of three
// runs counts: others may be using the processor.
func TestFarTarget(t *testing.T) {
	if UnderRace {
		t.Skip("the race detector takes longer than the waiting; .ci/run tries it without")
	}
	target := serve(t, far())
	for try := 1; ; try++ {
		longest, ideal, whole := farRun(t, target)
		if whole < ideal*3/2 {
			return
		}
		if try == 3 {
			t.Fatalf("the run takes %s; the slowest case takes %s, and no run could take less than %s", whole, longest, ideal)
		}
	}
}
