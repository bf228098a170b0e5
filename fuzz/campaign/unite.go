package campaign

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// all lists the findings, the strictest level first, in the order in which they were found.
func (b *buckets) all() []*found {
	var all []*found
	for _, the := range b.of {
		all = append(all, the.findings...)
	}
	slices.SortFunc(all, func(x, y *found) int {
		return cmp.Or(cmp.Compare(slices.Index(cases.Levels(), x.Level()), slices.Index(cases.Levels(), y.Level())),
			cmp.Compare(x.RequestsToFind, y.RequestsToFind), cmp.Compare(x.Cause.String(), y.Cause.String()))
	})
	return all
}

// united lists a finding for each cause.
func (b *buckets) united() []*found {
	all := b.all()
	several := severalPages(all)
	in := map[*found]*found{} // the one that stands for it
	unite := func(one, more *found) {
		if one.apart(more, several) {
			return
		}
		for in[one] != nil {
			one = in[one]
		}
		for in[more] != nil {
			more = in[more]
		}
		if more.before(one) || !one.before(more) && slices.Index(all, more) < slices.Index(all, one) {
			one, more = more, one
		}
		if one != more {
			in[more] = one
		}
	}
	for _, cause := range causesOf(all) {
		for _, g := range b.groups(cause) {
			for _, f := range g.findings[1:] {
				unite(g.findings[0], f)
			}
		}
	}
	with := heads{}
	for i, f := range all {
		for _, other := range all[i+1:] {
			if f.alike(other) && with.only(f, other) {
				unite(f, other)
			}
		}
	}
	return joined(all, in)
}

// apart reports whether one of two findings is only that an answer is no JSON, and the other is not explained by it:
// it has another answer, or there are several pages.
func (f *found) apart(other *found, several bool) bool {
	apart := !f.covers(other.Cause.Rule) || !other.covers(f.Cause.Rule)
	return apart && (several || keyOf(&f.Finding) != keyOf(&other.Finding))
}

// severalPages reports whether answers that are no JSON say different things.
func severalPages(all []*found) bool {
	pages := map[finding.Cause]bool{}
	for _, f := range all {
		if f.Cause.Rule == oracle.RuleNotJSON {
			pages[keyOf(&f.Finding)] = true
		}
	}
	return len(pages) > 1
}

// heads are the findings of answers to HEAD that are in another. They say nothing, so that they are alike to many, and
// do not make one of these.
type heads map[*found]bool

// only reports whether two findings may be one for all that those of HEAD are in.
func (h heads) only(f, other *found) bool {
	if other.head() {
		f, other = other, f
	}
	if !f.head() || other.head() {
		return true
	}
	taken := h[f]
	h[f] = true
	return !taken
}

// before reports whether a finding says more of its cause than another: it is stricter, or a good request is refused.
func (f *found) before(other *found) bool {
	refused := func(f *found) bool { return f.Cause.Rule == oracle.RuleSucceed }
	if f.Level() != other.Level() {
		return f.Level().AtLeast(other.Level())
	}
	return refused(f) && !refused(other)
}

// causesOf lists the causes that findings have, in order.
func causesOf(all []*found) []finding.Cause {
	var causes []finding.Cause
	for _, f := range all {
		causes = append(causes, f.judged.faults...)
	}
	slices.SortFunc(causes, func(x, y finding.Cause) int { return cmp.Compare(x.String(), y.String()) })
	return slices.Compact(causes)
}

// alike reports whether two findings are of one cause where no description says so, by the rules that hold for the
// causes of a run, too.
func (f *found) alike(other *found) bool {
	if !f.reproduced() || !other.reproduced() || f.Mismatch.Outcome() != other.Mismatch.Outcome() {
		return false
	}
	same := keyOf(&f.Finding) == keyOf(&other.Finding)
	switch {
	case len(f.Sequence.Steps) > 1 && len(other.Sequence.Steps) > 1:
		return same && f.Requirement() == other.Requirement()
	case f.saysNothing() || other.saysNothing():
		return f.form() == other.form()
	case same && f.shownBy(other):
		return true
	case f.Cause.Rule == oracle.RuleRefuse: // one check is missing
		return same && f.Mismatch.Subject == other.Mismatch.Subject
	case f.refuses() && other.refuses():
		return f.saysTheSame(other, same)
	}
	return same && f.says && other.says // the refusal is right, and its status is wrong
}

