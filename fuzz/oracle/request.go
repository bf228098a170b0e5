package oracle

import (
	"strings"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// method is a request's method as far as it matters.
type method uint8

const (
	post     method = iota
	safe            // GET and HEAD, which every server has to know
	options         // may be answered
	standard        // the others of RFC 9110 §9.3 and PATCH
	other           // POST in another case among them (RFC 9110 §9.1)
)

func methodOf(s string) method {
	switch s {
	case "POST":
		return post
	case "GET", "HEAD":
		return safe
	case "OPTIONS":
		return options
	case "PUT", "PATCH", "DELETE", "TRACE", "CONNECT":
		return standard
	}
	return other
}

// decide rules on a request.
func (r *ruling) decide(k *TargetModel, s *wire.Sent) {
	r.messageLevel, r.successLevel = cases.Documented, cases.Documented
	r.method = methodOf(s.Method)
	r.body = string(s.Body)
	var h head
	h.read(s, k.standing)
	r.noLine = !lineLegal(s)
	r.illegal = h.illegal || r.noLine
	r.unusual, r.honours, r.anyForm, r.ranged, r.coded = h.unusual, h.honours, h.form, h.ranged, h.coding
	switch r.method {
	case post:
		r.duty = r.posted(k, s, &h)
		if r.duty.none() && !bodyAlone(k, s).none() {
			r.duty = advised(RuleQuery, "query")
		}
	default:
		// Any refusal will do, and so will 501: the server does not have the method at all (RFC 9110 §15.6.2).
		r.allowAny4xx()
		r.notImplemented = true
		r.duty = refused(cases.Implied, s.Method)
	}
	if h.coding {
		r.notImplemented = true // RFC 9112 §6.1
	}
}

// lineLegal says whether HTTP allows the request line: a method, a target and a version, with one space
// between two of them, and no fragment in the target (RFC 9112 §3).
func lineLegal(s *wire.Sent) bool {
	if s.Line == "" {
		return token(s.Method)
	}
	return strings.Count(s.Line, " ") == 2 && strings.HasPrefix(s.Line, s.Method+" ") && token(s.Method) && all(s.Line, func(c byte) bool { return c >= ' ' && c < 0x7f && c != '#' })
}

// bodyAlone rules on a request without its query.
func bodyAlone(k *TargetModel, s *wire.Sent) duty {
	address, _, ok := strings.Cut(s.URL, "?")
	if !ok {
		return duty{}
	}
	var r ruling
	without := *s
	without.URL = address
	r.decide(k, &without)
	return r.duty
}

// posted rules on a POST.
func (r *ruling) posted(k *TargetModel, s *wire.Sent, h *head) duty {
	if h.unusual || s.Omitted > 0 {
		r.allowAny4xx()
	}
	if h.hidden || s.Omitted > 0 {
		r.allowAny4xx()
		r.hidden = true
		return duty{}
	}
	if h.ranged || h.coding { // to ignore the one and to read the other is a demand of HTTP, not of the document
		r.successLevel = cases.Implied
		r.loosen()
	}
	if len(s.Body) > bodyLimit {
		r.long()
	}
	if query := queryOf(s.URL); query != "" {
		r.query(query)
	}
	switch len(h.media) {
	case 0:
		return r.guessed(k)
	case 1:
		return r.typed(k, h.media[0])
	}
	// Two Content-Type fields are no legal request, and joined by a comma they are no media
	// type (RFC 9110 §5.3). Any of them may decide, or none.
	r.allowAny4xx()
	return r.alternatives(k, mediumJSON, mediumForm, mediumOther)
}

// bodyLimit is the size over which a body may be refused for its size. What is larger than largest, or
// nested deeper than deepest, had better be.
const (
	bodyLimit = 64 << 10
	largest   = 1 << 20
	deepest   = 1000
)

// query takes up what a query says. To ignore it, to refuse it and to read parameters from it are
// all seen; the document says nothing.
func (r *ruling) query(query string) {
	var p parameters
	readForm(query, &p)
	r.serverWording, r.any4xx = true, true
	for n := range p.of {
		if q := &p.of[n]; q.given() {
			r.allowAny4xx()
			at := &r.params.of[n]
			if q.value.given() {
				at.more = append(at.more, q.value)
			}
			at.more = append(at.more, q.more...)
		}
	}
}

// typed rules on a body with one Content-Type.
func (r *ruling) typed(k *TargetModel, m media) duty {
	if m.varied {
		r.successLevel = cases.Implied
		r.loosen()
	}
	if m.doubtful {
		r.allowAny4xx()
	}
	switch m.medium {
	case mediumJSON:
		return r.json(k)
	case mediumForm:
		return r.form(k)
	case mediumLiteral: // E02
		r.allowAny4xx()
		return r.form(k)
	case mediumNone:
		return r.guessed(k)
	case mediumMalformed: // it may be passed over, as if there were none
		r.allowAny4xx()
		return r.alternatives(k, mediumJSON, mediumForm, mediumOther)
	}
	return r.unknownType(k)
}

// unknownType rules on a body of another media type. That is a fault, and in what the body would
// be if it were read after all there may be more.
func (r *ruling) unknownType(k *TargetModel) duty {
	switch body := trim(r.body); {
	case body == "":
		r.allowAnyMessage()
	case body[0] == '{' || body[0] == '[':
		r.json(k)
	case strings.IndexByte(body, '=') >= 0:
		r.form(k)
	}
	r.allowMessage(msgContentType)
	r.read = mediumOther
	r.acts = nothing
	return refused(cases.Documented, msgContentType)
}

// guessed rules on a body without a Content-Type (E08).
func (r *ruling) guessed(k *TargetModel) duty {
	r.allowAny4xx()
	r.successLevel = cases.Implied
	return r.alternatives(k, mediumJSON, mediumForm)
}

// alternatives rules on a body that may be read as any of several kinds. What it says is
// what the kind says in which it says most.
func (r *ruling) alternatives(k *TargetModel, media ...medium) duty {
	base := r.params
	kept := base
	c := refused(cases.Implied, msgContentType)
	for i, m := range media {
		r.params = base
		one := refused(cases.Implied, msgContentType)
		switch m {
		case mediumJSON:
			one = r.json(k)
		case mediumForm, mediumLiteral:
			one = r.form(k)
		}
		if r.params.named() > kept.named() {
			kept = r.params
		}
		if i == 0 {
			c = one
		} else {
			c = c.or(one)
		}
	}
	r.params, r.read = kept, mediumNone
	return c
}

// json rules on a body that is to be read as JSON.
func (r *ruling) json(k *TargetModel) duty {
	r.read = mediumJSON
	if strings.IndexByte(r.body, 0) >= 0 && wide(r.body) {
		r.allowAny4xx() // UTF-16 or UTF-32, which Python reads
		r.hidden = true
		return duty{}
	}
	reader := jsonReader{s: r.body, params: &r.params}
	doc := reader.read()
	r.flaws |= doc.flaws
	if doc.depth > depthLimit || doc.has(broken) && brackets(r.body) > depthLimit {
		r.long()
	}
	if doc.has(tooDeep) {
		return advised(RuleNoLimit, "")
	}
	if doc.has(byteOrderMark | badUTF8 | halfSurrogate | notCharacter | hugeNumber | doubledMember) {
		r.allowAnyMessage() // E13
	}
	if doc.has(poison) {
		r.unknownMember()
	}
	if doc.has(broken) {
		return r.undecodable()
	}
	var c duty
	if doc.has(lenient) { // the rest may be read, so that there may be more faults
		r.allowMessage(msgDecode)
		c = advised(RuleLenient, msgDecode)
	}
	if doc.has(trailingText) { // E13
		r.loosen()
		r.allowMessage(msgDecode)
		c = c.and(refused(cases.Implied, msgDecode))
	}
	if doc.depth > deepest || len(r.body) > largest {
		c = c.and(advised(RuleNoLimit, ""))
	}
	if doc.top != object {
		r.acts = nothing
		r.loosen()
		r.allowAnyMessage()
		return c.and(refused(cases.Implied, msgDecode))
	}
	if doc.has(trailingComma) { // E03
		r.allowMessage(msgDecode)
	}
	c = c.and(r.members(k))
	if c.none() && r.params.inCase && !r.params.doubled && !r.exactly(k).none() {
		return advised(RuleNameCase, "")
	}
	return c
}

// exactly rules on the members without those whose names only nearly are those of parameters.
func (r *ruling) exactly(k *TargetModel) duty {
	as := ruling{messageLevel: r.messageLevel, successLevel: r.successLevel, at: r.at, body: r.body}
	for n := range as.params.of {
		as.params.of[n].value = r.params.of[n].value
	}
	return as.members(k)
}

// brackets is how deep brackets are nested for who counts them before reading the
// JSON, and does not mind what is between them.
func brackets(s string) int {
	depth, most := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth--
		}
	}
	return most
}

