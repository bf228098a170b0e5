package oracle

import (
	"strings"

	"github.com/regspec/regspec/cases"
)

// act is what a request may be taken to do. Several bits are set where that is not clear.
type act uint8

const (
	associate act = 1 << iota
	update
	nothing // the type is missing or unknown
)

// members judges all that a body says.
func (r *ruling) members(k *TargetModel) duty {
	r.common()
	if r.params.doubled {
		r.allowAnyMessage() // E13
	}
	if r.params.unknown {
		r.unknownMember()
	}
	c := r.action(k)
	c = c.and(r.each(pContacts, (*ruling).contacts))
	c = c.and(r.each(pName, (*ruling).applicationName))
	c = c.and(r.each(pLogo, (*ruling).logo))
	return c.and(r.redirection(k))
}

// action judges the parameters that decide what a request does: the type, and what goes with it.
func (r *ruling) action(k *TargetModel) duty {
	p := &r.params.of[pType]
	c := r.actionAs(k, p.value)
	if p.plain() {
		return c
	}
	r.allowAnyMessage()
	for _, v := range p.more {
		c = c.or(r.actionAs(k, v))
	}
	if p.doubt {
		c = c.or(r.actionAs(k, value{}))
	}
	return c
}

func (r *ruling) actionAs(k *TargetModel, v value) duty {
	subject := pType.String()
	switch {
	case !v.given():
		r.allowMessage(msgNoType)
		return refused(cases.Documented, subject).and(r.as(k, nothing))
	case v.kind == null:
		r.unclear()
		r.allowMessage(msgNoType)
		return refused(cases.Implied, subject).and(r.as(k, nothing))
	case v.kind != text:
		r.loosen()
		r.allowAnyMessage()
		return refused(cases.Implied, subject).and(r.as(k, nothing))
	}
	done := nothing
	switch trim(v.text) {
	case "client_associate":
		done = associate
	case "client_update":
		done = update
	}
	if done != nothing && trim(v.text) == v.text {
		return r.as(k, done)
	}
	r.loosen()
	r.allowAnyMessage()
	c := refused(cases.Implied, subject).and(r.as(k, nothing))
	if done != nothing {
		c = c.or(r.as(k, done))
	}
	return c
}

// as judges what depends on what the request does.
func (r *ruling) as(k *TargetModel, done act) duty {
	r.acts |= done
	var c duty
	switch done {
	case associate:
		c = r.each(pApplication, (*ruling).associatedApplication)
		c = c.and(r.each(pID, (*ruling).needlessID))
		c = c.and(r.each(pSecret, (*ruling).needlessSecret))
	case update:
		c = r.each(pApplication, (*ruling).updatedApplication)
		c = c.and(r.credentials(k))
	default:
		c = r.each(pApplication, (*ruling).associatedApplication)
		r.misplaced(pID, msgIDOnly)
		r.misplaced(pSecret, msgSecretOnly)
	}
	return c
}

// misplaced allows what may be said of a credential in a request that says not what it is for. Whether it is
// out of place there is not settled.
func (r *ruling) misplaced(n name, id string) {
	p := &r.params.of[n]
	if !p.given() {
		return
	}
	r.allowMessage(id)
	if p.value.kind != text && p.value.kind != null {
		r.loosen()
		r.allowAnyMessage()
	}
}

func (r *ruling) associatedApplication(v value) duty {
	return r.application(v, true)
}

func (r *ruling) updatedApplication(v value) duty {
	return r.application(v, false)
}

// application judges application_type. Left out of a new registration it is refused with any message;
// of an update either conforms (E04), and then whatever such a server is likely to say of a new
// registration.
func (r *ruling) application(v value, required bool) duty {
	subject := pApplication.String()
	if v.blank() || !v.given() {
		if required {
			r.allowAnyMessage()
			if v.given() {
				return refused(cases.Implied, subject)
			}
			return refused(cases.Documented, subject)
		}
		r.unclear()
		r.allowMessage(msgApplication)
		r.allowMessage(msgNoType)
		r.allowMessage(msgDecode)
		return duty{}
	}
	if v.kind != text {
		r.loosen()
		r.allowAnyMessage()
		return refused(cases.Implied, subject)
	}
	switch v.text {
	case "web", "native":
		return duty{}
	}
	r.allowMessage(msgApplication)
	switch trim(v.text) {
	case "web", "native":
		r.unclear()
		return duty{}
	}
	if v.damaged {
		return refused(cases.Implied, subject)
	}
	return refused(cases.Documented, subject)
}

