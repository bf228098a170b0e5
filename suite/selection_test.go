package suite

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

// shelf is a small catalogue: ids and what there is to select by.
func shelf() *cases.Catalogue {
	both := cases.Encodings()
	return &cases.Catalogue{
		Requirements: []cases.Requirement{{ID: "contacts.list"}, {ID: "error.invalid-email"}, {ID: "answer.always"}},
		Subjects: []cases.Subject{
			{Name: "contacts", Title: "contacts", Cases: []cases.Case{
				{ID: "contacts/list", Level: cases.Documented, Requirements: []string{"contacts.list"}, Encodings: []cases.Encoding{cases.JSON}},
				{ID: "contacts/list/of-two", Level: cases.Documented, Requirements: []string{"contacts.list"}, Encodings: both},
				{ID: "contacts/lists", Level: cases.Implied, Requirements: []string{"contacts.list", "error.invalid-email"}, Encodings: both},
			}},
			{Name: "answer", Title: "answers", Cases: []cases.Case{
				{ID: "answer/a.b", Level: cases.Hardening, Requirements: []string{"answer.always"}, Encodings: []cases.Encoding{cases.Form}},
			}},
		},
	}
}

func names(entries []Entry) []string {
	var all []string
	for _, e := range entries {
		if e.Deselected == "" {
			all = append(all, e.Name())
		}
	}
	return all
}

func TestSelect(t *testing.T) {
	const (
		list = "contacts/list [json]"
		two  = "contacts/list/of-two [json],contacts/list/of-two [form]"
		more = "contacts/lists [json],contacts/lists [form]"
		last = "answer/a.b [form]"
	)
	patterns := func(all ...string) Selection { return Selection{Patterns: all} }
	for _, row := range []struct {
		name string
		s    Selection
		want string
	}{
		{"all", Selection{}, list + "," + two + "," + more + "," + last},
		{"an id, and what is below it", patterns("contacts/list"), list + "," + two},
		{"an id without anything below", patterns("contacts/lists"), more},
		{"a beginning", patterns("contacts"), list + "," + two + "," + more},
		{"a star", patterns("contacts/list*"), list + "," + two + "," + more},
		{"a star over slashes", patterns("*of-two"), two},
		{"a star alone", patterns("*"), list + "," + two + "," + more + "," + last},
		{"a question mark", patterns("contacts/list?"), more},
		{"a dot is a dot", patterns("answer/a.b"), last},
		{"an encoding", patterns("contacts/lists [form]"), "contacts/lists [form]"},
		{"an encoding of a family", patterns("contacts/list [json]"), list + ",contacts/list/of-two [json]"},
		{"a requirement", patterns("requirement:error.invalid-email"), more},
		{"a level", patterns("level:hardening"), last},
		{"several patterns, in the order of the catalogue", patterns("answer", "contacts/lists"), more + "," + last},
		{"overlapping patterns", patterns("contacts", "contacts/list"), list + "," + two + "," + more},
		{"without some", Selection{Skip: []string{"contacts/list", "level:implied"}}, last},
		{"some without others", Selection{Patterns: []string{"contacts"}, Skip: []string{"* [form]"}}, list + ",contacts/list/of-two [json],contacts/lists [json]"},
		{"levels", Selection{Levels: []cases.Level{cases.Implied, cases.Hardening}}, more + "," + last},
		{"encodings", Selection{Encodings: []cases.Encoding{cases.Form}}, "contacts/list/of-two [form],contacts/lists [form]," + last},
		{"everything at once", Selection{Patterns: []string{"contacts"}, Skip: []string{"contacts/lists"}, Levels: []cases.Level{cases.Documented}, Encodings: []cases.Encoding{cases.Form}}, "contacts/list/of-two [form]"},
		{"Ginkgo's flags", Selection{Filtered: map[string]bool{list: true, last: true}}, two + "," + more},
	} {
		t.Run(row.name, func(t *testing.T) {
			entries, err := Select(shelf(), row.s)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, names(entries), strings.Split(row.want, ","))
			if len(entries) != 6 {
				t.Errorf("%d entries are left; what is not selected stays among them", len(entries))
			}
		})
	}
}

