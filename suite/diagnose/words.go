package diagnose

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
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
	for _, of := range slices.Concat(r.symptoms...) {
		if of.result == s.result && slices.ContainsFunc(of.mismatches, func(m faulty) bool { return m.Mismatch == s.Mismatch }) {
			return r.requests[of.request]
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
		return sortOf(s.Mismatch, r.results[s.result].Mismatches) == f.sort && (f.sort != nothing || s.Aspect == report.AspectConnection)
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
	where := r.words(f)
	example := sample(of)
	if example != "" {
		example = ", e.g. " + example
	}
	message := due(of.step)
	if id, ok := r.messageIn(said(m)); ok && f.sort == refused {
		message = id
	}
	example = f.likewise(message) + example
	switch f.sort {
	case nothing:
		switch {
		case strings.HasSuffix(m.Actual, "on no input in particular"):
			return "Drops requests: " + m.Actual
		case strings.HasPrefix(m.Explanation, "The target answered until this case"):
			if strings.Contains(m.Actual, "certificate") {
				return "Stops answering for good: " + m.Actual
			}
			return "Stops answering for good" + example
		}
		return unansweredWords(m) + or(where, r.subjects(f)) + example
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
		return "Refuses what conforms" + where + ", with “" + clipped(heading(said(m))) + "”" + or(example, inCase(of))
	case page:
		return "Refuses with something else than JSON, “" + clipped(heading(said(m))) + "”" + where + example
	case wording:
		return r.wordingWords(f, m, of) + where + f.likewise(message)
	case other:
	}
	first, _, _ := strings.Cut(m.Explanation, ". ")
	return strings.TrimSuffix(first, ".")
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
		return "Redirects instead of refusing: " + clipped(m.Actual)
	case f.what == masked(said(m), of.step) && !r.isMeantFor(f.what, of.step), strings.HasPrefix(m.Expected, "success: "), strings.HasPrefix(m.Expected, "a refusal: "):
		return "Says " + text + " instead of the message that is due"
	}
	if _, differs, near := strings.Cut(m.Explanation, " differs in "); near {
		text += " (other in " + strings.TrimSuffix(differs, ".") + ")"
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

// words says of the requests with a fault what they have in common; it is "" where that is
// nothing that could be said.
func (r *run) words(f *found) string {
	kinds := map[describe.Kind]bool{}
	for _, t := range f.Description {
		kinds[t.Kind] = true
	}
	d := slices.DeleteFunc(slices.Clone(f.Description), func(t describe.Trait) bool {
		switch t.Kind {
		case describe.OfOutcome:
			return f.sort >= carriedOut
		case describe.OfMessage, describe.OfParameter:
			return f.sort == carriedOut && f.what != "" || t.Kind == describe.OfParameter && kinds[describe.OfBoth]
		case describe.OfAbsence: // with anything else it is chance, and a client that is not known is gone
			if t.Value == "application_type" { // few leave that out
				return false
			}
			return f.what == unauthorized || len(f.Description) > 1 && (f.sort != refused || kinds[describe.OfParameter] || kinds[describe.OfBoth])
		case describe.OfValue, describe.OfBoth, describe.OfOperation, describe.OfEncoding, describe.OfSign, describe.OfClient, describe.OfHeader, describe.OfMethod, describe.OfBody, describe.OfDetail, describe.OfSubject, describe.OfSegment, describe.OfFamily, describe.OfCase:
		}
		return false
	})
	slices.SortStableFunc(d, func(a, b describe.Trait) int { return int(a.Kind) - int(b.Kind) })
	var parts []string
	for _, t := range d {
		parts = append(parts, " "+r.word(t))
	}
	return strings.Join(parts, ",")
}

// subjects says in which cases a fault was seen, where nothing better can be said.
func (r *run) subjects(f *found) string {
	var all []string
	var families []describe.Trait // of all of them; the longest is the last
	first := true
	for i, one := range r.requests {
		if !f.Requests.Has(i) {
			continue
		}
		var its []describe.Trait
		for _, t := range one.traits {
			if t.Kind == describe.OfFamily {
				its = append(its, t)
			}
			if t.Kind == describe.OfSubject && !slices.Contains(all, t.Value) {
				all = append(all, t.Value)
			}
		}
		if first {
			families, first = its, false
		}
		families = slices.DeleteFunc(families, func(t describe.Trait) bool { return !slices.Contains(its, t) })
	}
	switch {
	case len(families) > 0:
		return " " + r.word(families[len(families)-1])
	case len(all) == 0:
		return ""
	}
	return " on requests of several kinds (cases of " + strings.Join(all, ", ") + ")"
}

// word says one trait of a request.
func (r *run) word(t describe.Trait) string {
	switch t.Kind {
	case describe.OfOutcome:
		return map[string]string{"success": "on what conforms", "refusal": "on what must be refused"}[t.Value]
	case describe.OfMessage:
		return "where “" + clipped(r.text(t.Value)) + "” is due"
	case describe.OfParameter:
		return "when " + t.Value + " is given"
	case describe.OfValue:
		return "when a value is " + article(t.Value)
	case describe.OfBoth:
		name, value, _ := strings.Cut(t.Value, ": ")
		return "when " + name + " is " + article(value)
	case describe.OfOperation:
		if t.Value == "neither operation" {
			return "without a type that is known"
		}
		return "in " + article(t.Value)
	case describe.OfEncoding:
		if t.Value == string(cases.JSON) {
			return "in JSON"
		}
		return "in a form"
	case describe.OfSign:
		return "when a value has " + t.Value
	case describe.OfClient:
		return "of a " + t.Value + " client"
	case describe.OfHeader:
		return "with " + t.Value
	case describe.OfMethod:
		if t.Value == describe.OtherMethods {
			return "with another method than POST"
		}
		return "with " + t.Value
	case describe.OfBody:
		return "when the body is " + t.Value
	case describe.OfAbsence:
		return "when " + t.Value + " is left out"
	case describe.OfDetail, describe.OfSubject, describe.OfSegment, describe.OfFamily, describe.OfCase:
	}
	return "in cases of " + t.Value
}

// sampleText is the most of a request that a title has, in bytes.
const sampleText = 40

// sample is what is odd in a request, in a few signs; "" where nothing is.
func sample(of request) string {
	send := of.step.Send
	switch {
	case send.Method != "" && send.Method != http.MethodPost:
		return send.Method
	case send.Body != nil:
		return short(*send.Body)
	case send.ContentType == cases.NoContentType:
		return "without a Content-Type"
	case send.ContentType != "":
		return "Content-Type: " + short(send.ContentType)
	}
	for _, f := range send.Fields {
		text, isText := f.Value.(string)
		if slices.ContainsFunc(of.traits, func(t describe.Trait) bool { return t == describe.OfParameter.Is(describe.NameOf(f)) }) && !describe.OwnCredential(f.Name, text) {
			if isText {
				return describe.NameOf(f) + ": " + short(strconv.Quote(text))
			}
			value, err := json.Marshal(f.Value)
			if err != nil {
				return describe.NameOf(f)
			}
			return describe.NameOf(f) + ": " + short(string(value))
		}
	}
	return ""
}

func short(text string) string {
	text = describe.References("…", text)
	if len(text) <= sampleText {
		return text
	}
	return strings.ToValidUTF8(text[:sampleText], "") + "…"
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
