//go:build race

package selftest

// sampled is which part of the dictionary is looked at: one defect in so many. Under the
// race detector a run of all cases takes ten times as long.
func sampled() int { return 1000 }
