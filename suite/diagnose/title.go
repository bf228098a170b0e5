package diagnose

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// cause tells a cause in words.
func (r *run) cause(f *found) report.Cause {
	best := r.example(f)
	result := r.results[best.result]
	c := report.Cause{
		ID: best.Requirement + "/" + f.sort.name(best.Mismatch), Title: report.Visible(r.title(f, best.Mismatch, r.requestOf(best))), Scope: r.scope(f),
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

// requestOf is the request to which an answer shows a cause.
func (r *run) requestOf(s shown) request {
	for _, of := range r.symptoms {
		if of[0].result != s.result {
			continue
		}
		for _, one := range of {
			if slices.ContainsFunc(one.mismatches, func(m faulty) bool { return m.Mismatch == s.Mismatch }) {
				return r.requests[one.request]
			}
		}
	}
	return request{}
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
	leads := func(s shown) bool { // and says what happened, where nothing came
		if f.mixed != nil {
			return f.mixed(s)
		}
		return sortOf(s.Mismatch, r.results[s.result].Mismatches) == f.sort && (f.sort != nothing || s.Aspect == report.AspectConnection) &&
			(f.sort != other || s.Cause() == f.what)
	}
	said, leading := map[string]int{}, 0
	for _, s := range f.shown {
		if f.sort == wording && leads(s) {
			said[s.Actual]++
			leading++
		}
	}
	often := func(s shown) int { return order(2*said[s.Actual] > leading) }
	best := f.shown[0]
	for _, s := range f.shown[1:] {
		grave := order(s.Requirement == secretLeaks) - order(best.Requirement == secretLeaks)
		if cmp.Or(order(leads(s))-order(leads(best)), grave, often(s)-often(best), cmp.Compare(distance(best), distance(s))) > 0 {
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

// title says what the server does, and gives one request as an example.
func (r *run) title(f *found, m report.Mismatch, of request) string {
	if f.mixed != nil {
		return "Gives requests the answers of others: says “" + clipped(said(m)) + "” where that was not sent"
	}
	where := r.words(f)
	message := due(of.step)
	if id, ok := r.messageIn(said(m)); ok && f.sort == refused {
		message = id
	}
	example := f.likewise(message) + r.exampleWords(f, of)
	switch f.sort {
	case nothing:
		return r.unansweredTitle(f, m, example)
	case failing:
		if said, ok := strings.CutPrefix(f.what, anyRequest); ok {
			return "Fails (5xx) now and then or from some moment on, whatever the request, with “" + clipped(heading(said)) + "”"
		}
		if f.what != "" {
			return "Refuses as it should, with a 5xx" + or(where, r.subjects(f)) + example
		}
		return "Fails (5xx)" + or(where, r.subjects(f)) + example
	case carriedOut:
		if f.what != "" {
			return "Accepts what must be refused with “" + clipped(r.text(f.what)) + "”" + where + or(example, inCase(of))
		}
		return "Accepts what must be refused" + or(where, r.subjects(f)) + example
	case refused:
		if text, is := strings.CutPrefix(f.what, whatever); is {
			return "Says “" + clipped(text) + "” whatever is due" + where + or(example, inCase(of))
		}
		if f.what == unauthorized && f.misses("update.refused-unchanged") && r.mostly(f, request.isAfterRefusal) {
			return "Does not know a client any more after an update that it refused" + where
		}
		return "Refuses what conforms" + where + ", with “" + clipped(heading(said(m))) + "”" + or(example, inCase(of))
	case page:
		if f.what == cutShort {
			return "Refuses with JSON that ends too early, “" + clipped(said(m)) + "”" + where + example
		}
		return "Refuses with something else than JSON, “" + clipped(heading(said(m))) + "”" + where + example
	case wording:
		return r.wordingWords(f, m, of) + where + f.likewise(message)
	case other:
		if text, is := strings.CutPrefix(f.what, onePage); is {
			return "Answers with one page whatever was asked, “" + clipped(heading(text)) + "”"
		}
	}
	first, _, _ := strings.Cut(m.Explanation, ". ")
	return strings.TrimSuffix(first, ".")
}

// misses reports whether a requirement is among those that a cause misses.
func (f *found) misses(requirement string) bool {
	return slices.ContainsFunc(f.shown, func(s shown) bool { return s.Requirement == requirement })
}

// exampleWords gives a request as an example, or what its case is about where that says more.
func (r *run) exampleWords(f *found, of request) string {
	example := sample(of)
	ofCases := strings.Contains(or(r.words(f), r.subjects(f)), " in cases of ")
	if all := r.titles(f); ofCases && len(all) == 1 && (example == "" || of.step.Send.Body != nil) {
		return " (“" + strings.TrimSuffix(all[0], ".") + "”)"
	}
	if example == "" {
		return ""
	}
	return ", e.g. " + example
}

// unansweredTitle says how requests were not answered.
func (r *run) unansweredTitle(f *found, m report.Mismatch, example string) string {
	switch {
	case strings.HasSuffix(m.Actual, "on no input in particular"):
		return "Drops requests: " + m.Actual
	case !strings.HasPrefix(m.Explanation, "The target answered until this case"):
		return unansweredWords(m) + or(r.words(f), r.subjects(f)) + example
	case strings.Contains(m.Actual, "certificate"):
		return "Stops answering for good: " + m.Actual
	}
	return "Stops answering for good" + example
}

// inCase names the case of a request in which nothing is odd: it is odd in where it comes.
func inCase(of request) string {
	for _, t := range of.traits {
		if t.Kind == describe.OfCase {
			return ", e.g. in " + t.Value
		}
	}
	return ""
}

// noWholeAnswer is what a target does that neither ends the connection nor is silent.
const noWholeAnswer = "Sends no whole answer"

// unansweredWords says how a request was not answered.
func unansweredWords(m report.Mismatch) string {
	switch {
	case strings.Contains(m.Explanation, "crashed"):
		return "Crashes"
	case strings.Contains(m.Actual, "no answer within"):
		return "Does not answer"
	case strings.Contains(m.Actual, "the connection was "):
		return "Drops the connection"
	}
	return noWholeAnswer
}

// wordingWords says which message came instead of which.
func (r *run) wordingWords(f *found, m report.Mismatch, of request) string {
	text := "“" + clipped(said(m)) + "”"
	switch {
	case f.what == redirect:
		return "Redirects instead of refusing" + r.exampleWords(f, of)
	case f.what == masked(said(m), of.step) && !r.isMeantFor(f.what, of.step), strings.HasPrefix(m.Expected, "success: "), strings.HasPrefix(m.Expected, "a refusal: "):
		return "Says " + text + " instead of the message that is due"
	}
	if _, differs, near := strings.Cut(m.Explanation, " differs in "); near {
		text += " (other in " + strings.TrimSuffix(differs, ".") + ")"
	}
	if text == "“"+clipped(m.Expected)+"”" { // they differ further on
		return "Says " + text + ", and further on not what is due. " + strings.TrimSuffix(m.Explanation, ".")
	}
	return "Says " + text + " instead of “" + clipped(m.Expected) + "”"
}

// heading is the title of a page, or a text that is none.
func heading(text string) string {
	for _, element := range []string{"title", "h1"} {
		_, rest, found := strings.Cut(text, "<"+element+">")
		if title, _, ends := strings.Cut(rest, "</"+element+">"); found && ends {
			return title
		}
	}
	return text
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

// scope counts how far the description fits.
func (r *run) scope(f *found) string {
	if len(f.Description) == 0 {
		return ""
	}
	_, right := r.cover(f.fault)
	shows := slices.Clone(f.Requests)
	fits := r.index.Described(f.Description)
	hit, missed := fits.Shared(shows), fits.Shared(right)
	if hit+missed == 1 {
		return ""
	}
	text := fmt.Sprintf("Of %d requests that are so %d are answered wrongly, and %d of %d others.", hit+missed, hit, shows.Size()-hit, shows.Size()-hit+right.Size()-missed)
	if 10*hit < 9*(hit+missed) {
		return "The condition is approximate. " + text
	}
	return text
}
