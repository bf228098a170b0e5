package trial

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// mostNamed is how many servers are named of a kind.
const mostNamed = 10

// WriteText writes what came of the campaigns. It reports false if a server that
// conforms was blamed.
func WriteText(w io.Writer, o Options, trials []Trial) bool {
	var found, missed, blamed, cut []Trial
	conforming := 0
	for _, t := range trials {
		if len(t.Took) == 0 {
			continue
		}
		if len(t.Cut) > 0 {
			cut = append(cut, t)
		}
		switch {
		case !t.Server.conforms() && t.median() < 0:
			missed = append(missed, t)
		case !t.Server.conforms():
			found = append(found, t)
		default:
			conforming++
			if slices.ContainsFunc(t.Took, func(n int) bool { return n >= 0 }) {
				blamed = append(blamed, t)
			}
		}
	}
	slices.SortFunc(found, func(a, b Trial) int {
		return cmp.Or(cmp.Compare(b.median(), a.median()), strings.Compare(a.Server.Name, b.Server.Name))
	})
	_, _ = fmt.Fprintf(w, "\nCampaigns of %d requests, seeds 1 to %d: of %d defects %d are found", o.Requests, o.Seeds, len(found)+len(missed), len(found))
	if middle := (len(found) + len(missed)) / 2; middle < len(found) { // those that are missed are slower than any
		_, _ = fmt.Fprintf(w, ", and half of all within %d requests", found[len(found)-1-middle].median())
	}
	_, _ = fmt.Fprintf(w, ".\nServers that conform: %d, of which %d are blamed.\n", conforming, len(blamed))
	list := func(title string, trials []Trial) {
		if len(trials) == 0 {
			return
		}
		_, _ = fmt.Fprintf(w, "%s:\n", title)
		for _, t := range trials[:min(len(trials), mostNamed)] {
			_, _ = fmt.Fprintf(w, "  %-40s %-12s %s %s\n", t.Server.Name, t.Server.Level, requests(t.Took), t.Rule)
		}
		if more := len(trials) - mostNamed; more > 0 {
			_, _ = fmt.Fprintf(w, "  … and %d more; --report json=FILE has them all\n", more)
		}
	}
	list("Blamed, and conforming", blamed)
	list("The slowest to find, by seed", found[:min(len(found), mostNamed)])
	list("Not found by most of the seeds", missed)
	for _, t := range cut {
		_, _ = fmt.Fprintf(w, "%s had %s requests only: a campaign ends after %s.\n", t.Server.Name, requests(t.Cut), o.Duration)
	}
	return len(blamed) == 0
}

// requests lists numbers of requests.
func requests(took []int) string {
	words := make([]string, len(took))
	for i, n := range took {
		words[i] = strconv.Itoa(n)
		if n < 0 {
			words[i] = "never"
		}
	}
	return strings.Join(words, ", ")
}
