package format

import (
	"fmt"
	"slices"

	"github.com/regspec/regspec/suite/report"
)

// sharesCredentials reports whether a result shows that several clients got the
// same credentials.
func sharesCredentials(r report.Result) bool {
	return r.Verdict == report.Failed && slices.ContainsFunc(r.Mismatches, func(m report.Mismatch) bool {
		return m.Requirement == "credentials.unique" && m.Aspect == report.AspectMember
	})
}

// Remarks are the sentences about the run as a whole.
func Remarks(r report.Report) []string {
	all := remarks(r, "")
	if text := blockedByWaived(r); text != "" {
		all = append(all, text)
	}
	return all
}

// remarks are those but the last, and but for what is said of a file of waivers that is
// written after them.
func remarks(r report.Report, rewritten string) []string {
	var all []string
	if r.Shard != nil {
		all = append(all, "This is shard "+r.Shard.String()+" of a run; regspec merge puts the shards together.")
	}
	if r.Unreachable != "" {
		all = append(all, "The target could not be tested: "+r.Unreachable+".")
	}
	if r.Stopped != "" {
		all = append(all, r.Stopped)
	}
	if r.OneAnswer != "" {
		all = append(all, r.OneAnswer)
	}
	if slices.ContainsFunc(r.Results, sharesCredentials) {
		all = append(all, "Registrations were given the same credentials. Mend that first: whatever else fails may come of it.")
	}
	if r.Interrupted {
		all = append(all, "The run was interrupted; what was done until then is reported.")
	}
	all = append(all, gateRemarks(r, rewritten)...)
	for _, i := range r.Information {
		all = append(all, i.String())
	}
	for i, sentence := range all { // it may hold what a server sent
		all[i] = report.Visible(sentence)
	}
	return all
}

// gateRemarks are the sentences about waivers and retries.
func gateRemarks(r report.Report, rewritten string) []string {
	var all []string
	if w := r.Waivers; w != nil {
		if w.Void != "" {
			all = append(all, w.Void)
		}
		unfilled := slices.DeleteFunc(slices.Clone(w.Unfilled), func(source string) bool {
			file, _ := fileAndLine(source)
			return file == rewritten
		})
		if n := len(unfilled); n > 0 {
			all = append(all, fmt.Sprintf("%s %s no reason yet; fill it in: %s", plural(n, "waiver"), choose(n, "has", "have"), listed(unfilled, excusesShown)))
		}
	}
	repeated, settled := 0, 0
	for _, one := range r.Results {
		if len(one.Attempts) > 0 {
			repeated++
			if one.Verdict != report.Errored {
				settled++
			}
		}
	}
	if repeated > 0 {
		all = append(all, fmt.Sprintf("%s %s repeated for want of a verdict (--retries); %d of them have one now.", plural(repeated, "case"), choose(repeated, "was", "were"), settled))
	}
	return all
}

// blockedByWaived says why a run is red where what is wrong is waived, and what to do, or "".
func blockedByWaived(r report.Report) string {
	n := r.BlockedByWaived()
	if n == 0 {
		return ""
	}
	return plural(n, "case") + choose(n, " is", " are") + " blocked and not waived: a waiver of a failure does not excuse the cases that the failure blocks. " +
		"--write-waivers FILE writes waivers for them, too (aspect: blocked)."
}
