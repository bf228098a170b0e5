//go:build !long || race

package fuzz_test

import "slices"

// namedAlike says which defects are tried for the name that a run gives them.
func namedAlike(defect string) bool {
	return slices.Contains([]string{"get-registers", "logo-ending-needed", "redirect-number-as-text", "charset-in-capitals-refused", "redirect-uri-empty-crashes"}, defect)
}
