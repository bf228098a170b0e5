package diagnose

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// onePage stands for a 2xx that is the same whatever was asked, before its text.
const onePage = "one page: "

// oftenPaged is from how many answers on, where credentials are due and where a refusal is, one text is a page.
const oftenPaged = 3

// unifyPages puts answers with a 2xx and one text, in which there are no credentials, under one fault, where it comes
// for requests that conform and for others: a page of maintenance is no check that is missing.
func (r *run) unifyPages() {
	counts := map[string]*[2]int{}
	r.every(func(s *symptom) {
		if text := r.pageOf(s); text != "" {
			if counts[text] == nil {
				counts[text] = &[2]int{}
			}
			counts[text][order(r.requests[s.request].step.Expect.Success != nil)]++
		}
	})
	r.every(func(s *symptom) {
		text := r.pageOf(s)
		if n := counts[text]; n != nil && min(n[0], n[1]) >= oftenPaged {
			s.sort = other
			s.rename(onePage + text)
		}
	})
}

// pageOf is the text of a 2xx that has neither credentials nor a message of the document; it is "" for any other
// answer. A message that comes with 200 is a refusal, whatever for.
func (r *run) pageOf(s *symptom) string {
	a := r.results[s.result].Exchange(s.mismatches[0].Step).Answer
	if a == nil || a.Status/100 != 2 || bytes.Contains(a.Body, []byte("client_")) {
		return ""
	}
	text := strings.TrimSpace(string(a.Body))
	if slices.ContainsFunc(r.messages, func(m cases.Message) bool {
		before, _, _ := strings.Cut(m.Text, cmp.Or(m.Placeholder, "\x00"))
		return strings.Contains(text, before)
	}) {
		return ""
	}
	return text
}
