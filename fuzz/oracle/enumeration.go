package oracle

import (
	"net/http"
	"strconv"
	"strings"
)

// invalidCredentials says what is wrong with credentials.
type invalidCredentials uint8

const (
	unknownID         invalidCredentials = iota // the id is unknown
	wrongSecret                                 // the id is known, the secret is wrong
	specialCharacters                           // there are characters in them that mean something to a database or a pattern
	invalidKinds                                // how many there are
)

// enumeration collects how the target answers wrong credentials, to see whether these can be told apart by
// the answers.
type enumeration struct {
	// Each answer is kept twice: whole, and without what may differ from answer to answer.
	whole, outline [invalidKinds]map[string]int
	looked         int // at how many refusals
}

const (
	enumerationBound = 8  // different answers that are kept of each
	enumerationLeast = 12 // answers that there must be of each
	enumerationSame  = 3  // times that an answer must have come
	enumerationMost  = 64
	enumerationLooks = 20_000 // refusals that are looked at, for what is not seen by then is not sent
)

func newEnumeration() enumeration {
	var a enumeration
	for i := range invalidKinds {
		a.whole[i], a.outline[i] = map[string]int{}, map[string]int{}
	}
	return a
}

func (a *enumeration) add(from invalidCredentials, whole, outline string) {
	count(a.whole[from], whole)
	count(a.outline[from], outline)
}

func count(of map[string]int, answer string) {
	if _, ok := of[answer]; sum(of) < enumerationMost && (ok || len(of) < enumerationBound) {
		of[answer]++
	}
}

func sum(of map[string]int) int {
	n := 0
	for _, one := range of {
		n += one
	}
	return n
}

// wants says whether more is to be collected.
func (a *enumeration) wants() bool {
	a.looked++
	if a.looked > enumerationLooks {
		return false
	}
	for i := range invalidKinds {
		if len(a.whole[i]) < enumerationBound && sum(a.whole[i]) < enumerationMost || sum(a.outline[i]) < enumerationMost {
			return true
		}
	}
	return false
}

// distinguishes says whether credentials of one kind get other answers than those of others, and which answers.
func (a *enumeration) distinguishes(one invalidCredentials, others ...invalidCredentials) (string, string, bool) {
	for _, by := range []*[invalidKinds]map[string]int{&a.outline, &a.whole} {
		rest := map[string]int{}
		for _, other := range others {
			for answer, n := range by[other] {
				rest[answer] += n
			}
		}
		if x, y, ok := differing(by[one], rest); ok {
			return x, y, true
		}
	}
	return "", "", false
}

// differing says whether one has an answer that came often and never to the other, and which the other had
// instead.
func differing(a, b map[string]int) (string, string, bool) {
	if sum(a) < enumerationLeast || sum(b) < enumerationLeast {
		return "", "", false
	}
	for x, n := range a {
		if _, both := b[x]; both || n < enumerationSame {
			continue
		}
		for y, m := range b {
			if m >= enumerationSame {
				return x, y, true
			}
		}
	}
	return "", "", false
}

// appearance is what somebody who tries credentials sees of a refusal: the status, the message or all of the body, and the
// header.
func appearance(r *reply, body string) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(r.status) + " " + body + " [")
	before := ""
	for i := range r.header {
		name, v := http.CanonicalHeaderKey(r.header[i].Name), r.header[i].Value
		switch {
		case name == "Content-Type" || name == "Www-Authenticate" || name == "Cache-Control":
			b.WriteString(" " + name + ": " + v + ";")
		case name != before && !perAnswer(name):
			b.WriteString(" " + name + ";")
		}
		before = name
	}
	b.WriteString(" ]")
	return b.String()
}

// perAnswer says whether a field may come with any answer or not.
func perAnswer(name string) bool {
	switch name {
	case "Date", "Content-Length", "Connection", "Transfer-Encoding", "Set-Cookie", "Etag", "Age", "Keep-Alive", "Retry-After", "Server-Timing":
		return true
	}
	return strings.HasPrefix(name, "X-Rate") || strings.HasPrefix(name, "Ratelimit")
}

// unauthorizedOnly says whether a request has no fault but its credentials, and these beyond doubt.
func (r *ruling) unauthorizedOnly() bool {
	return r.duty.subject == msgUnauthorized && r.duty.rule == RuleRefuse && !r.serverWording && !r.anyMessage && len(r.messages) == 1
}

func (k *TargetModel) learnEnumeration(r *ruling, got *reply) {
	if !r.unauthorizedOnly() || !got.refusal() {
		return
	}
	id, secret := r.params.of[pID].value.text, r.params.of[pSecret].value.text
	from := unknownID
	switch {
	case strings.ContainsAny(id+secret, `'"\;%*$(){}[]^|&<>`+"`"):
		from = specialCharacters
	case k.certainty(id) == certain:
		from = wrongSecret
	}
	message, ok := got.message()
	if of, _, known := recognize(message); known && of != msgUnauthorized {
		return // it is about something else in the request, and says nothing of the credentials
	}
	if !ok {
		message = got.body
	}
	k.enumeration.add(from, appearance(got, cut(got.body)), appearance(got, cut(message)))
}
