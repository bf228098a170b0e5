package campaign

import (
	"cmp"
	"maps"
	"slices"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/wire"
)

// Coverage is which rules of the document a campaign has met, as far as can be
// seen from outside: by the encoding and the kind of the requests, which outcomes
// came, and which would have conformed and never did.
type Coverage map[Situation]map[string]Met

// Situation is what kind of requests.
type Situation struct {
	Encoding string
	Kind     string
}

// Met is how often an outcome came, and how often it would have conformed. Both
// are samples, of one request in some.
type Met struct {
	Seen    int
	Allowed int
}

// Success is the outcome that is no message.
const Success = "success"

// see counts an exchange.
func (c Coverage) see(known *oracle.TargetModel, x wire.Exchange) {
	var at Situation
	at.Encoding, at.Kind = oracle.KindOf(known, x.Request)
	row := c[at]
	if row == nil {
		row = map[string]Met{}
		c[at] = row
	}
	outcome := oracle.Classify(x)
	name := outcome.Message
	if name == "" {
		name = outcome.Kind
	}
	met := row[name]
	met.Seen++
	row[name] = met
	allowed := oracle.Allowed(known, x.Request)
	allow := func(name string) {
		met := row[name]
		met.Allowed++
		row[name] = met
	}
	if allowed.Success {
		allow(Success)
	}
	var last string
	for _, message := range allowed.Messages {
		if message.Message != last { // several values of one message come one after the other
			allow(message.Message)
		}
		last = message.Message
	}
}

// add takes over what another worker counted.
func (c Coverage) add(other Coverage) {
	for at, row := range other {
		if c[at] == nil {
			c[at] = map[string]Met{}
		}
		for name, met := range row {
			sum := c[at][name]
			sum.Seen += met.Seen
			sum.Allowed += met.Allowed
			c[at][name] = sum
		}
	}
}

// Situations lists the kinds of requests that there were, in a stable order.
func (c Coverage) Situations() []Situation {
	list := make([]Situation, 0, len(c))
	for at := range c {
		list = append(list, at)
	}
	slices.SortFunc(list, func(a, b Situation) int {
		return cmp.Or(cmp.Compare(a.Encoding, b.Encoding), cmp.Compare(a.Kind, b.Kind))
	})
	return list
}

// Outcomes lists what there is of one kind of requests, in a stable order.
func (c Coverage) Outcomes(at Situation) []string { return slices.Sorted(maps.Keys(c[at])) }
