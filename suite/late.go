package suite

import (
	"slices"

	"github.com/regspec/regspec/suite/report"
)

// mostLate is how many cases must be late alone until the others are not tried so.
const mostLate = 2

// late reports whether all that is wrong with a result is how long answers took.
func late(result report.Result) bool {
	return len(result.Mismatches) > 0 && !slices.ContainsFunc(result.Mismatches, func(m report.Mismatch) bool { return m.Aspect != report.AspectTime })
}
