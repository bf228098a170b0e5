package diagnose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// What is wrong comes out as so many causes, with these words.
func TestCauses(t *testing.T) {
	c := builtinCases(t)
	lists := has(describe.OfValue.Is("list or object"))
	updates := has(describe.OfOperation.Is("update"))
	logo, uri := "Logo URL x is not a valid URL", "URI x is not a valid URI"
	for _, row := range []struct {
		name   string
		server behaviour
		want   []string // what the titles begin with, in any order
	}{
		{"nothing", func(cases.Case, cases.Encoding, cases.Step) (report.Mismatch, bool) { return report.Mismatch{}, true }, nil},
		{"lists and objects", fails(lists), []string{"Fails (5xx) when a value is a list or object, e.g. "}},
		{"surrogates", fails(has(describe.OfBody.Is("a lone surrogate"))), []string{"Fails (5xx) when the body is a lone surrogate, e.g. "}},
		{"both", all(fails(lists), fails(has(describe.OfBody.Is("a lone surrogate")))), []string{"Fails (5xx) when a value is a list", "Fails (5xx) when the body is a lone"}},
		{"a check is missing", accepts("invalid-logo-url", always), []string{"Accepts what must be refused with “Logo URL <url> is not a valid URL”, e.g. logo_url: \""}},
		{"a check is missing on update", accepts("invalid-email", updates), []string{"Accepts what must be refused with “Email <email> is not a valid email” in an update, e.g. contacts: "}},
		{"a check of one kind of case", inCases("limits/oversized-deep", accepts("", always)), []string{"Accepts what must be refused in cases of oversized-deep"}},
		{"a message", says("unauthorized", "Go away"), []string{"Says “Go away” instead of “unauthorized”"}},
		{"two messages", all(says("unauthorized", "Go away"), says("invalid-email", "No mail")), []string{"Says “Go away”", "Says “No mail”"}},
		{"one text for many", all(says("unauthorized", "No"), says("invalid-email", "No")), []string{"Says “No” instead of the message that is due"}},
		{"one page for all that does not parse", func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			m := report.Mismatch{Aspect: report.AspectEnvelope, Actual: "Bad Request", Explanation: "The body of the refusal is not JSON."}
			return m, step.Expect.Refusal == nil || !slices.Contains(traitsOf(cases.Case{}, cases.JSON, step), describe.OfBody.Is("no object")) && !slices.Contains(traitsOf(cases.Case{}, cases.JSON, step), describe.OfBody.Is("a lone surrogate"))
		}, []string{"Refuses with something else than JSON, “Bad Request”"}},
		{"a credential in either operation", all(accepts("client-secret-only-for-update", always), inCases("credentials/not-a-string-on-registration/object/client-secret", accepts("", always)), inCases("credentials/not-a-string/object", accepts("", always))), []string{"Accepts what must be refused with “Only set client_secret for update.”, e.g. ", "Accepts what must be refused when "}},
		{"the end of a list is one item", all(refuses("contacts/valid/five", "Email d@x.org e@x.org is not a valid email"), inCases("contacts/invalid-email/last-of", says("invalid-email", "Email d@x.org bob is not a valid email"))), []string{"Refuses what conforms in cases of contacts/valid/five, with "}},
		{"a check of two parameters is too strict", all(refuses("logo-url/valid/host-capitals", logo), refuses("redirect-uri/valid/host-capitals", uri)), []string{"Refuses what conforms, with “" + logo + "”, and likewise for redirect_uri, e.g. logo_url: "}},
		{"two checks are too strict", all(refuses("logo-url/valid/host-capitals", logo), refuses("redirect-uri/valid/path-dots", uri)), []string{"Refuses what conforms in cases of logo-url/valid/host-capitals, with “" + logo + "”, e.g.", "Refuses what conforms in cases of redirect-uri/valid/path-dots, with “" + uri + "”, e.g."}},
		{"two parameters are always refused", all(refuses("logo-url/", logo), refuses("redirect-uri/", uri)), []string{"Refuses what conforms when logo_url is given, ", "Refuses what conforms when redirect_uri is given, "}},
		{"a 5xx that the largest has nothing to do with", all(fails(has(describe.OfBoth.Is("redirect_uri: no text"))), inCases("media-type/missing", fails(always))), []string{"Fails (5xx) when redirect_uri is no text", "Fails (5xx) "}},
		{"a column of 50 characters", fails(has(describe.OfBoth.Is("application_name: text of more than 50 characters"))), []string{"Fails (5xx) when application_name is a text of more than 50 characters"}},
		{"a value that is blank", fails(has(describe.OfValue.Is("blank text"))), []string{"Fails (5xx) when a value is a blank text"}},
		{"a client that a refused update forgets", refuses("update/refused-for-its-type", "Unauthorized."), []string{"Does not know a client any more after an update that it refused"}},
		{"two 5xx with one page", all(fails(has(describe.OfBoth.Is("application_name: text of more than 255 characters"))), fails(has(describe.OfSign.Is("a NUL")))), []string{"Fails (5xx) when application_name is a text of more than 255 characters", "Fails (5xx) when a value has a NUL"}},
		{"a parameter that is left out, whatever is due", func(_ cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			form := encoding == cases.Form && has(describe.OfAbsence.Is("client_secret"))(encoding, step)
			return report.Mismatch{Aspect: report.AspectConnection, Instead: report.InsteadNothing, Actual: "the connection was closed", Explanation: "Nothing came."}, !form
		}, []string{"Drops the connection"}},
		{"what any refusal would do for, beside a parameter", inCases("l", all(inCases("limits/oversized-deep", accepts("", always)), inCases("logo-url/script", accepts("", always)))), []string{"Accepts what must be refused when logo_url is no URL, e.g. logo_url: ", "Accepts what must be refused in cases of oversized-deep"}},
		{"a message within which a value stands", all(inCases("media-type/json-in", refuses("media-type", "Unknown Content-Type")), inCases("pairs/good", func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			m, right := refuses("", "Unknown Content-Type")(c, encoding, step)
			return m, right || step.Send.ContentType == ""
		})), []string{"Refuses what conforms with Content-Type, in"}},
		{"a 5xx over a sign in what is named", fails(func(encoding cases.Encoding, step cases.Step) bool {
			return slices.Contains([]string{"invalid-email", "invalid-logo-url", "invalid-redirect-uri"}, due(step)) && has(describe.OfSign.Is("a sign beyond ASCII"))(encoding, step)
		}), []string{"Fails (5xx) on what must be refused, when a value has a sign beyond ASCII"}},
		{"three at once", all(fails(lists), accepts("invalid-logo-url", always), says("unauthorized", "Go away")), []string{"Fails", "Accepts", "Says"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			results := ran(c, row.server)
			causes := Causes(results, c, func(report.Result) bool { return true }, nil)
			failed := 0
			for _, r := range results {
				if r.Verdict == report.Failed {
					failed++
				}
			}
			explained := map[string]bool{}
			var titles []string
			for _, one := range causes {
				titles = append(titles, one.Title)
				for _, name := range one.Results {
					explained[name] = true
				}
				if one.Explains != len(one.Results) || one.Example == "" || one.Mismatch < 0 {
					t.Errorf("a cause is not whole: %+v", one)
				}
			}
			if len(explained) != failed {
				t.Errorf("%d of %d failures are explained", len(explained), failed)
			}
			left := slices.Clone(titles)
			for _, want := range row.want {
				i := slices.IndexFunc(left, func(title string) bool { return strings.HasPrefix(title, want) })
				if i < 0 {
					t.Errorf("there is no %q", want)
					continue
				}
				left = slices.Delete(left, i, i+1)
			}
			if len(left) > 0 {
				t.Errorf("there are also %q, of\n%s", left, strings.Join(titles, "\n"))
			}
		})
	}
}

