package judge

import (
	"html"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The requirements that an echo breaks.
const (
	echoNotHTML     = "echo.not-html"
	echoNotInHeader = "echo.not-in-header"
)

// constraints checks how an answer comes, whatever it says: its header, its time, and
// what must not be in it. The header of an answer with another outcome than
// expected says nothing.
func (e Expectation) constraints(r Reading, x wire.Exchange, expected bool) []report.Mismatch {
	var all []report.Mismatch
	if expected {
		all = e.directives(*x.Answer)
	}
	if e.Success == nil || e.Refusal == nil || !r.is2xx() { // a success has what was sent
		all = append(all, e.withheld(r, *x.Answer)...)
	}
	if e.Echo != "" {
		all = append(all, e.echo(r, *x.Answer)...)
	}
	if e.Within > 0 && x.Duration > e.Within {
		all = append(all, e.mismatch(report.AspectTime, e.about(), "an answer within "+e.Within.String(),
			"an answer after "+x.Duration.Round(time.Millisecond).String(), "The server takes long over a request that it should turn away."))
	}
	return all
}

// directives looks for those that fields of the header must have. They are
// written as a list with commas, in any case (RFC 9110 §5.6.1).
func (e Expectation) directives(answer wire.Answer) []report.Mismatch {
	var all []report.Mismatch
	for _, field := range e.Header {
		values := wire.Values(answer.Header, field.Name)
		directive, _ := field.Value.(string)
		given := strings.Split(strings.Join(values, ","), ",")
		if slices.ContainsFunc(given, func(one string) bool { return strings.EqualFold(strings.TrimSpace(one), directive) }) {
			continue
		}
		actual, explanation := field.Name+": "+strings.Join(values, ", "), "The "+field.Name+" of the answer does not say "+directive+"."
		if len(values) == 0 {
			actual, explanation = "no "+field.Name, "The answer has no "+field.Name+"."
		}
		all = append(all, e.mismatch(report.AspectHeader, e.about(), field.Name+": "+directive, actual, explanation))
	}
	return all
}

// withheld looks for texts that the answer must not give away.
func (e Expectation) withheld(r Reading, answer wire.Answer) []report.Mismatch {
	var all []report.Mismatch
	for _, text := range e.Without {
		where := fieldWith(answer, text)
		within := func(one string) bool { return strings.Contains(one, text) }
		if within(r.body) || slices.ContainsFunc(r.texts(), within) {
			where = "the body"
		}
		if where != "" {
			all = append(all, e.mismatch(report.AspectContent, e.about(), "an answer without "+text, text+" in "+where,
				"The answer gives away what it must keep to itself, in "+where+"."))
		}
	}
	return all
}

// fieldWith names the first field of the header with a text in its value, or
// gives "".
func fieldWith(answer wire.Answer, text string) string {
	for _, field := range answer.Header {
		if strings.Contains(field.Value, text) {
			return "the field " + field.Name
		}
	}
	return ""
}

// echo looks for what was sent where it would do harm.
func (e Expectation) echo(r Reading, answer wire.Answer) []report.Mismatch {
	var all []report.Mismatch
	if where := fieldWith(answer, e.Echo); where != "" {
		all = append(all, e.mismatch(report.AspectHeader, echoNotInHeader, "a header without what was sent", e.Echo+" in "+where,
			"What was sent comes back in "+where+", where a line break in it would begin another field."))
	}
	repeated := strings.Contains(r.body, e.Echo) || strings.Contains(html.UnescapeString(r.body), e.Echo) ||
		slices.ContainsFunc(r.texts(), func(text string) bool { return strings.Contains(text, e.Echo) })
	switch {
	case !repeated:
	case strings.Contains(r.mediaType, "html"), strings.HasSuffix(r.mediaType, "xml"):
		all = append(all, e.mismatch(report.AspectContentType, echoNotHTML, "application/json", r.rawType,
			"What was sent comes back as "+r.mediaType+", which a browser shows as a page and runs."))
	case r.mediaType == "":
		all = append(all, e.mismatch(report.AspectContentType, echoNotHTML, "application/json", "no Content-Type",
			"What was sent comes back without a Content-Type, and a browser may take it for a page."))
	}
	return all
}
