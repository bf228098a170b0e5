package diagnose

import (
	"slices"
	"strings"
	"unicode"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// mostForeign is up to how many values that only other requests have may come back by chance.
const mostForeign = 2

// joinMixed makes one cause of what fails where requests are given the answers of others: that is seen
// by answers that name values which only other requests have. Whatever else goes either way for requests
// that are alike may come of it.
func (r *run) joinMixed(all []*found) []*found {
	values := r.valuesSent()
	foreign := map[string]bool{}
	var kept *found
	var of []*found
	for _, f := range all {
		has := false
		for _, s := range f.shown {
			if value := r.foreign(s, values); value != "" {
				has, foreign[value] = true, true
			}
		}
		if has && (kept == nil || len(f.shown) > len(kept.shown)) {
			kept = f
		}
		if has || f.isBeside() || r.goesEitherWay(f) {
			of = append(of, f)
		}
	}
	if len(foreign) <= mostForeign {
		return all
	}
	all = kept.takeAll(all, func(f *found) bool { return slices.Contains(of, f) })
	kept.Description = nil
	kept.mixed = func(s shown) bool { return r.foreign(s, values) != "" }
	return all
}

// joinForgotten makes one cause of what fails where a client is not known now and then: whether that was seen
// to depend on what else was under way is a matter of chance.
func (r *run) joinForgotten(all []*found) []*found {
	at := slices.IndexFunc(all, func(f *found) bool { return f.isBeside() && f.shown[0].Requirement == "client.lasting" })
	if at < 0 {
		return all
	}
	return all[at].takeAll(all, func(f *found) bool { return f.sort == refused && f.what == unauthorized && r.goesEitherWay(f) })
}

// isBeside reports whether a cause is that answers are wrong only while others are under way, or have the
// credentials of another client.
func (f *found) isBeside() bool {
	m := f.shown[0].Mismatch
	return f.sort == other && (m.Aspect == report.AspectSample && (m.Requirement == "answer.always" || m.Requirement == "client.lasting") ||
		m.Requirement == "update.credentials")
}

// goesEitherWay reports whether most requests like those with a fault are answered without it.
func (r *run) goesEitherWay(f *found) bool {
	if f.sort != carriedOut && f.sort != refused && f.sort != wording {
		return false
	}
	alike, chance := 0, !r.weighty(f.fault, f.Part)
	for i, one := range r.requests {
		if f.Requests.Has(i) || f.sort.possible(one.step) && (chance || f.what == due(one.step) || f.fits(one)) {
			alike++
		}
	}
	return 2*f.Requests.Size() < alike
}

// foreign is the value that an answer names and that other requests have, and not its own; it is "" where
// there is none.
func (r *run) foreign(s shown, values map[string]bool) string {
	text := said(s.Mismatch)
	for _, m := range r.messages {
		before, after, named := strings.Cut(m.Text, m.Placeholder)
		value, begins := strings.CutPrefix(text, before)
		value, ends := strings.CutSuffix(value, after)
		if m.Placeholder == "" || !named || !begins || !ends || !values[value] {
			continue
		}
		send := r.requestOf(s).step.Send
		own := slices.ContainsFunc(send.Fields, func(f cases.Field) bool {
			return slices.ContainsFunc(textsIn(f.Value), func(text string) bool { return strings.Contains(plainly(text), plainly(value)) })
		})
		if send.Body == nil && send.Query == "" && !own { // what is written out may be written in any way
			return value
		}
	}
	return ""
}

// valuesSent lists the items of the texts that requests have, as far as they are known.
func (r *run) valuesSent() map[string]bool {
	values := map[string]bool{}
	for _, one := range r.requests {
		for _, f := range one.step.Send.Fields {
			if text, ok := f.Value.(string); ok && len(cases.References(text)) == 0 && plainly(text) != "" {
				for _, item := range append(itemsOf(describe.NameOf(f), text), text) {
					values[item] = true
				}
			}
		}
	}
	return values
}

// plainly is a text by its letters and digits, in whatever way it is written.
func plainly(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