// A server that fails on whatever comes, plain registrations among it, has one cause.
func TestAnyRequest(t *testing.T) {
	c := builtinCases(t)
	for name, row := range map[string]struct {
		plain bool // whether plain registrations fail, too
		want  string
	}{"any": {true, "Fails (5xx) now and then or from some moment on, whatever the request, with “no space left”"}, "not the plainest": {false, ""}} {
		t.Run(name, func(t *testing.T) {
			full := func(step int) report.Mismatch {
				return report.Mismatch{Step: step, Aspect: report.AspectStatus, Requirement: "answer.no-server-error", Instead: report.InsteadError, Actual: "500 Internal Server Error: no space left", Explanation: "It fails."}
			}
			results := ran(c, func(cases.Case, cases.Encoding, cases.Step) (report.Mismatch, bool) { return report.Mismatch{}, true })[:600]
			for i := range results {
				r := &results[i]
				one, _ := c.Case(r.ID)
				switch prepared := one.Steps[0].Register != ""; {
				case i%3 > 0:
				case prepared && row.plain:
					r.Verdict, r.Skip, r.Needs = report.Skipped, report.SkipBlocked, []report.Mismatch{full(1)}
				case !prepared:
					r.Verdict, r.Mismatches = report.Failed, []report.Mismatch{full(1)}
				}
			}
			causes := Causes(results, c, func(report.Result) bool { return true }, nil)
			if told := len(causes) == 1 && causes[0].Title == row.want; told != row.plain {
				t.Errorf("%d causes, the first is %q", len(causes), causes[0].Title)
			}
		})
	}
}

