package diagnose

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// symptom is one answer that is wrong: how it is, and to which request.
type symptom struct {
	fault

	result     int      // its place in the results of the run
	request    int      // its place in the requests of the run
	mismatches []faulty // all of the answer, that of the fault first
}

// faulty is a mismatch and the fault that it would be if it led its answer.
type faulty struct {
	report.Mismatch

	fault fault
}

// fault is what answers that are wrong for one reason may have in common.
type fault struct {
	sort sort
	what string // tells faults of a sort apart: the message that is due or that came, or a mismatch's cause
}

// sort is the sort of a fault. Of the mismatches of one answer the one with the first sort
// leads, and the others are told with it.
type sort int

// The sorts of fault.
const (
	nothing    sort = iota // no answer came
	failing                // the server failed
	carriedOut             // the request was carried out, and had to be refused
	refused                // the request was refused, and had to be carried out
	page                   // a refusal that is no JSON, and does not say that it is
	wording                // another message than is due
	other
)

// sortOf puts a mismatch of an answer, which has these, under a sort.
func sortOf(m report.Mismatch, of []report.Mismatch) sort {
	switch m.Instead {
	case report.InsteadNothing:
		return nothing
	case report.InsteadError:
		return failing
	case report.InsteadSuccess:
		return carriedOut
	case report.InsteadRefusal:
		return refused
	}
	has := func(aspect report.Aspect, begins string) bool {
		return slices.ContainsFunc(of, func(m report.Mismatch) bool { return m.Aspect == aspect && strings.HasPrefix(m.Explanation, begins) })
	}
	wrapped := m.Aspect == report.AspectMessage || m.Aspect == report.AspectEnvelope
	if wrapped && has(report.AspectEnvelope, "The body of the refusal is not JSON") {
		return page
	}
	if m.Aspect == report.AspectMessage {
		return wording
	}
	return other
}

// refusalStatus is the requirement that a refusal with another status than 4xx breaks.
const refusalStatus = "answer.refusal-status"

func (r *run) faultOf(m report.Mismatch, of []report.Mismatch, step cases.Step) fault {
	f := fault{sort: sortOf(m, of)}
	if f.sort >= page && slices.ContainsFunc(of, redirects) {
		return fault{wording, redirect}
	}
	switch f.sort {
	case nothing:
		if unansweredWords(m) == noWholeAnswer {
			f.what = noWholeAnswer
		}
	case failing, page:
		f.what, _ = r.messageIn(said(m))
		if f.sort == page && endsEarly(said(m)) {
			f.what = cutShort
		}
	case refused:
		f.what = masked(said(m), step)
		if id, ok := r.messageIn(said(m)); ok {
			f.what = id
		}
	case carriedOut:
		f.what = due(step)
	case wording:
		f.what = cmp.Or(due(step), m.Requirement)
		if strings.HasPrefix(m.Actual, "3") && strings.Contains(m.Actual, ", to ") {
			f.what = redirect
		}
		if id, ok := r.messageIn(said(m)); ok && mayBeDue(step, id) {
			f.what = m.Explanation // it is the message that is due, and names another value
		}
	case other:
		if m.Requirement == refusalStatus && m.Actual >= "500" && due(step) != "" {
			return fault{failing, due(step)} // its message is right
		}
		f.what = m.Cause()
	}
	return f
}

// redirects reports whether a mismatch is that the status of a refusal is that of a redirect.
func redirects(m report.Mismatch) bool {
	return m.Requirement == refusalStatus && m.Actual >= "300" && m.Actual < "400"
}

// cutShort stands for what a server says in JSON that ends too early, which is the same trouble whatever it says.
const cutShort = "JSON that ends too early"

// endsEarly reports whether a text is the beginning of a JSON object.
func endsEarly(text string) bool {
	var object map[string]any
	text = strings.TrimSuffix(text, " (unexpected EOF)") // as the judge says it
	return strings.HasPrefix(text, "{") && errors.Is(json.NewDecoder(strings.NewReader(text)).Decode(&object), io.ErrUnexpectedEOF)
}

// redirect stands for the message of a refusal that is a redirect.
const redirect = "redirect"

// due is the message that the step asks for, if there is one, or the first of several.
func due(step cases.Step) string {
	if r := step.Expect.Refusal; r != nil && len(r.Messages) > 0 {
		return r.Messages[0].Message.ID
	}
	return ""
}

// mayBeDue reports whether a message is one of those that the step asks for.
func mayBeDue(step cases.Step, id string) bool {
	r := step.Expect.Refusal
	return r != nil && slices.ContainsFunc(r.Messages, func(m cases.ExpectedMessage) bool { return m.Message.ID == id })
}

// said is the text with which a request was refused: a mismatch has a status before it.
func said(m report.Mismatch) string {
	if len(m.Actual) > 3 && m.Actual[3] == ' ' && strings.Trim(m.Actual[:3], "0123456789") == "" {
		if _, text, ok := strings.Cut(m.Actual, ": "); ok {
			return text
		}
	}
	return m.Actual
}

// masked is a text without the values of the request that it names, so that one text for
// several of them is seen to be one.
func masked(text string, step cases.Step) string {
	var whole, values []string
	for _, f := range step.Send.Fields {
		for _, one := range textsIn(f.Value) {
			whole = append(whole, one)
			values = append(append(values, one), strings.Fields(one)...)
		}
	}
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) })
	for _, value := range values {
		if len(value) > 1 {
			text = replaceWhole(text, value, "‹…›")
		}
	}
	words := strings.Split(text, " ")
	for i, word := range words { // one sign is in any text, and here it stands for itself
		if len(word) == 1 && slices.Contains(whole, word) {
			words[i] = "‹…›"
		}
	}
	return strings.Join(words, " ")
}

// replaceWhole replaces a value in a text, but not within a word: "on" is no part of "Content-Type" that was sent.
func replaceWhole(text, value, with string) string {
	var b strings.Builder
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(value)
	last, _ := utf8.DecodeLastRuneInString(value)
	before := ' '
	for {
		at := strings.Index(text, value)
		if at < 0 {
			return b.String() + text
		}
		end := at + len(value)
		if at > 0 {
			before, _ = utf8.DecodeLastRuneInString(text[:at])
		}
		after, _ := utf8.DecodeRuneInString(text[end:])
		b.WriteString(text[:at])
		if isWord(before) && isWord(first) || isWord(last) && isWord(after) {
			b.WriteString(value)
		} else {
			b.WriteString(with)
		}
		text, before = text[end:], last
	}
}

// textsIn lists the texts that a value is or has.
func textsIn(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, textsIn(one)...)
		}
		return all
	}
	return nil
}

// messageIn finds the message of the document that a text is, whatever value it names.
func (r *run) messageIn(text string) (string, bool) {
	for _, m := range r.messages {
		before, after, named := strings.Cut(m.Text, m.Placeholder)
		if text == m.Text || m.Placeholder != "" && named && strings.HasPrefix(text, before) && strings.HasSuffix(text, after) {
			return m.ID, true
		}
	}
	return "", false
}

// possible reports whether the answer to a step could have a fault of a sort.
func (s sort) possible(step cases.Step) bool {
	e := step.Expect
	switch s {
	case carriedOut:
		return e.Refusal != nil && e.Success == nil
	case refused:
		return e.Success != nil && e.Refusal == nil
	case page, wording:
		return e.Refusal != nil
	case nothing, failing, other:
	}
	return true
}