// undecodable rules on a body that no reader of JSON understands.
func (r *ruling) undecodable() duty {
	r.acts = nothing
	r.allowMessage(msgDecode)
	switch {
	case !utf8.ValidString(r.body):
		r.allowAnyMessage()
	case trim(r.body) == "":
		// No body at all may also be read as an object without members (E13).
		r.allowMessage(msgNoType)
	}
	return refused(cases.Documented, msgDecode)
}

// wide says whether a text looks like UTF-16 or UTF-32: its first character has zero bytes about it.
func wide(s string) bool {
	return len(s) >= 4 && (s[0] == 0 || s[1] == 0 || strings.HasPrefix(s, "\xFF\xFE") || strings.HasPrefix(s, "\xFE\xFF"))
}

// form rules on a body that is to be read as a form.
func (r *ruling) form(k *TargetModel) duty {
	r.read = mediumForm
	flaws := readForm(r.body, &r.params)
	r.formFlaws = flaws
	if flaws.any() {
		r.allowAnyMessage()
	}
	c := r.members(k)
	if len(r.body) > largest {
		c = c.and(advised(RuleNoLimit, ""))
	}
	if flaws.semicolon && !c.none() {
		// Some split by it, too: what pairs there are is open.
		return duty{}
	}
	if !c.none() && strings.HasPrefix(trim(r.body), "{") {
		return r.jsonAsForm(k, c)
	}
	return c
}

// jsonAsForm rules on a form that looks like JSON. Servers that look at the body first take it; as it is
// what curl sends when its user forgets the header, that is unwise rather than wrong.
func (r *ruling) jsonAsForm(k *TargetModel, c duty) duty {
	as := ruling{messageLevel: r.messageLevel, successLevel: r.successLevel, at: r.at, body: r.body}
	if as.json(k).none() {
		r.params, r.acts, r.good = as.params, as.acts, as.good
		return advised(RuleSniffed, msgContentType)
	}
	return c
}
