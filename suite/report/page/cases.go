package page

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

// How many bytes of evidence the page has of the cases. The causes have theirs besides. What does
// not fit is in the JSON report.
const (
	evidenceShown = 300_000
	around        = 200 // what stands around each piece of it
)

// group is the cases of one subject.
type group struct {
	Subject string
	Cases   []row
	Failed  int
}

// row is a case in all its encodings.
type row struct {
	ID, Title string
	Level     cases.Level
	Results   []cell
	// About are the places of the requirements that the case tests and of those that its answers break, and
	// Causes the numbers of its causes, with spaces between them: the filter reads them.
	About, Causes string
	Failures      []failure
}

// cell is a case in one encoding.
type cell struct {
	Encoding cases.Encoding
	Verdict  report.Verdict
	Took     float64
}

// failure is how a case fails, in all encodings in which it fails so.
type failure struct {
	Encodings []cases.Encoding
	Summary   string
	Evidence  []brief // none where there is no room for more
}

// brief is a mismatch in few words; the command says what was sent.
type brief struct {
	Expected, Actual, Frame string
	Why                     string   // where the summary does not say it
	Again                   []string // in each encoding; nothing where the mismatch before says it
}

// groups gives the cases that were asked for by subject, and how many failures are
// without their evidence.
func groups(r report.Report, places map[string]int) (all []group, trimmed int) {
	of := causesOf(r)
	room := evidenceShown
	for i, one := range r.Results {
		if one.Skip == report.SkipDeselected {
			continue
		}
		subject, _, _ := strings.Cut(one.ID, "/")
		if len(all) == 0 || all[len(all)-1].Subject != report.Visible(subject) {
			all = append(all, group{Subject: report.Visible(subject)})
		}
		g := &all[len(all)-1]
		if last := len(g.Cases) - 1; last < 0 || i == 0 || r.Results[i-1].ID != one.ID {
			g.Cases = append(g.Cases, row{ID: report.Visible(one.ID), Title: short(one.Title), Level: one.Level})
		}
		current := &g.Cases[len(g.Cases)-1]
		current.add(one, of[one.Name()], places)
		if len(one.Mismatches) == 0 {
			continue
		}
		g.Failed++
		f := failureOf(r.Target, one, &room)
		if len(f.Evidence) == 0 {
			trimmed++
		}
		if n := len(current.Failures); n == 0 || !current.Failures[n-1].join(f) {
			current.Failures = append(current.Failures, f)
		}
	}
	return all, trimmed
}

// add takes a result into the row of its case.
func (c *row) add(r report.Result, causes []string, places map[string]int) {
	c.Results = append(c.Results, cell{r.Encoding, r.Verdict, r.DurationMS})
	c.Level = cases.Strictest(c.Level, r.Level)
	var about []string
	for _, requirement := range r.Requirements {
		about = append(about, strconv.Itoa(places[requirement]))
	}
	for _, m := range r.Mismatches {
		about = append(about, strconv.Itoa(places[m.Requirement]))
	}
	c.About, c.Causes = words(c.About, about), words(c.Causes, causes)
}

// words adds words to a text that has each once.
func words(text string, more []string) string {
	all := strings.Fields(text)
	for _, one := range more {
		if one = report.Visible(one); !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return strings.Join(all, " ")
}

// causesOf gives the numbers of the causes of each result, by its name.
func causesOf(r report.Report) map[string][]string {
	of := map[string][]string{}
	for i, c := range r.Causes {
		for _, name := range slices.Concat(c.Results, c.Blocked) {
			of[name] = append(of[name], strconv.Itoa(i+1))
		}
	}
	return of
}

// failureOf shows a failure, while there is room.
func failureOf(target string, r report.Result, room *int) failure {
	mismatches := report.Distinct(r.Mismatches)
	f := failure{Encodings: []cases.Encoding{r.Encoding}, Summary: short(mismatches[0].Explanation)}
	step := 0
	for _, m := range mismatches {
		if *room <= 0 {
			break
		}
		x := r.Exchange(m.Step)
		b := brief{Expected: short(m.Expected), Actual: short(m.Actual)}
		if x.Answer != nil {
			b.Frame = frameOf(*x.Answer)
		}
		if b.Why = short(m.Explanation); b.Why == f.Summary {
			b.Why = ""
		}
		if m.Step != step && m.Step <= len(r.Exchanges) {
			b.Again, step = []string{lines(format.Again(target, r, x))}, m.Step
		}
		*room -= around + len(template.HTMLEscapeString(b.Expected+b.Actual+b.Why+strings.Join(b.Again, "")))
		f.Evidence = append(f.Evidence, b)
	}
	return f
}

// join adds a failure in another encoding, if that is the same but for the requests.
func (f *failure) join(other failure) bool {
	same := slices.EqualFunc(f.Evidence, other.Evidence, func(a, b brief) bool {
		return a.Expected == b.Expected && a.Actual == b.Actual && a.Frame == b.Frame && a.Why == b.Why && (a.Again == nil) == (b.Again == nil)
	})
	if !same || f.Summary != other.Summary {
		return false
	}
	f.Encodings = append(f.Encodings, other.Encodings...)
	for i := range f.Evidence {
		f.Evidence[i].Again = append(f.Evidence[i].Again, other.Evidence[i].Again...)
	}
	return true
}