// A pattern that matches nothing is a mistake, and so is a selection of nothing.
func TestSelectNothing(t *testing.T) {
	patterns := func(all ...string) Selection { return Selection{Patterns: all} }
	for _, row := range []struct {
		name string
		s    Selection
		want string
	}{
		{"a typo", patterns("contact/list"), `no case matches "contact/list"; did you mean contacts/list?`},
		{"one good pattern does not excuse another", patterns("contacts", "contakts"), `no case matches "contakts"; did you mean contacts?`},
		{"empty", patterns(""), `no case matches ""`},
		{"half a word", patterns("contact"), `no case matches "contact"; did you mean contacts?`},
		{"a dot for a slash", patterns("answer.a.b"), `no case matches "answer.a.b"; did you mean answer/a.b?`},
		{"a slash at the end", patterns("contacts/"), `no case matches "contacts/"; did you mean contacts?`},
		{"an encoding that the case has not", patterns("contacts/lists [xml]"), `no case matches "contacts/lists [xml]": contacts/lists is not run as xml`},
		{"a requirement", patterns("requirement:contacts.lists"), `no case matches "requirement:contacts.lists"; did you mean contacts.list?`},
		{"a level", patterns("level:implicit"), `no case matches "level:implicit"; did you mean implied?`},
		{"another kind", patterns("erratum:E01"), `no case matches "erratum:E01"`},
		{"a regular expression", patterns("contacts/(list|lists)"), `no case matches "contacts/(list|lists)"`},
		{"skipping what is not there", Selection{Skip: []string{"contakts"}}, `no case matches "contakts"`},
		{"skipping all", Selection{Skip: []string{"*"}}, "nothing is selected: none of the 6 cases"},
		{"patterns and levels that exclude each other", Selection{Patterns: []string{"answer"}, Levels: []cases.Level{cases.Documented}}, "nothing is selected"},
		{"patterns and encodings that exclude each other", Selection{Patterns: []string{"answer"}, Encodings: []cases.Encoding{cases.JSON}}, "nothing is selected"},
		{"a level that is none", Selection{Levels: []cases.Level{"implicit"}}, "nothing is selected"},
		{"all filtered by Ginkgo", Selection{Patterns: []string{"answer"}, Filtered: map[string]bool{"answer/a.b [form]": true}}, "nothing is selected"},
	} {
		t.Run(row.name, func(t *testing.T) {
			entries, err := Select(shelf(), row.s)
			if _, ok := errors.AsType[*SelectionError](err); !ok {
				t.Fatalf("got %v and %d entries, want a SelectionError", err, len(entries))
			}
			if !strings.HasPrefix(err.Error(), row.want) {
				t.Errorf("got  %s\nwant %s", err, row.want)
			}
		})
	}
}

// The report says of everything that is left out why.
func TestWhyDeselected(t *testing.T) {
	for _, row := range []struct {
		s    Selection
		want string
	}{
		{Selection{Patterns: []string{"contacts/lists"}}, "no pattern selects it"},
		{Selection{Skip: []string{"answer"}}, "a pattern of --skip leaves it out"},
		{Selection{Levels: []cases.Level{cases.Documented}}, "its level, hardening, is not selected"},
		{Selection{Encodings: []cases.Encoding{cases.JSON}}, "its encoding, form, is not selected"},
		{Selection{Filtered: map[string]bool{"answer/a.b [form]": true}}, "a flag of Ginkgo leaves it out"},
	} {
		entries, err := Select(shelf(), row.s)
		if err != nil {
			t.Fatal(err)
		}
		if got := entries[len(entries)-1].Deselected; got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

// Every case of the catalogue can be selected by its own name, and by nothing
// else of its name.
func TestSelectEachByName(t *testing.T) {
	c := builtin(t)
	entries := expand(c)
	for _, e := range entries {
		m, _ := parsePattern(c, e.Name())
		for _, other := range entries {
			below := strings.HasPrefix(other.Case.ID, e.Case.ID+"/") && other.Encoding == e.Encoding
			if m(other) != (other.Name() == e.Name() || below) {
				t.Errorf("the pattern %s: match of %s is %t", e.Name(), other.Name(), m(other))
			}
		}
	}
	if all := names(entries); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Error("two entries have one name")
	}
}
