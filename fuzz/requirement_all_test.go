//go:build long && !race

package fuzz_test

import "hash/crc32"

// namedAlike says which defects are tried for the name that a run gives them: one in eighty.
func namedAlike(defect string) bool { return crc32.ChecksumIEEE([]byte(defect))%80 == 0 }
