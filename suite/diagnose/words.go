package diagnose

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// cause tells a cause in words.
func (r *run) cause(f *found) report.Cause {
	best := r.example(f)
	result := r.results[best.result]
	c := report.Cause{
		ID: best.Requirement + "/" + f.sort.name(best.Mismatch), Title: report.Visible(r.title(f, best.Mismatch)), Scope: r.scope(f),
		Level: best.Level, Requirements: []string{best.Requirement},
		Blocks: len(f.blocked), Example: result.Name(), Mismatch: slices.Index(result.Mismatches, best.Mismatch), Results: []string{},
	}
	if f.defect != nil {
		c.Hypothesis, c.Behaviour = f.defect.Name, f.defect.Summary
	}
	for _, s := range f.shown {
		c.Level = cases.Strictest(c.Level, s.Level)
		if !slices.Contains(c.Requirements, s.Requirement) {
			c.Requirements = append(c.Requirements, s.Requirement)
		}
		if name := r.results[s.result].Name(); len(c.Results) == 0 || c.Results[len(c.Results)-1] != name {
			c.Results = append(c.Results, name)
		}
	}
	c.Explains = len(c.Results)
	for _, i := range f.blocked {
		c.Blocked = append(c.Blocked, r.results[i].Name())
	}
	return c
}

// example is the result that shows a cause best: one of a case that is most about what is
// missed, since that explains it best. A case names first the requirement that it is for.
func (r *run) example(f *found) shown {
	distance := func(s shown) int {
		requirements := r.results[s.result].Requirements
		if i := slices.Index(requirements, s.Requirement); i >= 0 {
			return i
		}
		return math.MaxInt
	}
	leads := func(s shown) bool { return sortOf(s.Mismatch, r.results[s.result].Mismatches) == f.sort }
	best := f.shown[0]
	for _, s := range f.shown {
		if leads(s) && !leads(best) || leads(s) == leads(best) && distance(s) < distance(best) {
			best = s
		}
	}
	return best
}

// name is the sort in an id.
func (s sort) name(m report.Mismatch) string {
	return map[sort]string{
		nothing: "no-answer", failing: "error", carriedOut: "carried-out", refused: "refused", page: "page", wording: "wording", other: string(m.Aspect),
	}[s]
}

// title says what the server does.
func (r *run) title(f *found, m report.Mismatch) string {
	where := r.words(f)
	switch f.sort {
	case nothing:
		if strings.Contains(m.Explanation, "crashed") {
			return "Crashes" + on(where)
		}
		if strings.Contains(m.Actual, "no answer within") {
			return "Does not answer" + on(where)
		}
		return "Drops the connection" + on(where)
	case failing:
		if f.what != "" {
			return "Refuses with a 5xx" + where
		}
		return "Fails (5xx)" + on(where)
	case carriedOut:
		return "Does not refuse" + where
	case refused:
		return fmt.Sprintf("Refuses%s, with “%s”", or(where, " requests that conform"), clipped(said(m)))
	case page:
		return "Refuses with something else than JSON" + or(where, " where a message is due")
	case wording:
		due := "“" + clipped(m.Expected) + "”"
		if f.what == said(m) || strings.HasPrefix(m.Expected, "success: ") || strings.HasPrefix(m.Expected, "a refusal: ") {
			due = "what is due"
		}
		return fmt.Sprintf("Says “%s” for %s%s", clipped(said(m)), due, where)
	case other:
	}
	first, _, _ := strings.Cut(m.Explanation, ". ")
	return strings.TrimSuffix(first, ".")
}

