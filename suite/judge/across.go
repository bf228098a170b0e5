package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// smallSample is the least number of values that a statistical verdict rests on.
const smallSample = 50

// Across compares the answers to a step that was repeated with one another,
// and with those to an earlier step where they are to be alike. The steps of the
// mismatches count within the case. Like Exchange it is a pure function.
func Across(e Expectation, a cases.Across, exchanges []wire.Exchange) []report.Mismatch {
	these := exchanges[a.First:]
	var all []report.Mismatch
	for _, member := range a.Distinct {
		all = append(all, e.distinct(member, a.First, these)...)
	}
	last := len(exchanges) // counts from 1
	if found := valuesOf(a.Random, these); len(found) >= smallSample {
		public := valuesOf("client_id", these)
		if bits := apparentBits(found, public); bits < EnoughBits {
			m := e.mismatch(report.AspectSample, e.about(), fmt.Sprintf("at least %d bits of entropy", EnoughBits),
				fmt.Sprintf("%.1f bits, over %d values", bits, len(found)),
				"The "+a.Random+" could be guessed: it is short, or much of it is the same in all, or stands in the client_id, too.")
			m.Step = last
			all = append(all, m)
		}
	}
	if found := valuesOf(a.NotCounting, these); len(found) >= smallSample {
		if text := counting(found); text != "" {
			m := e.mismatch(report.AspectSample, e.about(), "values from which no other can be told", text,
				"The "+a.NotCounting+" is a count: who has one knows those of others.")
			m.Step = last
			all = append(all, m)
		}
	}
	if a.SameAs != nil {
		for _, d := range differences(exchanges[a.SameAs[0]:a.SameAs[1]+1], these) {
			m := e.mismatch(d.aspect, e.about(), d.before, d.now,
				fmt.Sprintf("%s to step %d by its %s.", toldApart, a.SameAs[0]+1, d.what))
			m.Step = last
			all = append(all, m)
		}
	}
	return all
}

// toldApart begins the explanation of a mismatch between two answers that are to be alike.
const toldApart = "This answer can be told from that"

// Compares reports whether a mismatch is that two answers are not alike, which instances of a
// target may bring about that each answer in their own way.
func Compares(m report.Mismatch) bool { return strings.HasPrefix(m.Explanation, toldApart) }

// valuesOf lists the values of a member that are texts, in order.
func valuesOf(member string, exchanges []wire.Exchange) []string {
	var all []string
	for _, x := range exchanges {
		if value := valueOf(member, x); value != "" {
			all = append(all, value)
		}
	}
	return all
}

func valueOf(member string, x wire.Exchange) string {
	if member == "" || x.Answer == nil {
		return ""
	}
	return Read(*x.Answer).Text(member)
}

// shared says why no two registrations may be given the same.
func shared(member string) string {
	return "Two registrations were given the same " + member + ", so that one client is taken for the other."
}

// GivenBefore is the mismatch of a registration in a step that was given the client_id of one in another case.
func GivenBefore(step int, id, other string) report.Mismatch {
	e := Expectation{Level: cases.Implied} // whatever the case is about
	m := e.implied(report.AspectMember, "credentials.unique", "a client_id that no other registration was given",
		"client_id "+id+", which "+other+" was given, too", shared("client_id"))
	m.Step = step
	return m
}

// distinct finds the first two answers that share a value.
func (e Expectation) distinct(member string, first int, exchanges []wire.Exchange) []report.Mismatch {
	values := make([]string, len(exchanges))
	for i, x := range exchanges {
		values[i] = valueOf(member, x)
		earlier := slices.Index(values[:i], values[i])
		if values[i] == "" || earlier < 0 {
			continue
		}
		m := e.mismatch(report.AspectMember, e.about(), "a "+member+" that no other registration was given",
			fmt.Sprintf("%s %s, which the answer to step %d has, too", member, values[i], first+earlier+1),
			shared(member))
		m.Step = first + i + 1
		return []report.Mismatch{m}
	}
	return nil
}
