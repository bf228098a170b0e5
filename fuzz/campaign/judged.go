package campaign

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/describe"
)

// Bounds of the requests that are kept for what they have in common.
const (
	mostRight = 2048 // answered without the fault
	mostWrong = 96   // of one fault
)

// judged is a request, as far as it tells why its answer is wrong or right.
type judged struct {
	traits func() []describe.Trait // made when they are asked for: most never are
	faults []finding.Cause         // of the answer
	due    bool                    // a refusal, and no success
	free   bool                    // any refusal would do, however it is written
	either bool                    // the one or the other is due, and from the answer it is not to be seen which
}

// leads reports whether a fault is that the answer is the wrong one, which may hide any other.
func leads(f finding.Cause) bool { return f.Rule == oracle.RuleSucceed || f.Rule == oracle.RuleRefuse }

// faultsOf are the faults of an answer: each as it is, and in the form in which other answers may have it.
func faultsOf(x session.Exchange) []finding.Cause {
	var all []finding.Cause
	var signature string
	for _, m := range perRule(x.Mismatches) {
		if signature == "" {
			signature = signatureOf(x.Exchange)
		}
		all = append(all, finding.Cause{Rule: m.Outcome(), Signature: signature})
		if form := formOf(x, m); form != "" && form != signature {
			all = append(all, finding.Cause{Rule: m.Outcome(), Signature: form})
		}
	}
	return all
}

// shown are the faults by which it is seen that an answer has a cause: the cause, and the form of an answer that is
// wrong whichever it is.
func shown(cause finding.Cause, j judged) []finding.Cause {
	all := []finding.Cause{cause}
	for _, f := range j.faults {
		if f.Rule == cause.Rule && strings.HasPrefix(f.Signature, ofAnswers) {
			all = append(all, f)
		}
	}
	return all
}

// sample has requests that were judged: of the right ones some of all times, of the wrong ones the first of each
// fault.
type sample struct {
	right, wrong []judged
	seen, every  int
	of           map[finding.Cause]int // how many of the wrong ones have it
}

// see adds what the sample wants of the exchanges of a sequence. What is wrong is only known to come of the request
// where no other was wrong before.
func (s *state) see(known *oracle.TargetModel, q traffic.Sequence, exchanges []session.Exchange) {
	for _, x := range exchanges {
		s.mutex.Lock()
		wanted := x.Step >= 0 && s.buckets.sample.wants(x)
		s.mutex.Unlock()
		if wanted {
			j := judge(known, q.Steps[x.Step], x)
			s.mutex.Lock()
			s.buckets.sample.add(j)
			s.mutex.Unlock()
		}
		if len(x.Mismatches) > 0 {
			return
		}
	}
}

// wants reports whether the sample takes an exchange, which is counted.
func (s *sample) wants(x session.Exchange) bool {
	if len(x.Mismatches) > 0 {
		return true
	}
	s.seen++
	return s.seen%max(s.every, 1) == 0
}

// add takes in a request.
func (s *sample) add(j judged) {
	if len(j.faults) > 0 {
		fresh := false
		for _, f := range j.faults {
			if s.of[f]++; s.of[f] <= mostWrong {
				fresh = true
			}
		}
		if fresh {
			s.wrong = append(s.wrong, j)
		}
		return
	}
	s.right = append(s.right, j)
	if len(s.right) >= mostRight {
		s.every = 2 * max(s.every, 1)
		for i := range mostRight / 2 {
			s.right[i] = s.right[2*i]
		}
		s.right = s.right[:mostRight/2]
	}
}

// judge makes of an exchange what is kept of it.
func judge(known *oracle.TargetModel, step traffic.Step, x session.Exchange) judged {
	allowed := oracle.Allowed(known, x.Request)
	encoding, asks := oracle.KindOf(known, x.Request)
	if x.Request.Method != http.MethodPost {
		encoding = oracle.KindOther
	}
	due := []describe.Trait{describe.OfEncoding.Is(encoding), describe.OfOperation.Is(asks)}
	j := judged{faults: faultsOf(x), due: !allowed.Success}
	said := oracle.Classify(x.Exchange).Message // where it is right, that is the message for what the target saw first
	success, refusal := allowed.Success, allowed.Refusal()
	if success && refusal && x.Answer != nil && x.Answer.Status < http.StatusInternalServerError {
		success = x.Answer.Status < http.StatusMultipleChoices // it is what the target takes the request for
		refusal = !success
	}
	j.either, j.free = success && refusal, refusal && allowed.Any4xx
	if success && !refusal {
		due = append(due, describe.OfOutcome.Is("success"))
	}
	if refusal && !success {
		due = append(due, describe.OfOutcome.Is("refusal"))
	}
	for _, m := range allowed.Messages {
		if message := describe.OfMessage.Is(m.Message); refusal && (said == m.Message || len(j.faults) > 0) && !slices.Contains(due, message) {
			due = append(due, message)
		}
	}
	j.traits = sync.OnceValue(func() []describe.Trait { return append(traitsOf(step), due...) })
	return j
}

// anotherValue stands for a credential that is wrong.
const anotherValue = "another-value"

// traitsOf lists what is to be seen of a request. The same words are used as for a case of a run.
func traitsOf(step traffic.Step) []describe.Trait {
	plain := traffic.Sequence{Steps: []traffic.Step{step}}.Clone().Steps[0]
	for i := range plain.Body.Members {
		if v := &plain.Body.Members[i].Value; v.Credential() && (v.Corruption != traffic.Intact || v.Text+v.After != "") {
			*v = traffic.Str(v.Text + anotherValue + v.After)
		}
	}
	r := plain.Render(func(int) traffic.Credentials {
		return traffic.Credentials{ID: "${client.client_id}", Secret: "${client.client_secret}"}
	})
	body := string(r.Body)
	send := cases.Send{Method: r.Method, Body: &body}
	encoding := cases.JSON
	if step.Body.Format == traffic.Form {
		encoding = cases.Form
	}
	for _, h := range step.Header {
		send.Headers = append(send.Headers, cases.Field{Name: h.Name, Value: h.Value})
	}
	send.ContentType = step.Type
	traits := describe.Of(send, encoding)[1:] // another says better how it is encoded
	if strings.ContainsRune(body, 0) {        // JSON and forms escape it: it is UTF-16, or UTF-32
		traits = append(traits, describe.OfBody.Is("with a NUL"))
	}
	for _, name := range []string{traffic.ParamID, traffic.ParamSecret} {
		if step.Body.IsUpdate() && !slices.ContainsFunc(step.Body.Members, func(m traffic.Member) bool { return m.Name == name }) {
			traits = append(traits, describe.OfAbsence.Is(name+" of an update"))
		}
	}
	for _, m := range step.Body.Members {
		if m.Value.Kind == traffic.Text {
			for _, sign := range describe.SignsIn(m.Value.Text) {
				traits = append(traits, describe.OfDetail.Is(m.Name+" has "+sign))
			}
		}
	}
	for _, feature := range finding.FingerprintOf(traffic.Sequence{Steps: []traffic.Step{step}})[0] {
		traits = append(traits, describe.OfDetail.Is(feature))
		if twice := describe.OfDetail.Is("a member twice"); strings.HasSuffix(feature, " twice") && !slices.Contains(traits, twice) {
			traits = append(traits, twice)
		}
	}
	return traits
}
