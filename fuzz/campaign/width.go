package campaign

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// The signatures of what is wrong with answers whatever was asked.
const (
	everyAnswer    = "every answer: "
	everyRefusal   = "every answer to a faulty request: "
	everyBadUpdate = "every answer to a faulty update: "
	everyForm      = "every answer to a form: "
	everyBadForm   = "every answer to a faulty form: "
	severalAnswers = "several answers: "
)

// ofAnswers begins the form of what is wrong with an answer, whichever it is.
const ofAnswers = "the answer "

// text is a parameter that holds a text.
func text(name, value string) traffic.Member {
	return traffic.Member{Name: name, Value: traffic.Str(value)}
}

// plainest are the requests by which the width of a cause is found: one that conforms, and those with
// the plainest faults.
func plainest(format traffic.Format) []traffic.Sequence {
	one := func(members ...traffic.Member) traffic.Sequence {
		return traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Format: format, Members: members}}}}
	}
	associate, native := text(traffic.ParamType, "client_associate"), text(traffic.ParamApplication, "native")
	return []traffic.Sequence{
		one(associate, native),
		one(native),
		one(associate, text(traffic.ParamApplication, "nothing")),
		one(associate, native, text(traffic.ParamContacts, "nobody")),
		one(associate, native, text(traffic.ParamID, "nobody")),
		one(text(traffic.ParamType, "client_update"), text(traffic.ParamID, "nobody"), text(traffic.ParamSecret, "nothing"), native),
	}
}

// plainestUpdates are updates with the plainest faults.
func plainestUpdates() []traffic.Sequence {
	update := text(traffic.ParamType, "client_update")
	id, secret := traffic.Member{Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID}}, traffic.Member{Name: traffic.ParamSecret, Value: traffic.Value{Kind: traffic.Secret}}
	var all []traffic.Sequence
	for _, members := range [][]traffic.Member{
		{update, id, text(traffic.ParamSecret, "nothing")},
		{update, id},
		{update, secret},
		{update, id, secret, text(traffic.ParamApplication, "nothing")},
		{update, id, secret, text(traffic.ParamContacts, "nobody")},
	} {
		all = append(all, traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Members: members}}}})
	}
	return all
}

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
		return ofAnswers + form.String()
	case oracle.RuleHeaderEcho, oracle.RuleSplit, oracle.RuleTrace, oracle.RuleEchoed, oracle.RuleLeaked, oracle.RuleDoubled:
		return ofAnswers + m.Subject
	case oracle.RuleRefuse:
		return signatureOf(x.Exchange)
	case oracle.RuleValue:
		return cmp.Or(m.Kind(), signatureOf(x.Exchange))
	case oracle.RuleMsgStatus, oracle.RuleServerError:
		if m.Outcome() == oracle.RuleMsgStatus || oracle.SaysMessage(x.Exchange) {
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

// sighting is a sequence that shows something, as far as it matters for whether that is known.
type sighting struct {
	cause      finding.Cause
	form       string
	sequence   traffic.Sequence
	difference oracle.Difference
}

// wide are the causes under which it is known if every answer is as wrong.
func (s sighting) wide() []finding.Cause {
	if s.form == "" || s.cause.Rule == oracle.RuleRefuse && s.difference.OfWhole() {
		return nil
	}
	widths := []string{everyAnswer, severalAnswers}
	faulty, form := s.difference.Faulty(), isForm(s.sequence)
	if faulty {
		widths = append(widths, everyRefusal)
	}
	if faulty && isUpdate(s.sequence) {
		widths = append(widths, everyBadUpdate)
	}
	if form {
		widths = append(widths, everyForm)
	}
	if faulty && form {
		widths = append(widths, everyBadForm)
	}
	all := make([]finding.Cause, len(widths))
	for i, width := range widths {
		all[i] = finding.Cause{Rule: s.cause.Rule, Signature: width + s.form}
	}
	return all
}

// isUpdate reports whether the last step of a sequence is an update.
func isUpdate(q traffic.Sequence) bool {
	return len(q.Steps) > 0 && q.Steps[len(q.Steps)-1].Body.IsUpdate()
}

// isForm reports whether the last step of a sequence is a form.
func isForm(q traffic.Sequence) bool {
	return len(q.Steps) > 0 && q.Steps[len(q.Steps)-1].Body.Format == traffic.Form
}

// widen looks whether the plainest requests are answered as wrongly as that of a finding. If so, the finding is
// about every answer, or about every one to a faulty request, and the checker looks for that from then on.
func (c *checker) widen(f *finding.Finding) bool {
	if c.form == "" {
		return false
	}
	return c.widenTo(f, plainest(traffic.JSON), everyAnswer, everyRefusal) ||
		isForm(f.Sequence) && c.widenTo(f, plainest(traffic.Form), everyForm, everyBadForm) ||
		isUpdate(f.Sequence) && c.widenTo(f, plainestUpdates(), everyBadUpdate, everyBadUpdate)
}

// widenTo is widen for some requests, of which the first may conform.
func (c *checker) widenTo(f *finding.Finding, requests []traffic.Sequence, every, faulty string) bool {
	asked := finding.Cause{Rule: c.cause.Rule, Signature: every + c.form}
	if c.worker.isNarrow(asked) {
		return false
	}
	shown := make([]bool, 0, len(requests))
	for _, q := range requests {
		c.session.Renew()
		exchanges := c.session.Play(c.ctx, q)
		c.worker.spend(len(exchanges), true)
		if c.ctx.Err() != nil || len(exchanges) == 0 {
			return false
		}
		x := exchanges[len(exchanges)-1]
		m := among(x.Mismatches, c.cause.Rule)
		shown = append(shown, m != nil && formOf(x, *m) == c.form)
		if len(shown) > 1 && !shown[len(shown)-1] {
			c.worker.noteNarrow(asked)
			return false
		}
	}
	width, q := faulty, requests[1]
	if shown[0] {
		width, q = every, requests[0]
	}
	f.Sequence, c.cause.Signature, c.wide = q, width+c.form, true
	return true
}

// isNarrow reports whether not every answer is wrong in this way, as far as was asked.
func (s *state) isNarrow(asked finding.Cause) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.narrow[asked]
}

func (s *state) noteNarrow(asked finding.Cause) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.narrow[asked] = true
}
