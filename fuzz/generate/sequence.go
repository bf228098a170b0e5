package generate

import (
	"github.com/regspec/regspec/fuzz/traffic"
)

// MaxSteps bounds the steps of a sequence.
const MaxSteps = 16

// Sequence is one request, or several that have to do with one another:
// registrations and updates, good and bad, of several clients, one after the other
// and at the same time.
func Sequence(s Source) traffic.Sequence {
	if !chance(s, 20) {
		return traffic.Sequence{Steps: []traffic.Step{Request(s)}}
	}
	return choose(s, stories)(s)
}

type story = func(Source) traffic.Sequence

var stories = []way[story]{
	{5, refusedThenGood},
	{5, rounds},
	{4, wander},
	{2, together},
	{2, besideRight},
	{3, twice},
	{2, encodingsMixed},
	{2, inBoth},
	{2, namesakes},
}

// again is a good update of the newest client that says as little as it can.
func again() traffic.Step {
	return traffic.Step{Body: traffic.Body{Members: []traffic.Member{
		{Name: traffic.ParamType, Value: traffic.Str("client_update")},
		{Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID}},
		{Name: traffic.ParamSecret, Value: traffic.Value{Kind: traffic.Secret}},
		{Name: traffic.ParamApplication, Value: traffic.Str("web")},
	}}}
}

// refusedThenGood tries whether a client survives what is refused.
func refusedThenGood(s Source) traffic.Sequence {
	bad := Update(s, 0)
	for range 1 + s.Below(2) {
		Vary(s, &bad)
	}
	return traffic.Sequence{Steps: []traffic.Step{Associate(s), bad, again()}}
}

// rounds updates one client again and again.
func rounds(s Source) traffic.Sequence {
	steps := []traffic.Step{Associate(s)}
	switch s.Below(3) {
	case 0:
		u := Update(s, 0)
		u.Times = 2 + s.Below(12)
		if chance(s, 10) {
			u.Times = 2 + s.Below(60)
		}
		steps = append(steps, u, again())
	default:
		for range 2 + s.Below(6) {
			u := Update(s, 0)
			if chance(s, 15) {
				Vary(s, &u)
			}
			steps = append(steps, u)
		}
	}
	return traffic.Sequence{Steps: steps}
}

// wander does anything with several clients.
func wander(s Source) traffic.Sequence {
	var steps []traffic.Step
	for range 2 + s.Below(MaxSteps-2) {
		var step traffic.Step
		switch s.Below(4) {
		case 0:
			step = Associate(s)
		default:
			step = Update(s, s.Below(3))
		}
		for chance(s, 30) {
			Vary(s, &step)
		}
		steps = append(steps, step)
	}
	return traffic.Sequence{Steps: steps}
}

// together sends the same request several times at once, or different ones.
func together(s Source) traffic.Sequence {
	step := Associate(s)
	if chance(s, 50) {
		step = Update(s, 0)
		if chance(s, 20) {
			Vary(s, &step)
		}
	}
	step.Times, step.Together = 2+s.Below(5), true
	q := traffic.Sequence{Steps: []traffic.Step{Associate(s), step}}
	if chance(s, 50) {
		other := Update(s, 0)
		if chance(s, 70) { // one that is refused, mostly
			Vary(s, &other)
		}
		other.Times, other.Together = 1+s.Below(5), true
		q.Steps = append(q.Steps, other)
	}
	q.Steps = append(q.Steps, again())
	return q
}

// besideRight tries wrong secrets while a right one is checked.
func besideRight(s Source) traffic.Sequence { return beside(s, one(s, wrongSecrets())) }

// wrongSecrets are secrets that may pass for one that is right.
func wrongSecrets() []traffic.Value {
	wrong := []traffic.Value{{Kind: traffic.Secret, Of: 1}, {Kind: traffic.ID}, traffic.Str("x"), {Kind: traffic.Secret, After: "x"}}
	for _, corruption := range traffic.Corruptions() {
		wrong = append(wrong, traffic.Value{Kind: traffic.Secret, Corruption: corruption})
	}
	return wrong
}

// beside sends updates with the right secret and with a wrong one at the same moment.
func beside(s Source, wrong traffic.Value) traffic.Sequence {
	right := Update(s, 0)
	q := traffic.Sequence{Steps: []traffic.Step{Associate(s), right, right, again()}}.Clone()
	place(&q.Steps[2], traffic.ParamSecret).Value = wrong
	for i := 1; i <= 2; i++ {
		q.Steps[i].Times, q.Steps[i].Together = 2+s.Below(4), true
	}
	return q
}

// twice sends the same thing one time after the other.
func twice(s Source) traffic.Sequence {
	step := Request(s)
	step.Times = 2 + s.Below(2)
	return traffic.Sequence{Steps: []traffic.Step{step, again()}}
}

// encodingsMixed registers in one encoding and updates in the other.
func encodingsMixed(s Source) traffic.Sequence {
	first, second := Associate(s), Update(s, 0)
	if first.Body.Format == second.Body.Format {
		toOtherFormat(s, &second)
	}
	if chance(s, 40) {
		Vary(s, &second)
	}
	return traffic.Sequence{Steps: []traffic.Step{first, second, again()}}
}

// Mutate changes a sequence that was worth keeping.
func Mutate(s Source, from traffic.Sequence) traffic.Sequence {
	q := from.Clone()
	if len(q.Steps) == 0 {
		return Sequence(s)
	}
	for range 1 + s.Below(3) {
		at := s.Below(len(q.Steps))
		switch n := s.Below(20); {
		case n < 15 || len(q.Steps) >= MaxSteps:
			Vary(s, &q.Steps[at])
		case n < 16:
			q.Steps = append(q.Steps, again())
		case n < 17:
			q.Steps = append(q.Steps, Request(s))
		case n < 18:
			q.Steps[at].Times = 2 + s.Below(8)
		case n < 19:
			q.Steps = append(q.Steps, q.Steps[at])
		case len(q.Steps) > 1:
			q.Steps = append(q.Steps[:at:at], q.Steps[at+1:]...)
		}
	}
	return q.Clone()
}

// namesakes registers two clients that say the same, and updates both.
func namesakes(s Source) traffic.Sequence {
	first := Associate(s)
	for _, name := range []string{traffic.ParamName, traffic.ParamContacts} {
		if chance(s, 60) {
			place(&first, name).Value = valid(s, name)
		}
	}
	q := traffic.Sequence{Steps: []traffic.Step{first, first, Update(s, 1), Update(s, 0)}}
	return q.Clone()
}

// inBoth says the same twice, once in JSON and once in a form.
func inBoth(s Source) traffic.Sequence {
	first := Request(s)
	q := traffic.Sequence{Steps: []traffic.Step{first, first}}.Clone()
	toOtherFormat(s, &q.Steps[1])
	return q
}

// UpdateWithInvalidCredentials is an update whose credentials are not what they
// should be, or are after all.
func UpdateWithInvalidCredentials(s Source) traffic.Step {
	step := Update(s, 0)
	for _, name := range []string{traffic.ParamSecret, traffic.ParamID} {
		if s.Below(3) > 0 {
			place(&step, name).Value = oddCredential(s, name, step.Body.Format)
		}
	}
	return step
}
