package oracle

import (
	"net/http"
	"strconv"
	"strings"
)

// intruder is in what way credentials are wrong.
type intruder uint8

const (
	stranger  intruder = iota // the id is unknown
	impostor                  // the id is known, the secret is wrong
	injector                  // there are characters in them that mean something to a database or a pattern
	intruders                 // how many there are
)

// apart collects how the target answers wrong credentials, to see whether these can be told apart by
// the answers.
type apart struct {
	// Each answer is kept twice: whole, and without what may differ from answer to answer.
	whole, outline [intruders]map[string]int
	looked         int // at how many refusals
}

const (
	apartBound = 8  // different answers that are kept of each
	apartLeast = 12 // answers that there must be of each
	apartSame  = 3  // times that an answer must have come
	apartMost  = 64
	apartLooks = 20_000 // refusals that are looked at, for what is not seen by then is not sent
)

func newApart() apart {
	var a apart
	for i := range intruders {
		a.whole[i], a.outline[i] = map[string]int{}, map[string]int{}
	}
	return a
}

func (a *apart) add(from intruder, whole, outline string) {
	count(a.whole[from], whole)
	count(a.outline[from], outline)
}

func count(of map[string]int, answer string) {
	if _, ok := of[answer]; sum(of) < apartMost && (ok || len(of) < apartBound) {
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
func (a *apart) wants() bool {
	a.looked++
	if a.looked > apartLooks {
		return false
	}
	for i := range intruders {
		if len(a.whole[i]) < apartBound && sum(a.whole[i]) < apartMost || sum(a.outline[i]) < apartMost {
			return true
		}
	}
	return false
}

// told says whether an intruder is told apart from others, and by which answers.
func (a *apart) told(one intruder, others ...intruder) (string, string, bool) {
	for _, by := range []*[intruders]map[string]int{&a.outline, &a.whole} {
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
	if sum(a) < apartLeast || sum(b) < apartLeast {
		return "", "", false
	}
	for x, n := range a {
		if _, both := b[x]; both || n < apartSame {
			continue
		}
		for y, m := range b {
			if m >= apartSame {
				return x, y, true
			}
		}
	}
	return "", "", false
}

// appearance is what an intruder sees of a refusal: the status, the message or all of the body, and the
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
	return r.against.subject == msgUnauthorized && r.against.rule == RuleRefuse && !r.own && !r.any && len(r.wanted) == 1
}

func (k *Known) learnApart(r *ruling, got *reply) {
	if !r.unauthorizedOnly() {
		return
	}
	if !got.refusal() || got.busy() {
		return
	}
	id, secret := r.params.of[pID].value.text, r.params.of[pSecret].value.text
	from := stranger
	switch {
	case strings.ContainsAny(id+secret, `'"\;%*$(){}[]^|&<>`+"`"):
		from = injector
	case k.standing(id) == certain:
		from = impostor
	}
	message, ok := got.message()
	if !ok {
		message = got.body
	}
	k.apart.add(from, appearance(got, cut(got.body)), appearance(got, cut(message)))
}
