//go:build !race

package selftest

// sampled is which part of the dictionary is looked at: one defect in so many.
func sampled() int { return 100 }
