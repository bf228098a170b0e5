package oracle

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Difference is in what a request differs from the plainest that must succeed, as far as the document and HTTP
// tell: its faults, the messages that it may be refused with, and what else may be refused or read in two
// ways. The zero Difference is none.
type Difference struct {
	faults   faults
	messages uint32 // a bit for each message
	doubts   uint32
	flaws    flaw // of the JSON
	form     formFlaws
}

// faults has a bit for each subject of a fault, by the rank of its level.
type faults [4]uint32

func (f faults) with(other faults) faults {
	for i := range f {
		f[i] |= other[i]
	}
	return f
}

func (f faults) within(other faults) bool { return f.with(other) == other }

// faultOf is the fault of a subject: a parameter, a message, what stands behind those here, or else a method. The
// redirect list is one parameter in two spellings.
func faultOf(level cases.Level, subject string) faults {
	var f faults
	bit := slices.Index([]string{"", "query"}, subject)
	if n := nameOf(subject); n != named {
		bit = 2 + int(min(n, pRedirect))
	} else if bit < 0 {
		bit = 2 + int(named) + indexOfMessage(subject)
	}
	f[rank(level)] = 1 << bit
	return f
}

// indexOfMessage is the place of a message in the document, or the one behind the last.
func indexOfMessage(id string) int {
	if at := slices.IndexFunc(templates[:], func(t template) bool { return t.id == id }); at >= 0 {
		return at
	}
	return len(templates)
}

// DifferenceOf says in what a request differs from the plainest that must succeed.
func DifferenceOf(k *TargetModel, sent wire.Sent) Difference {
	var r ruling
	r.decide(k, &sent)
	d := Difference{faults: r.duty.faults, flaws: r.flaws, form: r.formFlaws}
	if r.params.doubled {
		d.flaws |= doubledMember
	}
	for _, m := range r.messages {
		d.messages |= 1 << indexOfMessage(m.Message)
	}
	for i, is := range []bool{
		r.anyMessage, r.serverWording, r.any4xx, r.notImplemented, r.hidden, r.limited, r.unusual, r.illegal, r.noLine, r.ranged,
		r.messageLevel != cases.Documented, r.successLevel != cases.Documented,
		r.method == safe, r.method == options, r.method == standard, r.method == other,
	} {
		if is {
			d.doubts |= 1 << i
		}
	}
	return d
}

// doubtOfMessage is the doubt that makes the oracle ask for no message in particular.
const doubtOfMessage = 1 << 0

// None reports whether the request does not differ.
func (d Difference) None() bool { return d == Difference{} }

// Within reports whether there is nothing in a difference that is not in the other one.
func (d Difference) Within(other Difference) bool {
	named := d.messages&^other.messages == 0 || other.doubts&doubtOfMessage != 0
	return named && d.faults.within(other.faults) && d.doubts&^other.doubts == 0 && d.flaws&^other.flaws == 0 && d.form.and(other.form) == other.form
}

// Outcome is the rule under which all those count that say of one answer that it is the wrong one, so that one cause
// breaks several of them: a server may fail where it should refuse, and where it should succeed. It is the
// rule itself for any other.
func (id RuleID) Outcome() RuleID {
	switch id {
	case RuleMessage, RuleServerError, RuleStatus, RuleDropped, RuleSilent, RuleUnreadable, RuleNotJSON, RuleBody, RuleValue:
		return RuleSucceed
	}
	return id
}
