//go:build long && !race

package fuzz_test

// namedAlike says which defects are tried for the name that a run gives them: all.
func namedAlike(string) bool { return true }
