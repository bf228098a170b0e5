package oracle

import (
	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Compare judges two exchanges whose requests say the same: one request sent twice, or the same members
// once as JSON and once as a form. They should be accepted or refused alike.
//
// Where one of the two outcomes does not conform, Judge says so at its level. What is left is a server that
// uses a freedom of the document now this way and now that. The document does not forbid that, so it is
// advice. Of several faults any may be named each time (E09); a message is compared only where a single one
// is possible.
func Compare(a, b wire.Exchange, k *TargetModel) []Mismatch {
	one, two := Classify(a), Classify(b)
	if !verdict(one) || !verdict(two) {
		return nil
	}
	if one.Kind != two.Kind {
		return []Mismatch{NewMismatch(RuleCompare, subjectOf(k, &a), "one outcome for both: "+one.String(), two.String())}
	}
	if one.Kind == KindSuccess {
		return sharedCredentials(k, &a, &b)
	}
	if one.Message != two.Message {
		x, y := Allowed(k, a.Request), Allowed(k, b.Request)
		if !single(x) || !single(y) {
			return nil
		}
		return []Mismatch{NewMismatch(RuleCompareMsg, x.Messages[0].Message, "one message for both: "+one.String(), two.String())}
	}
	return nil
}

// verdict says whether an outcome is the server's decision on the request.
func verdict(o Outcome) bool { return o.Kind == KindSuccess || o.Kind == KindRefusal }

// single says whether one message alone is possible.
func single(o Outcomes) bool {
	if o.AnyRefusal || o.ServerWording || o.Any4xx || len(o.Messages) == 0 {
		return false
	}
	for _, w := range o.Messages {
		if w.Message != o.Messages[0].Message {
			return false
		}
	}
	return true
}

// subjectOf is the message that is debated, if there is one.
func subjectOf(k *TargetModel, x *wire.Exchange) string {
	if o := Allowed(k, x.Request); len(o.Messages) > 0 {
		return o.Messages[0].Message
	}
	return ""
}

// sharedCredentials looks for two registrations that got one client.
func sharedCredentials(k *TargetModel, a, b *wire.Exchange) []Mismatch {
	var r ruling
	r.decide(k, &a.Request)
	x, y := readReply(a.Answer), readReply(b.Answer)
	if r.acts != associate || tokenOf(a) == tokenOf(b) {
		return nil
	}
	var found []Mismatch
	for _, pair := range []struct {
		member string
		a, b   value
	}{{"client_id", x.fields.id, y.fields.id}, {"client_secret", x.fields.secret, y.fields.secret}} {
		if pair.a.kind == text && pair.a.text != "" && pair.a.text == pair.b.text {
			found = append(found, Mismatch{
				Rule: RuleNotUnique, Level: cases.Implied, Subject: pair.member,
				Expected: "two clients", Actual: pair.member + " " + cut(pair.a.text) + " twice",
				Explanation: "Two registrations got the same " + pair.member + ". Two clients that share it can pass for each other.",
			})
		}
	}
	return found
}

// String says an outcome in words.
func (o Outcome) String() string {
	if o.Message == "" {
		return o.Kind
	}
	return o.Kind + ", " + o.Message
}
