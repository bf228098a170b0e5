package oracle

import (
	"strings"

	"github.com/regspec/regspec/cases"
)

// each judges a parameter in all the ways in which it can be read. A server may choose, so only
// what speaks against all of them speaks against a success.
func (r *ruling) each(n name, judge func(*ruling, value) duty) duty {
	p := &r.params.of[n]
	c := judge(r, p.value)
	if p.plain() {
		return c
	}
	r.allowAnyMessage()
	for _, v := range p.more {
		c = c.or(judge(r, v))
	}
	if p.doubt {
		c = c.or(judge(r, value{}))
	}
	return c
}

// manyMembers is how many members a request may have before a server may refuse it for their number. Some frameworks
// take no more than a thousand.
const manyMembers = 200

// common judges what may befall any text: values that are long or that a server cannot keep.
func (r *ruling) common() {
	for n := range r.params.of {
		p := &r.params.of[n]
		r.commonValue(p.value)
		for _, v := range p.more {
			r.commonValue(v)
		}
	}
	if r.params.over || r.params.count > manyMembers {
		r.long()
	}
}

func (r *ruling) commonValue(v value) {
	if v.over() {
		r.long()
	}
	if v.damaged || v.nul() { // databases and C cannot keep a NUL
		r.allowAnyMessage()
	}
}

// long allows what a request over a limit of size or depth may be answered with.
func (r *ruling) long() {
	r.limited = true
	r.allowAny4xx()
}

// unclear allows the answers to a value that is null, empty or has unusual space: a message
// that fits, or the server's own wording.
func (r *ruling) unclear() {
	r.serverWording = true
	r.loosen()
}

// applicationName takes any text, and may take anything else.
func (r *ruling) applicationName(v value) duty {
	switch {
	case !v.given():
	case v.kind == null, v.kind == text && spaced(v.text):
		r.unclear()
	case v.kind != text:
		r.allowAnyMessage()
	}
	return duty{}
}

func (r *ruling) contacts(v value) duty {
	return r.listOf(v, pContacts, msgContacts, msgEmail, emailValidity)
}

func (r *ruling) redirects(v value) duty {
	return r.listOf(v, pRedirect, msgRedirects, msgRedirect, urlValidity)
}

func (r *ruling) logo(v value) duty {
	subject := pLogo.String()
	switch {
	case !v.given():
		return duty{}
	case v.kind == null:
		r.unclear()
		r.allowValue(msgLogo, v)
		return duty{}
	case v.kind != text:
		r.allowAnyMessage()
		if v.falsy {
			return duty{}
		}
		return refused(cases.Implied, subject)
	}
	bare := trim(v.text)
	if bare == "" {
		r.unclear()
		r.wishTrimmed(msgLogo, v)
		return duty{}
	}
	held := urlValidity(bare)
	if bare != v.text {
		r.unclear()
		r.wishTrimmed(msgLogo, v)
		if held != urlValidity(v.text) {
			held = debatable // as it stands it is none, or space stands where the host does
		}
	}
	switch held {
	case invalid:
		r.allowValue(msgLogo, v)
		return refused(cases.Documented, subject)
	case debatable:
		r.allowValue(msgLogo, v)
		if scripted(bare) {
			return advised(RuleScript, subject)
		}
	}
	return duty{}
}

// wishTrimmed allows a message with a value as it is, or without the space about it, of which languages have
// different ideas.
func (r *ruling) wishTrimmed(id string, v value) {
	for _, s := range []string{
		v.text, trim(v.text), strings.TrimSpace(v.text), strings.Trim(v.text, " "),
		strings.TrimFunc(v.text, asciiSpace), strings.Trim(v.text, " \t\r\n\v\x00"), strings.TrimRight(v.text, " \t\r\n"), strings.TrimLeft(v.text, " \t\r\n"),
	} {
		r.allowValue(id, value{kind: text, text: s, damaged: v.damaged})
	}
}

