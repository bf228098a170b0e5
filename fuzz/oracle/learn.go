package oracle

import (
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// Learn takes over what an exchange teaches: a new client, whether a name of the redirect list is
// honoured, and samples.
func (k *TargetModel) Learn(x wire.Exchange) {
	if x.Answer == nil || x.Break != nil {
		return
	}
	var r ruling
	if !x.Started.IsZero() {
		r.at = x.Started.Add(x.Duration).Unix()
	}
	r.decide(k, &x.Request)
	got := readReply(x.Answer)
	k.learn(&x, &r, &got)
}

// learn is Learn with the ruling on the request and the answer.
func (k *TargetModel) learn(x *wire.Exchange, r *ruling, got *reply) {
	if k.standing == nil && isQuestion(&x.Request) {
		k.standing = x.Request.Header
	}
	switch {
	case got.success():
		k.learnClient(x, r, got)
	case !got.refusal() || r.busy(got):
		return
	}
	asked := k.honoured[0] != notAsked && k.honoured[1] != notAsked
	if asked && (x.Answer.Status < 300 || !k.enumeration.wants()) {
		return
	}
	k.learnHonour(r, x, got)
	k.learnEnumeration(r, got)
}

// learnClient takes over a client that a registration has brought.
func (k *TargetModel) learnClient(x *wire.Exchange, r *ruling, got *reply) {
	id, secret := got.fields.id, got.fields.secret
	if !got.object || id.kind != text || id.text == "" || secret.kind != text || secret.text == "" {
		return
	}
	if c, ok := k.clients[id.text]; ok && c.secret == secret.text {
		return // an update
	}
	if r.sent(pID, id.text) && r.acts&associate == 0 {
		// An update of a client that was not known, or the answer to one with other credentials.
		k.RegisterPossible(id.text, secret.text)
		return
	}
	c := client{secret: secret.text, unsure: !r.duty.none() || r.method != post || r.hidden}
	if at, ok := got.expiry(); ok && at > 0 {
		c.expires = at
	}
	k.register(id.text, c, tokenOf(x))
	k.sample.add(id.text, secret.text)
}

// sent says whether a parameter can be read as a text, trimmed or not.
func (r *ruling) sent(n name, s string) bool {
	for v := range r.params.of[n].readings {
		if v.kind == text && (v.text == s || trim(v.text) == s) {
			return true
		}
	}
	return false
}

// learnHonour learns from a registration that has nothing wrong but a clearly invalid redirect list under
// one name whether that name is honoured.
func (k *TargetModel) learnHonour(r *ruling, x *wire.Exchange, got *reply) {
	n, ok := k.question(r, x)
	if !ok {
		return
	}
	at := &k.honoured[n-pRedirect]
	switch {
	case got.success() && got.issues():
		*at = ignored
	case !got.refusal():
	case aboutRedirects(got):
		*at = honoured
	default:
		*at = unwelcome
	}
}

// question says whether an exchange asks for a name that has not been asked for, and which it is.
func (k *TargetModel) question(r *ruling, x *wire.Exchange) (name, bool) {
	n := pRedirect
	if !r.params.of[n].value.given() {
		n = pRedirects
	}
	other := pRedirect + pRedirects - n
	v := r.params.of[n].value
	if !v.given() || r.params.of[other].given() || k.honoured[n-pRedirect] != notAsked {
		return 0, false
	}
	// With the list left out it must have to succeed, and with the list to be refused.
	as := ruling{}
	without := *k
	without.honoured = [2]honour{honoured, honoured}
	as.decide(&without, &x.Request)
	if as.acts != associate || as.method != post || as.anyMessage || as.serverWording || as.any4xx || as.duty.subject != n.String() {
		return 0, false
	}
	for i := range as.messages {
		if as.messages[i].Message != msgRedirect {
			return 0, false
		}
	}
	return n, true
}

// aboutRedirects says whether a refusal is about the redirect list, also where its words are not quite
// those of the document.
func aboutRedirects(r *reply) bool {
	found := false
	about := func(s string) {
		s = letters(s)
		found = found || strings.Contains(s, "isnotavalidur") || strings.Contains(s, "spaceseparatedur")
	}
	about(r.body)
	r.strings(about)
	return found
}
