package campaign

import (
	"fmt"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/target"
)

// manyBeside is how many findings that never showed again have one cause: what was under way
// with them, or chance.
const manyBeside = 3

// settleBeside makes one finding of many that did not show again once when they were sent
// again: that the target answers wrongly is then no matter of their input.
func (s *state) settleBeside() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var one finding.Finding
	count, forms := 0, 0
	passing := func(f *found) bool {
		return f.Checked == finding.Checks && f.Repeats == 0 && len(f.Exchanges) > 0 && !target.BrokeOff(f.Exchanges[len(f.Exchanges)-1].Break)
	}
	for _, b := range s.buckets.of {
		for _, f := range b.findings {
			if !passing(f) {
				continue
			}
			if forms++; forms == 1 || f.RequestsToFind < one.RequestsToFind {
				level := f.Level()
				if forms > 1 {
					level = cases.Strictest(level, one.Level())
				}
				one = f.Finding
				one.Mismatch.Level = level
			}
			count += f.Count
		}
	}
	if forms < manyBeside {
		return
	}
	for cause, b := range s.buckets.of {
		var kept []*found
		for _, f := range b.findings {
			if !passing(f) {
				kept = append(kept, f)
			}
		}
		if b.findings = kept; len(kept) == 0 {
			delete(s.buckets.of, cause)
		}
	}
	one.Count = count
	one.Mismatch.Explanation = fmt.Sprintf("The target answers wrongly only now and then: %d answers were wrong, in %d ways, and none of these showed again in %d tries each. Requests may get the answers of others that are under way; or it is a matter of chance. The one shown is the first. To fuzz with --workers 1 tells which.", count, forms, finding.Checks)
	s.buckets.set(one, "only now and then")
}
