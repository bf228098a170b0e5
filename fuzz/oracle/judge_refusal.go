package oracle

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
)

// refused judges a 4xx.
func (j *judgement) refused() {
	if j.mustSucceed() {
		j.shouldSucceed()
		return
	}
	if !j.r.refusable() { // a success that had better not be: neither is wrong
		return
	}
	text, ok := j.a.message()
	if j.r.any4xx {
		// Nothing is asked of such a refusal, but that it does not say what is not so.
		if ok && !j.r.allows(text) {
			j.wrongMessage(text)
		}
		return
	}
	if !j.a.json {
		j.notJSON()
	} else {
		j.mediaType()
		j.doubled()
	}
	j.message(text, ok)
}

// message judges the message of a refusal.
func (j *judgement) message(text string, ok bool) {
	if ok && j.r.allows(text) {
		return
	}
	if reached, at := j.elsewhere(); at {
		if j.a.json { // else this has been said
			j.add(RuleMember, reached, j.expected(), j.actual())
		}
		return
	}
	if !ok {
		if !j.a.json && (j.r.anyMessage || j.r.serverWording) {
			return
		}
		if j.r.anyMessage || j.r.serverWording {
			j.addWith(RuleMember, cases.Implied, "error", j.expected(), j.actual(),
				"The refusal says nothing under error, where a client looks for the reason.")
			return
		}
		text = j.a.body
	}
	j.wrongMessage(text)
}

// elsewhere looks for a right message in the wrong place and gives its id.
func (j *judgement) elsewhere() (id string, ok bool) {
	for i := range j.r.messages {
		w := &j.r.messages[i]
		if w.AnyValue {
			continue
		}
		if s := w.Text(); j.a.contains(s) || !j.a.json && strings.Contains(html.UnescapeString(j.a.body), s) {
			if message, is := j.a.message(); is && strings.Contains(message, s) {
				continue // there is more in the string than the message
			}
			return w.Message, true
		}
	}
	return "", false
}

// wrongMessage says what is wrong with a message.
func (j *judgement) wrongMessage(text string) {
	rule, subject, explanation := j.difference(text)
	j.addWith(rule, j.r.messageLevel, subject, j.expected(), j.actual(), explanation)
}

// difference finds out how a message differs from the ones that would have been right.
func (j *judgement) difference(text string) (rule RuleID, subject, explanation string) {
	plain := letters(text)
	id, value, one := recognize(text)
	for i := range j.r.messages {
		w := &j.r.messages[i]
		if one && w.Message == id {
			return RuleValue, id, j.wrongValue(w, value)
		}
		if !w.AnyValue && letters(w.Text()) == plain {
			return RuleMessage, w.Message, inCaseOnly
		}
	}
	for i := range j.r.messages {
		if w := &j.r.messages[i]; strings.Contains(text, w.Text()) {
			return RuleMessage, w.Message, withMore
		}
	}
	if one {
		return RuleMessage, j.only(id), "This message is for another fault, one that the request does not have."
	}
	if len(j.r.messages) == 0 {
		return RuleMessage, "", "No fault of the request calls for this message."
	}
	return RuleMessage, j.only("several"), "The message is not the one that the document has for this fault. It has to match letter for letter."
}

// only gives the id of the message that is wanted when there is but one, else what is given.
func (j *judgement) only(otherwise string) string {
	id := ""
	for i := range j.r.messages {
		if m := j.r.messages[i].Message; id != "" && id != m {
			return otherwise
		} else if id == "" {
			id = m
		}
	}
	if id == "" {
		return otherwise
	}
	return id
}

// wrongValue says what is wrong with the value in a message that is right but for it.
func (j *judgement) wrongValue(w *AllowedMessage, value string) string {
	whole := j.whole(w.Message)
	switch {
	case value == whole && whole != w.Value:
		return "The message names the whole list; the document asks for the one item that is wrong."
	case w.Message != msgLogo && strings.Contains(" "+whole+" ", " "+value+" "):
		return "The message names an item that is not wrong; the document asks for one that is."
	case html.UnescapeString(value) == w.Value:
		return "The value is escaped as for HTML; the document asks for it as it was sent."
	case strings.HasPrefix(w.Value, value):
		return "The value is cut; the document asks for it as it was sent."
	case letters(value) == letters(w.Value):
		return "The value differs in case, spacing or punctuation from the one that was sent."
	case len(w.Value) <= 40 && strconv.QuoteToASCII(w.Value) != `"`+w.Value+`"`:
		// Two spellings of one character look the same, and some characters do not show at all.
		return fmt.Sprintf("The message names another value than the one that was sent, which is easy to overlook: %s, and not %s.",
			strconv.QuoteToASCII(cut(value)), strconv.QuoteToASCII(w.Value))
	case strings.Contains(value, "\\") || strings.Contains(value, "%"):
		return "The value seems to be escaped once too often; the document asks for it as it was sent."
	}
	return "The message names another value than the one that is wrong; the document asks for it as it was sent."
}

// whole is the value of the parameter that a message is about.
func (j *judgement) whole(id string) string {
	switch id {
	case msgEmail:
		return j.r.params.of[pContacts].value.text
	case msgLogo:
		return j.r.params.of[pLogo].value.text
	}
	if v := j.r.params.of[pRedirect].value; v.given() {
		return v.text
	}
	return j.r.params.of[pRedirects].value.text
}

// notJSON reports an answer that is no JSON.
func (j *judgement) notJSON() {
	explanation := "The answer is not JSON: " + j.a.why + "."
	if j.breaksOut() {
		explanation += " A value that was sent is in it without being escaped."
	}
	j.addWith(RuleNotJSON, cases.Implied, "", j.expected(), j.actual(), explanation)
}

// breaksOut says whether a value with characters that JSON escapes is in the body as it is.
func (j *judgement) breaksOut() bool {
	for n := range j.r.params.of {
		v := j.r.params.of[n].value
		if v.kind == text && strings.ContainsAny(v.text, "\"\\\n\r\t") && strings.Contains(j.a.body, v.text) {
			return true
		}
	}
	return false
}

// mediaType judges the Content-Type of an answer that is JSON.
func (j *judgement) mediaType() {
	switch kind := first(j.a.header, "Content-Type"); {
	case jsonMedia(kind):
	case kind == "":
		j.add(RuleNoMediaType, "Content-Type", typeJSON, "no Content-Type")
	default:
		j.add(RuleMediaType, "Content-Type", typeJSON, cut(kind))
		if essence, _, _ := strings.Cut(lower(kind), ";"); strings.TrimSpace(essence) == "text/html" && j.echoes() {
			j.add(RuleHTML, "Content-Type", typeJSON, cut(kind))
		}
	}
}

// echoes says whether a value that was sent is in the answer.
func (j *judgement) echoes() bool {
	for n := range j.r.params.of {
		if v := j.r.params.of[n].value; v.kind == text && len(v.text) > 2 && strings.Contains(j.a.body, v.text) {
			return true
		}
	}
	return false
}

func (j *judgement) doubled() {
	if j.a.fields.doubled != "" {
		j.addWith(RuleDoubled, cases.Hardening, j.a.fields.doubled, "each member once", j.actual(),
			"The member "+strconv.Quote(j.a.fields.doubled)+" is there twice, and parsers differ in which they take (RFC 8259 §4).")
	}
}
