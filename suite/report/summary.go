package report

import "github.com/regspec/regspec/cases"

// Summary counts the results.
type Summary struct {
	Total    int `json:"total"`    // every case in every encoding that there is
	Selected int `json:"selected"` // those that were asked for
	Run      int `json:"run"`      // those with a verdict on the target: passed, or failed, waived or not
	NotRun   int `json:"not_run"`  // selected and not run
	Passed   int `json:"passed"`
	Failed   int `json:"failed"`  // at any level
	Waived   int `json:"waived"`  // the blocked that are waived among them
	Skipped  int `json:"skipped"` // the deselected among them
	Errored  int `json:"errored"`
	// FailedByLevel counts the failed; every level is there.
	FailedByLevel map[cases.Level]int `json:"failed_by_level"`
}

// Summarise counts results.
func Summarise(results []Result) Summary {
	s := Summary{Total: len(results), FailedByLevel: map[cases.Level]int{}}
	blocked := 0
	for _, level := range cases.Levels() {
		s.FailedByLevel[level] = 0
	}
	for _, r := range results {
		if r.Skip != SkipDeselected {
			s.Selected++
		}
		switch r.Verdict {
		case Passed:
			s.Passed++
		case Failed:
			s.Failed++
			s.FailedByLevel[r.Level]++
		case Waived:
			s.Waived++
			if r.Skip == SkipBlocked {
				blocked++
			}
		case Skipped:
			s.Skipped++
		case Errored:
			s.Errored++
		}
	}
	s.Run = s.Passed + s.Failed + s.Waived - blocked
	s.NotRun = s.Selected - s.Run
	return s
}

// WaivedBlocked counts the waived results that did not run, since they were blocked.
func (s Summary) WaivedBlocked() int { return s.Passed + s.Failed + s.Waived - s.Run }

// SelectedSkips counts the selected results that were skipped. Those that were blocked
// are among them, waived or not.
func (s Summary) SelectedSkips() int { return s.Skipped - (s.Total - s.Selected) + s.WaivedBlocked() }
