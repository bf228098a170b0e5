package waive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// Draft is what a file of waivers is written from.
type Draft struct {
	Name    string        // of the file, for errors
	Old     []byte        // what is in it so far, or nil
	Waivers []Resolved    // the waivers in Old
	Others  []Resolved    // waivers of other files, which need not be written once more
	Report  report.Report // the run, redacted
	Again   report.Report // the run of its failures once more, redacted; may be empty
	Today   time.Time
}

// Written says what became of a file of waivers.
type Written struct {
	Waivers  int      // that are in it
	New      int      // of these
	Changed  int      // that pin another answer than before
	Removed  int      // patterns that are not needed any more
	Renewed  []string // where those stood that had expired, and are written without a date
	Unfilled int      // that have no reason yet
	Unsteady []string // results that failed one time and passed another, for which none is written
	Covers   bool     // whether the run passes with them
}

// Summary says in sentences what is in the file of that name now, and what to do next.
func (w Written) Summary(name string) string {
	var parts []string
	for _, count := range []struct {
		n    int
		what string
	}{{w.New, "new"}, {w.Changed, "with another answer than before"}, {w.Removed, "taken out or shortened"}, {w.Unfilled, "still without a reason"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	text := fmt.Sprintf("%d waivers are in %s now", w.Waivers, name)
	if w.Waivers == 1 {
		text = "1 waiver is in " + name + " now"
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	text += ".\n"
	if len(w.Renewed) > 0 {
		text += "Expired, and written without a date: " + strings.Join(w.Renewed, ", ") + ".\n"
	}
	if len(w.Unsteady) > 0 {
		text += "These failed once and passed once, which no waiver can hold: " + strings.Join(w.Unsteady, ", ") + ".\n"
	}
	if w.Covers {
		text += "The run passes with them, so the exit code is 0.\n"
	}
	if w.Unfilled > 0 {
		return text + "Give the reasons, commit the file, and run with --waivers " + name + "."
	}
	return text + "Commit the file, and run with --waivers " + name + "."
}

// Rewrite gives the file of waivers that the failures of a run need: what is in
// the file and still needed with its reasons and comments, and what is missing,
// pinned and with a reason to fill in. It is sorted, and the same for the same
// failures.
func Rewrite(d Draft) ([]byte, Written, error) {
	all, unsteady := needs(d.Report, d.Again, d.Others)
	w := writer{
		draft: d, judged: newJudgement(d.Report, d.Waivers), encodings: map[string]int{},
		written: Written{Unsteady: unsteady},
	}
	for _, result := range d.Report.Results {
		w.encodings[result.ID]++
	}
	changed, missing := w.sort(all)
	var drafts []drafted
	for i := range d.Waivers {
		drafts = append(drafts, w.keep(i, changed[i])...)
	}
	fresh := w.group(-1, Waiver{Reason: Unfilled}, missing)
	w.written.New = len(fresh)
	drafts = append(drafts, fresh...)
	slices.SortStableFunc(drafts, compareDrafts)
	w.written.Waivers = len(drafts)
	for _, one := range drafts {
		if one.Reason == Unfilled {
			w.written.Unfilled++
		}
	}
	text, err := encode(d.Old, drafts)
	return text, w.written, err
}

// drafted is a waiver to be written.
type drafted struct {
	Waiver

	from         int    // the index of the waiver that it is made from, or -1
	keepsComment bool   // it takes over the comments of that waiver
	why          string // what is wrong, in a sentence, if it is new
}

// words are the pins as a text, to sort by.
func (p Pins) words() string {
	var all []string
	for _, one := range p {
		all = append(all, one.String())
	}
	return strings.Join(all, "\n")
}

func compareDrafts(a, b drafted) int {
	return cmp.Or(slices.Compare(a.Patterns, b.Patterns), cmp.Compare(a.Encoding, b.Encoding),
		cmp.Compare(a.Aspect, b.Aspect), strings.Compare(a.Pins.words(), b.Pins.words()), strings.Compare(a.Reason, b.Reason))
}

type writer struct {
	draft     Draft
	judged    judgement      // by the waivers that are there
	encodings map[string]int // how many encodings a case is run in
	written   Written
}

// sort finds for each need that no waiver excuses the one that pins another
// answer, or none.
func (w *writer) sort(all []need) (changed map[int][]need, missing []need) {
	changed = map[int][]need{}
	for _, n := range all {
		if len(w.judged.excusing(n.place, n.seen)) > 0 {
			continue
		}
		heir := slices.IndexFunc(w.draft.Waivers, func(r Resolved) bool { return r.covers(n.place) && r.about(n.seen) })
		for i, waiver := range w.draft.Waivers { // rather one that has nothing else to excuse there
			if waiver.covers(n.place) && waiver.about(n.seen) && !w.judged.used[spot{i, n.place}] {
				heir = i
				break
			}
		}
		if heir < 0 {
			missing = append(missing, n)
			continue
		}
		changed[heir] = append(changed[heir], n)
	}
	return changed, missing
}

// keep writes a waiver again, as far as it is needed or is not known not to be,
// and what it has to be changed to.
func (w *writer) keep(i int, changed []need) []drafted {
	waiver := w.draft.Waivers[i]
	whole := waiver.Waiver
	whole.Patterns = nil
	parts := map[cases.Encoding][]string{}
	for _, target := range waiver.Targets {
		left, gone := w.divide(i, target, changed)
		switch {
		case len(gone) == 0 && len(left) == len(target.Places), target.Wide && len(left) > 0:
			whole.Patterns = append(whole.Patterns, target.Pattern)
			continue
		case len(gone) > 0:
			w.written.Removed++
		}
		for _, place := range left {
			result := w.draft.Report.Results[place]
			parts[result.Encoding] = append(parts[result.Encoding], result.ID)
		}
	}
	var all []drafted
	if len(whole.Patterns) > 0 {
		slices.Sort(whole.Patterns)
		all = append(all, drafted{Waiver: whole, from: i})
	}
	for _, encoding := range cases.Encodings() {
		if len(parts[encoding]) > 0 {
			one := waiver.Waiver
			one.Encoding, one.Patterns = encoding, slices.Compact(slices.Sorted(slices.Values(parts[encoding])))
			all = append(all, drafted{Waiver: one, from: i})
		}
	}
	for k := range all {
		all[k].Pins, _ = w.judged.pins(i)
	}
	others := w.group(i, waiver.Waiver, changed)
	w.written.Changed += len(others)
	all = append(all, others...)
	if len(all) == 0 {
		return nil
	}
	all[0].keepsComment = true
	if waiver.expired(w.draft.Today) {
		w.written.Renewed = append(w.written.Renewed, waiver.Source)
		for k := range all {
			all[k].Expires = ""
		}
	}
	return all
}

// divide says of a pattern where the waiver is still needed, or is not known not
// to be, and where it is needed no more.
func (w *writer) divide(i int, target Target, changed []need) (left, gone []int) {
	for _, place := range target.Places {
		switch {
		case w.judged.used[spot{i, place}], !ran(w.draft.Report.Results[place]):
			left = append(left, place)
		case !slices.ContainsFunc(changed, func(n need) bool { return n.place == place }):
			gone = append(gone, place)
		}
	}
	return left, gone
}

// group puts needs together that one waiver can state: those with one cause,
// each case in all its encodings or in one. What differs within is the answer.
func (w *writer) group(from int, like Waiver, all []need) []drafted {
	type key struct {
		cause    string
		aspect   report.Aspect
		pinned   bool
		encoding cases.Encoding
	}
	groups := map[key]*drafted{}
	for _, n := range all {
		result := w.draft.Report.Results[n.place]
		k := key{n.cause, n.aspect, len(n.pins) > 0, w.encoding(n, all)}
		if groups[k] == nil {
			groups[k] = &drafted{Waiver: like, from: from, why: n.seen.why}
			groups[k].Patterns, groups[k].Pins = nil, nil
			groups[k].Encoding, groups[k].Aspect = k.encoding, k.aspect
		}
		groups[k].Patterns = append(groups[k].Patterns, result.ID)
		groups[k].Pins = append(groups[k].Pins, n.pins...)
	}
	var drafts []drafted
	for _, one := range groups { // in any order: they are sorted below
		slices.Sort(one.Patterns)
		one.Patterns = slices.Compact(one.Patterns)
		slices.SortFunc(one.Pins, func(a, b Pin) int { return strings.Compare(a.String(), b.String()) })
		one.Pins = slices.CompactFunc(one.Pins, func(a, b Pin) bool { return a.String() == b.String() })
		drafts = append(drafts, *one)
	}
	slices.SortFunc(drafts, compareDrafts)
	return drafts
}

// encoding gives the encoding of a need, or none if its case needs the same in all of them.
func (w *writer) encoding(n need, all []need) cases.Encoding {
	own := w.draft.Report.Results[n.place]
	in := map[cases.Encoding]bool{}
	for _, other := range all {
		result := w.draft.Report.Results[other.place]
		if result.ID == own.ID && other.aspect == n.aspect && other.cause == n.cause && (len(other.pins) > 0) == (len(n.pins) > 0) {
			in[result.Encoding] = true
		}
	}
	if len(in) == w.encodings[own.ID] {
		return ""
	}
	return own.Encoding
}