// on puts what is said of requests behind a verb that takes none.
func on(where string) string {
	if strings.HasPrefix(where, " request") || strings.HasPrefix(where, " some request") {
		return " on" + where
	}
	return or(strings.TrimSuffix(" on requests"+where, " "), " on some requests")
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// titleText is the most of what a server said that a title has, in bytes.
const titleText = 60

func clipped(text string) string {
	text, _, cut := strings.Cut(text, "\n")
	if len(text) > titleText {
		text, cut = strings.ToValidUTF8(text[:titleText], ""), true
	}
	if cut {
		text += "…"
	}
	return text
}

// words says of the requests with a fault what they have in common, to follow upon a verb;
// it is "" where that is nothing that could be said.
func (r *run) words(f *found) string {
	d := slices.Clone(f.description)
	if id := f.what; f.sort == carriedOut && id != "" {
		d = slices.DeleteFunc(d, func(t trait) bool { return t.kind == ofOutcome || t.kind == ofMessage || t.kind == ofParameter })
		d = append(description{{ofMessage, id}}, d...)
	}
	if f.sort == wording || f.sort == refused {
		d = slices.DeleteFunc(d, func(t trait) bool { return t.kind == ofOutcome })
	}
	if slices.Contains(d, trait{ofOutcome, "success"}) && slices.Contains(d, trait{ofOutcome, "refusal"}) {
		d = slices.DeleteFunc(d, func(t trait) bool { return t.kind == ofOutcome })
	}
	if len(d) > 1 && f.sort != refused { // what else it lacks is chance
		d = slices.DeleteFunc(d, func(t trait) bool { return t.kind == ofAbsence })
	}
	slices.SortStableFunc(d, func(a, b trait) int { return int(a.kind) - int(b.kind) })
	var b strings.Builder
	for _, t := range d {
		b.WriteString(" " + r.word(t))
	}
	text := b.String()
	if text == "" && f.sort != wording {
		return r.subjects(f)
	}
	return text
}

// subjects says in which cases a fault was seen, where nothing better can be said.
func (r *run) subjects(f *found) string {
	var all []string
	for i, one := range r.requests {
		for _, t := range one.traits {
			if t.kind == ofSubject && f.requests.has(i) && !slices.Contains(all, t.value) {
				all = append(all, t.value)
			}
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return " some requests, in cases of " + all[0]
	}
	return fmt.Sprintf(" some requests, in cases of %s and %d more subjects", all[0], len(all)-1)
}

// word says one trait of a request.
func (r *run) word(t trait) string {
	switch t.kind {
	case ofOutcome:
		return map[string]string{"success": "requests that conform", "refusal": "requests to be refused"}[t.value]
	case ofMessage:
		return "where “" + r.text(t.value) + "” is due"
	case ofParameter:
		return "with " + t.value
	case ofValue:
		return "with a value that is " + article(t.value)
	case ofBoth:
		name, value, _ := strings.Cut(t.value, ": ")
		return "with a " + name + " that is " + article(value)
	case ofOperation:
		if t.value == "registration" || t.value == "update" {
			return "in " + article(t.value)
		}
		return "without an operation"
	case ofEncoding:
		if t.value == string(cases.JSON) {
			return "in JSON"
		}
		return "in a form"
	case ofSign:
		return "with " + t.value + " in it"
	case ofClient:
		return "of a " + t.value + " client"
	case ofHeader:
		return "with the header " + t.value
	case ofMethod:
		return "with a method that is " + t.value
	case ofBody:
		return "with a body that is " + t.value
	case ofAbsence:
		return "without " + t.value
	case ofSubject, ofSegment, ofFamily, ofCase:
	}
	return "in cases of " + t.value
}

// text is a message as the document has it.
func (r *run) text(id string) string {
	for _, m := range r.messages {
		if m.ID == id {
			return m.Text
		}
	}
	return id
}

func article(value string) string {
	switch {
	case value == "null", value == "true", value == "false", strings.HasPrefix(value, "no "), strings.HasPrefix(value, "neither"):
		return value
	case strings.ContainsRune("aeiou", rune(value[0])):
		return "an " + value
	}
	return "a " + value
}

// scope counts how far the description fits: "41 of 41 fail so, and 0 of 902 others".
func (r *run) scope(f *found) string {
	shows, right := newSet(len(r.requests)), newSet(len(r.requests))
	shows.addAll(f.requests)
	for i, one := range r.requests {
		if f.sort.possible(one.step) && !shows.has(i) {
			right.add(i)
		}
	}
	if len(f.description) == 0 {
		return ""
	}
	fits := r.index.described(f.description)
	hit, missed := fits.shared(shows), fits.shared(right)
	return fmt.Sprintf("%d of %d such requests, %d of %d others", hit, hit+missed, shows.size()-hit, shows.size()-hit+right.size()-missed)
}
