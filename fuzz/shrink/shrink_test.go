package shrink_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/shrink"
	"github.com/regspec/regspec/fuzz/traffic"
)

func members(q traffic.Sequence) []traffic.Member {
	var all []traffic.Member
	for _, s := range q.Steps {
		all = append(all, s.Body.Members...)
	}
	return all
}

// anyMember is a server whose fault is in a member of some kind.
func anyMember(wrong func(traffic.Member) bool) shrink.Shows {
	return func(q traffic.Sequence) bool { return slices.ContainsFunc(members(q), wrong) }
}

func TestSequence(t *testing.T) {
	tests := []struct {
		name  string
		shows shrink.Shows
		size  int // the most bytes that all the members' names and values may have
		steps int
	}{
		{"a character in a name", anyMember(func(m traffic.Member) bool {
			return m.Name == traffic.ParamName && strings.ContainsRune(m.Value.Text, '🦊')
		}), len("application_name🦊"), 1},
		{"null contacts", anyMember(func(m traffic.Member) bool {
			return m.Name == traffic.ParamContacts && m.Value.Kind == traffic.Verbatim && m.Value.Text == "null"
		}), len("contactsnull"), 1},
		{"two in a form", func(q traffic.Sequence) bool {
			for _, s := range q.Steps {
				if s.Body.Format == traffic.Form && len(s.Body.Members) >= 2 {
					return true
				}
			}
			return false
		}, 70, 1},
		{"the third step", func(q traffic.Sequence) bool { return q.Requests() >= 3 }, 0, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source := generate.Seeded(3, 0)
			found := 0
			for range 200_000 {
				q := generate.Sequence(source)
				if !test.shows(q) {
					continue
				}
				least := shrink.Sequence(q, 2000, test.shows)
				size := 0
				for _, m := range members(least) {
					size += len(m.Name) + len(m.Value.Text)
				}
				if size > test.size || len(least.Steps) > test.steps || !test.shows(least) {
					t.Errorf("%.400v\nbecame\n%.400v", q, least)
				}
				if found++; found == 20 {
					return
				}
			}
			t.Errorf("only %d sequences showed it", found)
		})
	}
}

func TestTheBudgetIsKept(t *testing.T) {
	asked := 0
	q := generate.Sequence(generate.Seeded(5, 0))
	shrink.Sequence(q, 17, func(traffic.Sequence) bool { asked++; return asked%2 == 0 })
	if asked > 17 {
		t.Errorf("%d sequences were tried with a budget of 17", asked)
	}
}

// Of a length that must be just so, all else goes.
func TestAnExactLength(t *testing.T) {
	shows := anyMember(func(m traffic.Member) bool { return m.Name == traffic.ParamName && len(m.Value.Text) == 137 })
	q := traffic.Sequence{Steps: []traffic.Step{generate.Associate(generate.Seeded(1, 0))}}
	q.Steps[0].Body.Members = append(q.Steps[0].Body.Members, traffic.Member{Name: traffic.ParamName, Value: traffic.Str(strings.Repeat("xy ", 45) + "zz")})
	least := shrink.Sequence(q, 400, shows)
	if got := members(least); len(got) != 1 || got[0].Value.Text != strings.Repeat("a", 137) {
		t.Errorf("got %#v", got)
	}
}
