package waive

import (
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// observation is one way in which a result fails, and the answer that does.
type observation struct {
	aspect  report.Aspect
	level   cases.Level
	step    int
	cause   string // what observations with one cause have in common
	why     string // in a sentence
	status  int    // 0 where no whole answer came
	telling bool   // the status is a part of what is wrong
	text    string
	sent    string // the body of the request
}

// observe lists the ways in which a result fails. One that could not be done
// since the target failed before fails in one way, with the aspect blocked.
func observe(r report.Result) []observation {
	var all []observation
	if r.Skip == report.SkipBlocked {
		all = append(all, observation{
			aspect: report.AspectBlocked, level: r.Level, step: len(r.Exchanges), cause: r.Reason, why: r.Reason, text: r.Reason,
		})
	}
	for _, m := range r.Mismatches {
		all = append(all, observation{
			aspect: m.Aspect, level: m.Level, step: m.Step, cause: m.Cause(), why: m.Explanation, text: m.Actual,
		})
	}
	wrong := map[int]bool{} // the steps of which one mismatch is about the status
	for _, o := range all {
		wrong[o.step] = wrong[o.step] || o.aspect == report.AspectStatus
	}
	for i, o := range all {
		all[i].text = strings.ToValidUTF8(o.text, "\uFFFD") // as it is in JSON and YAML
		if o.step < 1 || o.step > len(r.Exchanges) {
			continue
		}
		x := r.Exchanges[o.step-1]
		all[i].sent = string(x.Request.Body)
		if x.Answer != nil && x.Break == nil {
			all[i].status = x.Answer.Status
			all[i].telling = o.aspect == report.AspectStatus || !wrong[o.step] && x.Answer.Status/100 != 4
		}
	}
	return all
}

// ran reports whether a result says anything about the target, so that a waiver
// can be judged by it.
func ran(r report.Result) bool {
	return r.Verdict == report.Passed || r.Verdict == report.Failed || r.Verdict == report.Waived ||
		r.Verdict == report.Skipped && r.Skip == report.SkipBlocked
}