// A field of the header that is missing is a cause beside members that are wrong.
func TestHeaderBeside(t *testing.T) {
	c := builtinCases(t)
	results := ran(c, inCases("secrecy/not-cacheable-on-update", func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		return report.Mismatch{Aspect: report.AspectMember, Requirement: "update.credentials", Explanation: "Another secret."}, step.Expect.Success == nil
	}))
	for i := range results {
		if r := &results[i]; r.Verdict == report.Failed {
			m := r.Mismatches[0]
			m.Aspect, m.Requirement, m.Explanation = report.AspectHeader, "secret.not-cacheable", "No field."
			r.Mismatches = append(r.Mismatches, m)
		}
	}
	if causes := Causes(results, c, func(report.Result) bool { return true }, nil); len(causes) != 2 {
		t.Errorf("got %+v", causes)
	}
}

// A wrong time does not hide what else is wrong with an answer, and the rest of a case.
func TestBesideATime(t *testing.T) {
	c := builtinCases(t)
	results := ran(c, func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		return report.Mismatch{Aspect: report.AspectSchema, Requirement: "response.expires-at", Explanation: "A time."}, step.Expect.Success == nil || step.Expect.Refusal != nil
	})
	for i := range results {
		if r := &results[i]; strings.HasPrefix(r.ID, "update/") && r.Verdict == report.Failed {
			m := r.Mismatches[len(r.Mismatches)-1]
			m.Aspect, m.Requirement, m.Explanation = report.AspectMember, "update.credentials", "Another secret."
			r.Mismatches = append(r.Mismatches, m)
		}
	}
	causes := Causes(results, c, func(report.Result) bool { return true }, nil)
	if len(causes) != 2 || causes[0].Title != "A time" || causes[1].Title != "Another secret" {
		t.Errorf("got %+v", causes)
	}
}

// What gates comes first, and of that what clears the most.
func TestOrder(t *testing.T) {
	c := builtinCases(t)
	results := ran(c, all(fails(has(describe.OfBody.Is("a lone surrogate"))), says("unauthorized", "Go away")))
	documented := func(r report.Result) bool { return r.Level == cases.Documented }
	causes := Causes(results, c, documented, nil)
	if len(causes) != 2 || !causes[0].Gates || causes[1].Gates || causes[0].Explains < causes[1].Explains {
		t.Fatalf("got %+v", causes)
	}
	if again := Causes(results, c, documented, nil); fmt.Sprint(again) != fmt.Sprint(causes) {
		t.Error("the same results tell something else")
	}
}

// A case that is blocked by a cause is told with it.
func TestBlocked(t *testing.T) {
	c := builtinCases(t)
	results := ran(c, accepts("unauthorized", always))
	i := slices.IndexFunc(results, func(r report.Result) bool { return r.ID == "secrecy/indistinguishable" })
	r := &results[i]
	r.Verdict, r.Skip = report.Skipped, report.SkipBlocked
	r.Needs = []report.Mismatch{{Step: 2, Aspect: report.AspectMessage, Instead: report.InsteadSuccess, Requirement: "x", Explanation: "It accepts the request."}}
	causes := Causes(results, c, func(report.Result) bool { return true }, nil)
	if len(causes) != 1 || causes[0].Blocks != 1 || causes[0].Blocked[0] != r.Name() {
		t.Errorf("got %+v", causes)
	}
}

// A result of a case that nobody knows any more is told by its name.
func TestUnknownCases(t *testing.T) {
	results := []report.Result{{
		ID: "gone/case", Encoding: cases.JSON, Level: cases.Implied, Requirements: []string{"x"}, Verdict: report.Failed,
		Mismatches: []report.Mismatch{{Step: 1, Aspect: report.AspectStatus, Requirement: "x", Explanation: "It is otherwise. And more."}},
		Exchanges:  make([]wire.Exchange, 1),
	}}
	causes := Causes(results, &cases.Catalogue{}, func(report.Result) bool { return false }, nil)
	if len(causes) != 1 || causes[0].Title != "It is otherwise" || causes[0].ID != "x/status" || causes[0].Gates {
		t.Errorf("got %+v", causes)
	}
}