// redirection judges the redirect list, which has two names (E01).
func (r *ruling) redirection(k *TargetModel) duty {
	one, other := r.params.of[pRedirect].given(), r.params.of[pRedirects].given()
	if !one && !other {
		return duty{}
	}
	if one && other {
		// Servers read one, either or both, or refuse the two together. Where either is read, the
		// other one is not, so that both must be wrong before the request is.
		r.allowAnyMessage()
		a, b := r.redirectionBy(k, pRedirect), r.redirectionBy(k, pRedirects)
		switch {
		case k.honoured[0] == honoured && k.honoured[1] == honoured:
			return a.or(b)
		case k.honoured[0] == honoured:
			return a
		}
		return b
	}
	if one {
		return r.redirectionBy(k, pRedirect)
	}
	return r.redirectionBy(k, pRedirects)
}

func (r *ruling) redirectionBy(k *TargetModel, n name) duty {
	c := r.each(n, (*ruling).redirects)
	if k.honoured[n-pRedirect] != honoured {
		// It is a member that the document does not know, or one that the server looks at all the same.
		r.unknownMember()
		return duty{}
	}
	if c.subject != "" {
		c.subject = n.String()
	}
	return c
}

// unknownMember allows what a member may be answered with that the document does not know (E15). A strict
// decoder may call it an error in the JSON.
func (r *ruling) unknownMember() {
	r.serverWording, r.any4xx = true, true
	r.loosen()
	r.allowMessage(msgDecode)
}

func (p *parameter) given() bool { return p.value.given() || len(p.more) > 0 }

// listOf judges a list of items that stands in one string.
func (r *ruling) listOf(v value, n name, notString, badItem string, check func(string) validity) duty {
	switch v.kind {
	case absent:
		return duty{}
	case null:
		r.unclear()
		r.allowMessage(notString)
		return duty{}
	case list:
		r.allowMessage(notString)
		return refused(cases.Documented, n.String())
	case text:
	default:
		r.allowMessage(notString)
		r.loosen()
		return refused(cases.Implied, n.String())
	}
	if !oddlySpaced(v.text) {
		return r.items(strings.SplitSeq(v.text, " "), v.damaged, n, badItem, check)
	}
	r.unclear()
	r.allowMessage(notString)
	r.allowValue(badItem, value{kind: text}) // between two spaces there is an empty item
	if trim(v.text) == "" {
		r.allowValue(badItem, v)
	}
	r.messages = append(r.messages, AllowedMessage{Message: badItem, Value: v.text, HasValue: true, AnyValue: v.damaged, Part: true})
	c := r.items(strings.SplitSeq(v.text, " "), v.damaged, n, badItem, check)
	c = c.or(r.items(strings.FieldsSeq(v.text), v.damaged, n, badItem, check))
	c = c.or(r.items(strings.FieldsFuncSeq(v.text, asciiSpace), v.damaged, n, badItem, check))
	c = c.or(r.items(strings.SplitSeq(trim(v.text), " "), v.damaged, n, badItem, check))
	c = c.or(r.items(strings.FieldsFuncSeq(v.text, simpleSpace), v.damaged, n, badItem, check))
	return c.or(r.items(strings.FieldsFuncSeq(v.text, oddSpace), v.damaged, n, badItem, check))
}

// simpleSpace is what somebody writes who thinks of spaces, tabs and line ends.
func simpleSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func asciiSpace(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' }

// items judges the items of one way to split a list. Any that is not clearly valid may be named.
func (r *ruling) items(each func(func(string) bool), damaged bool, n name, badItem string, check func(string) validity) duty {
	c := duty{}
	for item := range each {
		if item == "" {
			continue
		}
		held := check(item)
		if held == valid {
			continue
		}
		if held == invalid {
			c = refused(cases.Documented, n.String())
		}
		if !r.anyMessage { // else no message need be named
			r.allowValue(badItem, value{kind: text, text: item, damaged: damaged})
		}
	}
	return c
}
