package campaign

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/wire"
)

// ofAnswers begins the form of what is wrong with an answer, whichever it is.
const ofAnswers = "the answer "

// formOf is what is wrong with an answer, without what the request has to do with it, or "" where it is about
// the request.
func formOf(x session.Exchange, m oracle.Mismatch) string {
	s := novelty.Of(x.Exchange, []string{})
	form := novelty.Signature{Phase: s.Phase, Kind: s.Kind, Media: novelty.Mask(s.Media, nil)}
	if b := x.Break; b != nil && (b.Kind == wire.KindReset || b.Kind == wire.KindClosed) {
		form.Phase, form.Kind = "", wire.KindClosed
	}
	switch m.Rule {
	case oracle.RuleMediaType, oracle.RuleNoMediaType, oracle.RuleCacheable, oracle.RuleHTML, oracle.RuleMember:
		return ofAnswers + string(m.Rule)
	case oracle.RuleHeaderEcho, oracle.RuleSplit, oracle.RuleTrace, oracle.RuleEchoed, oracle.RuleLeaked, oracle.RuleDoubled:
		return ofAnswers + m.Subject
	case oracle.RuleRefuse:
		return signatureOf(x.Exchange)
	case oracle.RuleValue:
		return cmp.Or(m.Kind(), signatureOf(x.Exchange))
	case oracle.RuleMsgStatus, oracle.RuleServerError:
		if m.Outcome() == oracle.RuleMsgStatus || oracle.SaysSomething(x.Exchange) {
			return ofAnswers + "with a message " + strconv.Itoa(x.Answer.Status)
		}
	}
	switch answered := x.Answer != nil && x.Break == nil; {
	case m.Outcome() != oracle.RuleSucceed:
		return ""
	case !answered && x.Answer != nil:
		return ofAnswers + form.String()
	case !answered:
		return form.String()
	case x.Answer.Status >= http.StatusInternalServerError:
		return strconv.Itoa(x.Answer.Status) + " " + form.String()
	case slices.ContainsFunc(x.Mismatches, func(m oracle.Mismatch) bool { return m.Rule == oracle.RuleNotJSON }):
		return ofAnswers + "is no JSON: " + form.String()
	}
	return cmp.Or(m.Kind(), signatureOf(x.Exchange))
}

// among gives the strictest of the mismatches that come under a rule, or nil.
func among(mismatches []oracle.Mismatch, rule oracle.RuleID) *oracle.Mismatch {
	var strictest *oracle.Mismatch
	for i := range mismatches {
		m := &mismatches[i]
		if m.Outcome() == rule && (strictest == nil || !strictest.Level.AtLeast(m.Level)) {
			strictest = m
		}
	}
	return strictest
}

// perRule gives of each rule, or of those that say one thing, the strictest mismatch.
func perRule(mismatches []oracle.Mismatch) []oracle.Mismatch {
	var all []oracle.Mismatch
	for _, m := range mismatches {
		if !slices.ContainsFunc(all, func(one oracle.Mismatch) bool { return one.Outcome() == m.Outcome() }) {
			all = append(all, *among(mismatches, m.Outcome()))
		}
	}
	slices.SortStableFunc(all, func(a, b oracle.Mismatch) int {
		return cmp.Compare(slices.Index(cases.Levels(), a.Level), slices.Index(cases.Levels(), b.Level))
	})
	return all
}