// A defect that behaves so is named, and puts together what it explains; one of which much
// was not seen is not.
func TestHypothesis(t *testing.T) {
	c := builtinCases(t)
	logos, mails := accepts("invalid-logo-url", always), accepts("invalid-email", always)
	everything := func(report.Result) bool { return true }
	d := &Dictionary{}
	d.Learn("unchecked", "Nothing is checked.", ran(c, all(logos, mails)), c)
	d.Learn("mails", "No address is checked.", ran(c, mails), c)
	for _, row := range []struct {
		name   string
		server behaviour
		want   []string
	}{
		{"both", all(logos, mails), []string{"unchecked"}},
		{"one", mails, []string{"mails"}},
		{"another", logos, []string{""}},
		{"one and something else", all(mails, says("unauthorized", "Go away")), []string{"", "mails"}},
	} {
		packed, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read, err := Decode(packed)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range Causes(ran(c, row.server), c, everything, read) {
			got = append(got, one.Hypothesis)
		}
		slices.Sort(got)
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
		if row.name == "one" {
			read.Learn("twins", "No address is looked at.", ran(c, mails), c)
			twins := Causes(ran(c, row.server), c, everything, read)
			if len(twins) != 1 || twins[0].Hypothesis != "" {
				t.Errorf("one of two that are alike is named: %+v", twins)
			}
		}
		if row.name == "both" {
			for _, one := range Causes(ran(c, row.server), c, everything, read.Without("unchecked")) {
				if one.Hypothesis == "unchecked" {
					t.Error("a defect that is not in the dictionary is named")
				}
			}
		}
	}
}

func TestDictionaryIsRead(t *testing.T) {
	d, err := Builtin()
	if err != nil || len(d.Defects) == 0 {
		t.Fatalf("%v", err)
	}
	for _, one := range d.Defects {
		if !slices.IsSorted(one.Shows) || len(one.Shows) > 0 && one.Shows[len(one.Shows)-1]/ways >= len(d.Results) {
			t.Errorf("%s shows what there is not", one.Name)
		}
	}
	for _, packed := range [][]byte{nil, []byte("no gzip")} {
		if _, err := Decode(packed); err == nil {
			t.Errorf("%q is read", packed)
		}
	}
}

// The id of a cause that shares requirement and sort with another says what it is about, in whatever order they come.
func TestIDs(t *testing.T) {
	about := func(d ...describe.Trait) *found {
		return &found{fault: fault{sort: failing}, Part: describe.Part{Description: d}}
	}
	lists, updates, other := about(describe.OfBoth.Is("contacts: list")), about(describe.OfOperation.Is("update")), about()
	for _, row := range []struct {
		found []*found
		want  []string
	}{
		{[]*found{lists}, []string{"x/error"}},
		{[]*found{lists, updates}, []string{"x/error/contacts-list", "x/error/update"}},
		{[]*found{updates, lists}, []string{"x/error/update", "x/error/contacts-list"}},
		{[]*found{lists, other, other}, []string{"x/error/contacts-list", "x/error", "x/error-2"}},
	} {
		all := make([]report.Cause, len(row.found))
		var got []string
		for i := range all {
			all[i].ID = "x/error"
		}
		tellApart(all, row.found)
		for _, c := range all {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

// Where nothing can be said of the requests, the cases are named as closely as they can be.
func TestSubjects(t *testing.T) {
	for want, ids := range map[string][]string{
		" in cases of limits/deep":                                  {"limits/deep/lists", "limits/deep/objects"},
		" in cases of limits/deep/lists":                            {"limits/deep/lists/a", "limits/deep/lists/b"},
		" on requests of several kinds (cases of limits)":           {"limits/deep/lists", "limits/long/value"},
		" on requests of several kinds (cases of limits, contacts)": {"limits/deep", "contacts/one/a"},
	} {
		r := &run{}
		f := &found{Part: describe.Part{Requests: describe.NewSet(len(ids))}}
		for i, id := range ids {
			r.requests = append(r.requests, request{traits: traitsOf(cases.Case{ID: id}, cases.JSON, cases.Step{})})
			f.Requests.Add(i)
		}
		if got := r.subjects(f); got != want {
			t.Errorf("%v: got %q, want %q", ids, got, want)
		}
	}
}
