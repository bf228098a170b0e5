package suite

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/waive"
)

// ResolveWaivers finds what each waiver covers among the entries of the catalogue, which
// are those that Select gives, in order. It fails with a *SelectionError that
// names every pattern that covers nothing.
func ResolveWaivers(c *cases.Catalogue, waivers []waive.Waiver) ([]waive.Resolved, error) {
	entries := expand(c)
	var resolved []waive.Resolved
	var problems []string
	for _, w := range waivers {
		one := waive.Resolved{Waiver: w}
		for i, pattern := range w.Patterns {
			target, err := covered(c, entries, pattern, w.Encoding)
			if err != nil {
				problems = append(problems, w.PatternSource(i)+": "+err.Error())
			}
			one.Targets = append(one.Targets, target)
		}
		resolved = append(resolved, one)
	}
	if len(problems) > 0 {
		return nil, &SelectionError{strings.Join(problems, "\n")}
	}
	return resolved, nil
}

// target is what one pattern of a waiver covers.
func covered(c *cases.Catalogue, entries []Entry, pattern string, encoding cases.Encoding) (waive.Target, error) {
	found, err := matchers(c, entries, []string{pattern})
	if err != nil {
		return waive.Target{}, err
	}
	t := waive.Target{Pattern: pattern}
	id, _, _ := strings.Cut(pattern, " [")
	for place, e := range entries {
		if found[0](e) && (encoding == "" || encoding == e.Encoding) {
			t.Places = append(t.Places, place)
			t.Wide = t.Wide || e.Case.ID != id
		}
	}
	if len(t.Places) == 0 {
		return t, &SelectionError{fmt.Sprintf("no case matches %q: none of them is run as %s", pattern, encoding)}
	}
	return t, nil
}

// redactAndWaive gives the report without its credentials, and with the failures
// waived that the waivers excuse. These are compared with what is redacted, also
// where the report keeps its credentials.
func (s *Execution) redactAndWaive(r report.Report) report.Report {
	if s.options.ShowSecrets && len(s.waivers) == 0 {
		return r
	}
	redactor := s.kept.redactor
	judged := redactor.Report(r)
	if len(s.waivers) == 0 {
		return judged
	}
	judged = waive.Judge(judged, s.waivers, s.options.Today)
	if !s.options.ShowSecrets {
		for _, one := range judged.Results {
			for i, change := range one.Changes { // somebody may have pinned a credential
				one.Changes[i] = redactor.Change(change)
			}
		}
		return judged
	}
	r.Results = slices.Clone(r.Results)
	for i, one := range judged.Results {
		r.Results[i].Verdict, r.Results[i].Excuses, r.Results[i].Changes = one.Verdict, one.Excuses, one.Changes
	}
	r.Waivers, r.Summary = judged.Waivers, judged.Summary
	return r
}

// ApplyWaivers judges the results of an earlier report by the waivers of the options
// instead of those that it was made with. Without any, it is left as it is. It fails if
// the report is of another catalogue, or if ResolveWaivers fails.
func ApplyWaivers(r report.Report, o Options) (report.Report, error) {
	if len(o.Waivers) == 0 {
		return r, nil
	}
	if r.Catalogue != digest(o.Catalogue) {
		return r, errors.New("the waivers cannot be judged: the report was made with other cases than these; name those of your own with --cases")
	}
	waivers, err := ResolveWaivers(o.Catalogue, o.Waivers)
	if err != nil {
		return r, err
	}
	r.Results = slices.Clone(r.Results)
	for i, one := range r.Results {
		if one.Verdict == report.Waived {
			r.Results[i].Verdict = report.Failed
			if one.Skip == report.SkipBlocked {
				r.Results[i].Verdict = report.Skipped
			}
		}
		r.Results[i].Excuses, r.Results[i].Changes = nil, nil
	}
	r = waive.Judge(r, waivers, o.Today)
	r.Requirements = report.Matrix(o.Catalogue.Requirements, r.Results)
	return diagnosed(r, o.Catalogue), nil
}
