package wire

import (
	"fmt"
	"strings"
)

const (
	// longestUnit is how long the part may be that a run repeats, in bytes.
	longestUnit = 16
	// shortestRun is how long a run must be to be worth a command of its own, in bytes.
	shortestRun = 1000
)

// run is a part of a body that is one short text over and over.
type run struct{ start, unit, times int }

func (r run) end() int { return r.start + r.unit*r.times }

// runs are in order and do not overlap.
type runs []run

// findRuns finds where a body repeats itself, as one that is long or deeply
// nested on purpose does.
func findRuns(body []byte) runs {
	var all runs
	for i := 0; i+shortestRun <= len(body); {
		r := runAt(body, i)
		switch {
		case r.times == 0:
			i++
		case sayable(body[i : i+r.unit]):
			all = append(all, r)
			i = r.end()
		case r.unit > 1 && body[i] == '-':
			i++ // its next letter may begin it as well
		default:
			i = r.end()
		}
	}
	return all
}

// sayable reports whether yes can say a text: it takes a dash for an option, and
// its line ends are taken away.
func sayable(text []byte) bool { return text[0] != '-' && printable(string(text)) }

// runAt is the run of the shortest unit that begins at a place, or one of no times.
func runAt(body []byte, start int) run {
	for unit := 1; unit <= longestUnit; unit++ {
		end := start + unit
		for end < len(body) && body[end] == body[end-unit] {
			end++
		}
		if r := (run{start, unit, (end - start) / unit}); r.end()-start >= shortestRun {
			return r
		}
	}
	return run{}
}

// shell is a command that prints the body.
func (all runs) shell(body []byte) string {
	var parts []string
	done := 0
	plain := func(end int) {
		if end > done {
			parts = append(parts, "printf "+format(body[done:end]))
		}
		done = end
	}
	for _, r := range all {
		plain(r.start)
		unit := single(string(body[r.start : r.start+r.unit]))
		parts = append(parts, fmt.Sprintf(`yes %s | head -n %d | tr -d '\n'`, unit, r.times))
		done = r.end()
	}
	plain(len(body))
	return "{ " + strings.Join(parts, "; ") + "; }"
}
