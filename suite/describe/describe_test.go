package describe

import (
	"fmt"
	"testing"
)

// Requests with a fault are described by what they have and the others have not, each time as many as can be.
func TestParts(t *testing.T) {
	request := func(parameter, value, operation string) []Trait {
		return []Trait{{OfParameter, parameter}, {OfValue, value}, {OfBoth, parameter + ": " + value}, {OfOperation, operation}}
	}
	var requests [][]Trait
	for _, parameter := range []string{"contacts", "logo_url", "redirect_uri"} {
		for _, value := range []string{"text", "number", "list"} {
			for _, operation := range []string{"registration", "update"} {
				requests = append(requests, request(parameter, value, operation))
			}
		}
	}
	for _, row := range []struct {
		name  string
		fails func([]Trait) bool
		want  string
	}{
		{"everything", func([]Trait) bool { return true }, "[]"},
		{"lists", func(r []Trait) bool { return r[1].Value == "list" }, "[list]"},
		{"a parameter", func(r []Trait) bool { return r[0].Value == "logo_url" }, "[logo_url]"},
		{"a number in one parameter", func(r []Trait) bool { return r[2].Value == "contacts: number" }, "[contacts: number]"},
		{"numbers in updates", func(r []Trait) bool { return r[1].Value == "number" && r[3].Value == "update" }, "[number update]"},
		{"two causes", func(r []Trait) bool { return r[1].Value == "list" || r[2].Value == "contacts: number" }, "[list][contacts: number]"},
	} {
		faulty, right := NewSet(len(requests)), NewSet(len(requests))
		for i, r := range requests {
			if row.fails(r) {
				faulty.Add(i)
			} else {
				right.Add(i)
			}
		}
		got := ""
		for _, p := range NewIndex(requests).Parts(faulty, right) {
			var values []string
			for _, t := range p.Description {
				values = append(values, t.Value)
			}
			got += fmt.Sprint(values)
			faulty.Remove(p.Requests)
		}
		if got != row.want || faulty.Size() > 0 {
			t.Errorf("%s: got %s, want %s; %d are left", row.name, got, row.want, faulty.Size())
		}
	}
}

// What no request has describes none.
func TestDescribedByNothing(t *testing.T) {
	x := NewIndex([][]Trait{{{OfSign, "a space"}}, {{OfEncoding, "form"}}})
	for _, d := range []Description{{{OfSign, "a NUL"}}, {{OfSign, "a NUL"}, {OfSign, "a space"}}, {{OfSign, "a space"}, {OfSign, "a NUL"}}, {{OfSign, "a space"}, {OfEncoding, "form"}}} {
		if n := x.Described(d).Size(); n != 0 {
			t.Errorf("%v describes %d", d, n)
		}
	}
	if n := x.Described(nil).Size(); n != 2 {
		t.Errorf("nothing describes %d, and should all", n)
	}
}
