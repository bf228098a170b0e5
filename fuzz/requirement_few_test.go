//go:build !long || race

package fuzz_test

import "slices"

// namedAlike says which defects are tried for the name that a run gives them.
func namedAlike(defect string) bool {
	return slices.Contains([]string{"get-registers", "redirect-number-as-text", "redirect-uri-empty-crashes"}, defect)
}
