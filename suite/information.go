package suite

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
)

// bearing says what the target was found to bear, where that is out of the ordinary.
func (s *Execution) bearing() []report.Information {
	var all []report.Information
	tell := func(format string, values ...any) {
		all = append(all, report.Information{Text: fmt.Sprintf(format, values...)})
	}
	for _, text := range s.paced.Bearing() {
		tell("%s", text)
	}
	if b := &s.beside; b.partlyOf > 0 {
		tell("Some of what failed comes and goes: of %d failures that were asked again alone %d passed.", b.partlyOf, b.partlyOf-b.partly)
	}
	if s.isolation.tooMuch != "" {
		tell("%s", s.isolation.tooMuch)
	}
	if away := s.isolation.unexplained; len(away) == 1 {
		tell("The target answered nothing for %s, and then did again; it was not seen over which request.", away[0].Round(100*time.Millisecond))
	} else if len(away) > 1 {
		tell("%d times the target answered nothing for up to %s, and then did again; it was on no request in particular.", len(away), slices.Max(away).Round(100*time.Millisecond))
	}
	if s.isolation.shortened > 0 {
		tell("%d requests had no answer within %s while others were answered; from then on an answer was not waited for as long, and at last for %s.",
			mostHung, s.options.Wire.Timeout, s.isolation.shortened)
	}
	return all
}

// slowed tells that the target limits the rate of requests, and what that means for the
// run.
func (s *Execution) slowed(perSecond float64) {
	if s.options.Notice == nil {
		return
	}
	text := fmt.Sprintf("The target limits requests to about %s a second: this run will take about %s", target.Rate(perSecond), minutes(s.requests("")/perSecond))
	if documented := s.requests(cases.Documented); documented*2 < s.requests("") {
		text += "; --level documented takes " + minutes(documented/perSecond)
	}
	s.options.Notice(text + ".")
}

// requests is how many requests the selected cases of a level send, or of all levels.
func (s *Execution) requests(level cases.Level) float64 {
	n := 0
	for _, e := range s.entries {
		if e.Deselected == "" && (level == "" || e.Case.Level == level) {
			n += len(e.Case.Steps)
		}
	}
	return float64(n)
}

// minutes writes seconds as somebody waits for them.
func minutes(seconds float64) string {
	if seconds < 90 {
		return fmt.Sprintf("%.0f seconds", math.Ceil(seconds))
	}
	return fmt.Sprintf("%.0f minutes", math.Ceil(seconds/60))
}
