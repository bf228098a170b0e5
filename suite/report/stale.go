package report

import (
	"slices"
	"strconv"
	"strings"
)

// StaleWaivers says of each stale waiver, in a line, what is the matter with it and what
// to do about it.
func (r *Report) StaleWaivers() []string {
	if r.Waivers == nil {
		return nil
	}
	var places []string
	texts := map[string][]string{}
	told := map[string]bool{}
	for _, s := range r.Waivers.Stale {
		if !slices.Contains(places, s.Waiver) {
			places = append(places, s.Waiver)
		}
		if key := s.Waiver + "\x00" + string(s.Kind); !told[key] {
			told[key] = true
			texts[s.Waiver] = append(texts[s.Waiver], r.stale(s))
		}
	}
	for i, place := range places {
		places[i] = place + ": " + strings.Join(texts[place], "; ")
	}
	return places
}

// stale is the clause about a waiver and about all others of the same one and kind, of
// which a waiver with several patterns may have many.
func (r *Report) stale(one Stale) string {
	text, results, several := one.Text, 0, false
	for _, s := range r.Waivers.Stale {
		if s.Waiver == one.Waiver && s.Kind == one.Kind {
			results += len(s.Results)
			several = several || s.Case != one.Case
		}
	}
	if several {
		text = strconv.Itoa(results) + " of its cases " + map[StaleKind]string{
			StalePassed: "pass now", StaleMended: "fail otherwise now", StaleChanged: "have another answer than is pinned",
		}[one.Kind]
	}
	switch one.Kind {
	case StalePassed, StaleMended:
		if several && r.applied(one.Waiver) {
			return text + "; take them out"
		}
		return text + "; take it out"
	case StaleChanged:
		return text + "; look at it again, and pin the new answer or mend the server"
	case StaleExpired:
		return text + "; mend the server, or decide anew until when it is borne"
	}
	return text
}

// applied reports whether a waiver excuses something.
func (r *Report) applied(waiver string) bool {
	return slices.ContainsFunc(r.AppliedWaivers(), func(a AppliedWaiver) bool { return a.Waiver == waiver })
}