// shownBy reports whether the requests of two findings have the same in them, or one what is in the other.
func (f *found) shownBy(other *found) bool {
	return !f.Difference.None() && f.Difference == other.Difference || f.within(other) || other.within(f)
}

// within reports whether the text of a parameter of the finding has signs that are no letters, and is in that of the
// other: what the server fails over is in both, whatever else is asked for.
func (f *found) within(other *found) bool {
	texts := other.texts()
	return slices.ContainsFunc(f.texts(), func(m traffic.Member) bool {
		odd := strings.ContainsFunc(m.Value.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		return odd && slices.ContainsFunc(texts, func(o traffic.Member) bool {
			return o.Name == m.Name && strings.Contains(o.Value.Text, m.Value.Text)
		})
	})
}

// texts are the parameters of the last request that are texts of the sender's, and not those that every request has.
func (f *found) texts() []traffic.Member {
	members := f.Sequence.Steps[len(f.Sequence.Steps)-1].Body.Members
	return slices.DeleteFunc(slices.Clone(members), func(m traffic.Member) bool {
		return m.Value.Kind != traffic.Text || m.Name == "type" || m.Name == "application_type"
	})
}

// saysNothing reports whether the answer has no message, or one that cannot be read.
func (f *found) saysNothing() bool {
	return f.head() || f.Cause.Rule == oracle.RuleNotJSON || f.Cause.Rule == oracle.RuleMsgStatus
}

// head reports whether the answer is one without content.
func (f *found) head() bool { return f.last().Request.Method == http.MethodHead }

// saysTheSame reports whether two requests were refused by one check, or with one message in the place of another: that
// of the document, the same words for several, or the same words about one parameter.
func (f *found) saysTheSame(other *found, same bool) bool {
	if same && (f.says || slices.Equal(f.Places(), other.Places())) {
		return true
	}
	return f.wording() && other.wording() && (f.Requirement() == other.Requirement() || same)
}

// form is what is wrong with the answer, where other answers may have it.
func (f *found) form() string {
	form := ""
	for _, cause := range f.judged.faults {
		if cause.Rule == f.Mismatch.Outcome() {
			form = cause.Signature // the last is the widest
		}
	}
	return form
}

// refuses reports whether the answer that is wrong is a refusal.
func (f *found) refuses() bool {
	last := f.last()
	return f.Mismatch.Outcome() == oracle.RuleSucceed && last.Answer != nil && last.Break == nil && last.Answer.Status/100 == 4
}

// wording reports whether the finding is that a refusal has another message than is due.
func (f *found) wording() bool {
	return f.refuses() && (f.Cause.Rule == oracle.RuleMessage || f.Cause.Rule == oracle.RuleValue)
}

// last is the exchange whose answer is wrong.
func (f *found) last() wire.Exchange { return f.Exchanges[len(f.Exchanges)-1] }

// joined gives the findings that stand for themselves, each with those that it stands for.
func joined(all []*found, in map[*found]*found) []*found {
	var ones []*found
	copies := map[*found]*found{}
	for _, f := range all {
		if in[f] == nil {
			one := *f
			copies[f] = &one
			ones = append(ones, &one)
		}
	}
	for _, f := range all {
		if one := in[f]; one != nil {
			for in[one] != nil {
				one = in[one]
			}
			copies[one].join(f)
		}
	}
	return ones
}

// join takes over what is known of a finding of the same cause.
func (f *found) join(other *found) {
	f.Count += other.Count
	f.RequestsToFind = min(f.RequestsToFind, other.RequestsToFind)
	told := slices.ContainsFunc(append([]finding.Finding{f.Finding}, f.Others...), func(one finding.Finding) bool {
		return finding.FingerprintOf(one.Sequence).Same(other.fingerprint) && one.Requirement() == other.Requirement()
	})
	if !told { // it may have had another answer
		f.Others = append(f.Others, other.Finding)
	}
}
