package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// zero is the sort of a value that counts as nothing in some languages.
const zero = "text 0"

// numeric is the sort of a text that some read as a number.
const numeric = "text that is a number"

// joinAlike makes one cause of those that only requests have with the same odd thing in them, if that is enough to say
// why: a text 0 counts as left out, and so any check of it may fail; what reads a value as a format may fail over it;
// a form whose spaces come back as + is read as other values.
func (r *run) joinAlike(all []*found) []*found {
	cast := describe.Description{describe.OfEncoding.Is(string(cases.Form)), describe.OfValue.Is(numeric)}
	all = r.join(all, cast, func(f *found) bool {
		return !r.mostly(f, func(one request) bool { return slices.Contains(one.traits, describe.OfValue.Is(zero)) })
	})
	all = r.join(all, describe.Description{describe.OfValue.Is(zero)}, func(*found) bool { return true })
	for _, one := range []struct{ use, sign string }{{"The value is used as a format", "a percent sign"}, {"The value is used as the replacement", "a dollar sign"}} {
		uses := func(f *found) bool { return f.sort == wording && strings.HasPrefix(f.what, one.use) }
		if at := slices.IndexFunc(all, uses); at >= 0 {
			about := r.requests[all[at].Requests.First()].about()
			all = r.join(all, describe.Description{describe.OfParameter.Is(about), describe.OfSign.Is(one.sign)}, uses)
		}
	}
	all = r.join(all, describe.Description{describe.OfHeader.Is("Transfer-Encoding")}, func(f *found) bool { return f.sort == refused })
	spaces := describe.Description{describe.OfEncoding.Is(string(cases.Form)), describe.OfSign.Is("a space")}
	return r.join(all, spaces, func(f *found) bool { return slices.ContainsFunc(f.shown, r.keepsPlus) })
}

// whatever stands before a message that comes instead of success and of others.
const whatever = "whatever is due: "

// joinOneMessage makes one cause of a message that comes instead of success and of several others: what it is about goes
// wrong before the rest is looked at.
func (r *run) joinOneMessage(all []*found) []*found {
	for _, f := range all {
		id, ok := r.messageIn(said(f.shown[0].Mismatch))
		if f.sort != refused || !ok {
			continue
		}
		instead := 0
		says := func(other *found) bool {
			its, _ := r.messageIn(said(other.shown[0].Mismatch))
			return its == id && (other.sort == wording || other.sort == refused)
		}
		for _, other := range all {
			instead += order(other.sort == wording && says(other))
		}
		if instead >= severalMessages {
			f.what = whatever + r.text(id)
			return f.takeAll(all, says)
		}
	}
	return all
}

// joinSamePage puts a page with which requests are refused that must be under the cause that refuses others with the same,
// as far as that says which requests get it.
func (r *run) joinSamePage(all []*found) []*found {
	for _, f := range all {
		if f.sort != refused {
			continue
		}
		text, d := heading(said(f.shown[0].Mismatch)), f.Description
		left := f.takeAll(all, func(other *found) bool {
			return other.sort == page && heading(said(other.shown[0].Mismatch)) == text &&
				r.mostly(other, func(one request) bool { return f.fits(one) })
		})
		if len(left) < len(all) {
			f.Description = d
			return left
		}
	}
	return all
}

// join makes one cause of those whose requests nearly all have what the description says, if one of them tells that it
// is for that.
func (r *run) join(all []*found, d describe.Description, tells func(*found) bool) []*found {
	are := r.index.Described(d)
	isOf := func(f *found) bool {
		n := f.Requests.Size()
		return n > 0 && 10*are.Shared(f.Requests) >= 9*n
	}
	at := slices.IndexFunc(all, func(f *found) bool { return isOf(f) && tells(f) })
	if at < 0 {
		return all
	}
	kept := all[at]
	left := kept.takeAll(all, isOf)
	if len(left) < len(all) {
		kept.Description = d
	}
	return left
}

// keepsPlus reports whether a value comes back with + in the place of its spaces.
func (r *run) keepsPlus(s shown) bool {
	return slices.ContainsFunc(r.requestOf(s).step.Send.Fields, func(field cases.Field) bool {
		text, _ := field.Value.(string)
		return strings.Contains(text, " ") && strings.Contains(said(s.Mismatch), strings.ReplaceAll(text, " ", "+"))
	})
}
