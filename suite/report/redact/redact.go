package redact

import (
	"bytes"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Report gives the report without any client_secret that was sent or came, and
// without the values of the header fields that the user added. The report that it
// is given stays as it is.
func Report(r report.Report, added []wire.Field) report.Report {
	return New(r, added).Report(r)
}

// Report gives a report without its credentials.
func (c *Redactor) Report(r report.Report) report.Report {
	c.arrange()
	r.Secrets = nil
	r.Unreachable, r.Stopped, r.OneAnswer = c.Text(r.Unreachable), c.Text(r.Stopped), c.Text(r.OneAnswer)
	if r.Answers != nil {
		answers := *r.Answers
		answers.Text, answers.Location = c.Text(answers.Text), c.Text(answers.Location)
		r.Answers = &answers
	}
	r.Target = c.address(r.Target)
	r.Information = each(r.Information, func(i report.Information) report.Information {
		i.Text = c.Text(i.Text)
		return i
	})
	r.Results = c.results(r.Results)
	r.Causes = each(r.Causes, func(one report.Cause) report.Cause {
		one.Title = c.Text(one.Title)
		return one
	})
	r.Findings = each(r.Findings, c.finding)
	r.Against = c.address(r.Against)
	r.Differences = each(r.Differences, c.difference)
	if r.Campaign != nil {
		campaign := *r.Campaign
		campaign.Forms = each(campaign.Forms, func(f report.Form) report.Form {
			f.Exchange = c.exchange(f.Exchange)
			return f
		})
		r.Campaign = &campaign
	}
	return r
}

// each gives a new list with f done to every item. Nil stays nil.
func each[T any](all []T, f func(T) T) []T {
	all = slices.Clone(all)
	for i := range all {
		all[i] = f(all[i])
	}
	return all
}

// results is c.result for each, on all processors: this is what a run ends with, when
// nothing else is left to do.
func (c *Redactor) results(all []report.Result) []report.Result {
	all = slices.Clone(all)
	var wg sync.WaitGroup
	for part := range slices.Chunk(all, len(all)/runtime.GOMAXPROCS(0)+1) {
		wg.Go(func() {
			own := &Redactor{fields: c.fields, madeUp: c.madeUp, known: c.known, fresh: true, anywhere: c.anywhere, words: c.words, again: map[string]string{}}
			for i := range part {
				part[i] = own.result(part[i])
			}
		})
	}
	wg.Wait()
	return all
}

func (c *Redactor) result(r report.Result) report.Result {
	r.Reason = c.Text(r.Reason)
	mismatch := func(m report.Mismatch) report.Mismatch {
		m.Expected, m.Actual, m.Explanation = c.Text(m.Expected), c.Text(m.Actual), c.Text(m.Explanation)
		return m
	}
	r.Mismatches, r.Needs = each(r.Mismatches, mismatch), each(r.Needs, mismatch)
	r.Exchanges = each(r.Exchanges, c.exchange)
	r.Changes = each(r.Changes, c.Change)
	r.Attempts = each(r.Attempts, func(a report.Attempt) report.Attempt {
		a.Reason, a.Exchanges = c.Text(a.Reason), each(a.Exchanges, c.exchange)
		return a
	})
	return r
}

// Change gives the change of a deviation without its credentials.
func (c *Redactor) Change(one report.Change) report.Change {
	one.Pinned, one.Actual = c.Text(one.Pinned), c.Text(one.Actual)
	return one
}

func (c *Redactor) finding(f report.Finding) report.Finding {
	for _, text := range []*string{&f.Signature, &f.Subject, &f.Expected, &f.Actual, &f.Explanation} {
		*text = c.Text(*text)
	}
	f.Exchanges = each(f.Exchanges, c.exchange)
	f.Recipe = each(f.Recipe, c.Text)
	return f
}

func (c *Redactor) difference(d report.Difference) report.Difference {
	for _, text := range []*string{&d.Aspect, &d.OfTarget, &d.OfAgainst, &d.Explanation} {
		*text = c.Text(*text)
	}
	d.Exchanges, d.Against = each(d.Exchanges, c.exchange), each(d.Against, c.exchange)
	return d
}

func (c *Redactor) exchange(x wire.Exchange) wire.Exchange {
	x.Request.URL = c.address(x.Request.URL)
	x.Request.Line = c.address(x.Request.Line)
	x.Request.Header = c.header(x.Request.Header)
	x.Request.Body = c.body(x.Request.Body)
	x.Request.Command = c.Text(x.Request.Command)
	if x.Answer != nil {
		answer := *x.Answer
		answer.Reason = c.shared(answer.Reason)
		answer.Header = c.header(answer.Header)
		if answer.HeaderOmitted > 0 {
			answer.Reason = c.withoutEnd(answer.Reason)
		}
		answer.Body = c.answerBody(answer, x.Break != nil)
		x.Answer = &answer
	}
	if x.Break != nil {
		broken := *x.Break
		broken.Detail = c.Text(broken.Detail)
		x.Break = &broken
	}
	return x
}

func (c *Redactor) header(header []wire.Field) []wire.Field {
	header = slices.Clone(header)
	for i, field := range header {
		header[i].Name = c.shared(field.Name)
		if c.fields[strings.ToLower(field.Name)] {
			header[i].Value = report.Redacted
		} else {
			header[i].Value = c.shared(field.Value)
		}
	}
	return header
}

func (c *Redactor) body(body []byte) []byte {
	if len(body) == 0 {
		return body
	}
	if plain := readable(body); len(plain) != len(body) && c.Text(string(plain)) != string(plain) {
		return []byte(report.Redacted)
	}
	return []byte(c.Text(string(body)))
}

// answerBody is body for one that may be packed, or may end in the middle of a
// secret.
func (c *Redactor) answerBody(answer wire.Answer, broken bool) []byte {
	if answer.Encoded && !utf8.Valid(answer.Body) {
		return []byte(report.Redacted) // nobody can tell what is in it
	}
	body := c.body(answer.Body)
	if answer.Omitted == 0 && !broken {
		return body
	}
	return []byte(c.withoutEnd(string(body)))
}

// withoutEnd hides the beginning of a secret at the end of a text that is cut off there.
func (c *Redactor) withoutEnd(s string) string {
	n := max(c.anywhere.cutOff(folded(s)), c.words.cutOff(s))
	if n == 0 {
		return s
	}
	return s[:len(s)-n] + report.Redacted
}

// readable is a body without the zero bytes of UTF-16 and UTF-32, which would
// hide from the search what a person reads well enough.
func readable(body []byte) []byte {
	if bytes.IndexByte(body, 0) < 0 {
		return body
	}
	return bytes.ReplaceAll(body, []byte{0}, nil)
}
