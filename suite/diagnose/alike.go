package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// zero is the sort of a value that counts as nothing in some languages.
const zero = "text 0"

// joinAlike makes one cause of those that only requests have with the same odd thing in them, if that is enough to say
// why: a text 0 counts as left out, and so any check of it may fail; what reads a value as a format may fail over it;
// a form whose spaces come back as + is read as other values.
func (r *run) joinAlike(all []*found) []*found {
	all = r.join(all, describe.Description{describe.OfValue.Is(zero)}, func(*found) bool { return true })
	for _, one := range []struct{ use, sign string }{{"The value is used as a format", "a percent sign"}, {"The value is used as the replacement", "a dollar sign"}} {
		uses := func(f *found) bool { return f.sort == wording && strings.HasPrefix(f.what, one.use) }
		if at := slices.IndexFunc(all, uses); at >= 0 {
			about := r.requests[all[at].Requests.First()].about()
			all = r.join(all, describe.Description{describe.OfParameter.Is(about), describe.OfSign.Is(one.sign)}, uses)
		}
	}
	spaces := describe.Description{describe.OfEncoding.Is(string(cases.Form)), describe.OfSign.Is("a space")}
	return r.join(all, spaces, func(f *found) bool { return slices.ContainsFunc(f.shown, r.keepsPlus) })
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