func (r *ruling) needlessID(v value) duty { return r.needless(v, pID, msgIDOnly) }

func (r *ruling) needlessSecret(v value) duty { return r.needless(v, pSecret, msgSecretOnly) }

// needless judges a credential in a new registration.
func (r *ruling) needless(v value, n name, id string) duty {
	switch {
	case !v.given():
		return duty{}
	case v.blank():
		r.unclear()
		r.allowMessage(id)
		return duty{}
	case v.kind != text:
		r.loosen()
		r.allowAnyMessage()
		return refused(cases.Implied, n.String())
	}
	r.allowMessage(id)
	return refused(cases.Documented, n.String())
}

// credentials judges those of an update, in all the ways in which they can be read.
func (r *ruling) credentials(k *TargetModel) duty {
	id, secret := &r.params.of[pID], &r.params.of[pSecret]
	if id.plain() && secret.plain() {
		return r.pair(k, id.value, secret.value)
	}
	r.allowAnyMessage()
	var c duty
	first := true
	for i := range id.readings {
		for s := range secret.readings {
			if one := r.pair(k, i, s); first {
				c, first = one, false
			} else {
				c = c.or(one)
			}
		}
	}
	r.good = false
	return c
}

// readings gives every value that a parameter can be read as.
func (p *parameter) readings(yield func(value) bool) {
	if !yield(p.value) {
		return
	}
	for _, v := range p.more {
		if !yield(v) {
			return
		}
	}
	if p.doubt {
		yield(value{})
	}
}

// pair judges one pair of credentials.
func (r *ruling) pair(k *TargetModel, id, secret value) duty {
	if id.kind == text && secret.kind == text && !id.blank() && !secret.blank() {
		return r.given(k, id, secret)
	}
	c := r.lacking(id, pID, msgIDRequired).and(r.lacking(secret, pSecret, msgSecretRequired))
	// What is there of the pair may be incorrect by itself: "client_id and/or client_secret".
	switch {
	case id.kind == text && !id.blank() && k.certainty(id.text) != certain,
		secret.kind == text && !secret.blank() && !k.issuedSecret(secret.text):
		r.allowMessage(msgUnauthorized)
	}
	return c
}

// lacking judges one of the pair that may not be there.
func (r *ruling) lacking(v value, n name, required string) duty {
	switch {
	case !v.given():
		r.allowMessage(required)
		return refused(cases.Documented, n.String())
	case v.blank():
		r.unclear()
		r.allowMessage(required)
		r.allowMessage(msgUnauthorized)
		return refused(cases.Implied, n.String())
	case v.kind != text:
		r.loosen()
		r.allowAnyMessage()
		return refused(cases.Implied, n.String())
	}
	return duty{}
}

// given judges a pair that is there.
func (r *ruling) given(k *TargetModel, id, secret value) duty {
	switch k.pair(id.text, secret.text, r.at) {
	case right:
		r.good = true
		return duty{}
	case perhaps:
		r.likely = true
		r.allowMessage(msgUnauthorized)
		return duty{}
	}
	r.allowMessage(msgUnauthorized)
	if i, s := trim(id.text), trim(secret.text); i != id.text || s != secret.text {
		r.unclear()
		if k.pair(i, s, r.at) != wrong || k.pair(id.text, s, r.at) != wrong || k.pair(i, secret.text, r.at) != wrong {
			return duty{}
		}
	}
	if hexadecimal(id.text) {
		// A database that compares without regard to case finds such an id, too.
		for _, other := range []string{strings.ToLower(id.text), strings.ToUpper(id.text)} {
			if other != id.text && k.pair(other, secret.text, r.at) != wrong {
				return advised(RuleIDCase, pID.String())
			}
		}
	}
	return refused(cases.Documented, msgUnauthorized)
}

// hexadecimal says whether an id is a number in base 16 or a UUID.
func hexadecimal(s string) bool {
	return all(s, func(c byte) bool { return isHex(c) || c == '-' })
}
