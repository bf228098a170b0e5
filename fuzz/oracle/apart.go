package oracle

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// apart collects how the target answers an unknown id and a wrong secret, to see whether the two
// can be told apart.
type apart struct {
	stranger, impostor map[string]int // how often each answer came
}

const (
	apartBound = 8 // different answers that are kept of each
	apartLeast = 5 // of each that there must be
	apartMost  = 64
)

func newApart() apart {
	return apart{stranger: map[string]int{}, impostor: map[string]int{}}
}

func (a *apart) add(known bool, answer string) {
	to := a.stranger
	if known {
		to = a.impostor
	}
	if _, ok := to[answer]; total(to) < apartMost && (ok || len(to) < apartBound) {
		to[answer]++
	}
}

// wants says whether more is to be collected.
func (a *apart) wants() bool {
	return total(a.stranger) < apartMost || total(a.impostor) < apartMost
}

func total(of map[string]int) int {
	sum := 0
	for _, n := range of {
		sum += n
	}
	return sum
}

// told says whether the two are told apart: no answer to the one has ever come to the other.
func (a *apart) told() (stranger, impostor string, told bool) {
	for s, n := range a.stranger {
		if _, both := a.impostor[s]; both || n < apartLeast {
			continue
		}
		for i, m := range a.impostor {
			if _, both := a.stranger[i]; !both && m >= apartLeast {
				return s, i, true
			}
		}
	}
	return "", "", false
}

// appearance is what a stranger sees of a refusal: the status, the message, and which headers it has.
func appearance(r *reply) string {
	message, ok := r.message()
	if !ok {
		message = r.body
	}
	var b strings.Builder
	b.WriteString(strconv.Itoa(r.status) + " " + message + " [")
	before := ""
	for i := range r.header {
		if name := r.header[i].Name; name != before && !perAnswer(name) {
			b.WriteString(" " + name)
			before = name
		}
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
	return r.against.subject == msgUnauthorized && r.against.rule == ruleRefuse && !r.own && !r.any && len(r.wanted) == 1
}

func (k *Known) learnApart(r *ruling, a *wire.Answer) {
	if !r.unauthorizedOnly() {
		return
	}
	got := readReply(a)
	if !got.refusal() || got.busy() {
		return
	}
	k.apart.add(k.standing(r.params.of[pID].value.text) == certain, appearance(&got))
}
