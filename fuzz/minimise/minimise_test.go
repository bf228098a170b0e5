package minimise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/minimise"
	"github.com/regspec/regspec/fuzz/traffic"
)

func always(traffic.Sequence) bool { return true }

func members(q traffic.Sequence) []traffic.Member {
	var all []traffic.Member
	for _, s := range q.Steps {
		all = append(all, s.Body.Members...)
	}
	return all
}

// anyMember is a server whose fault is in a member of some kind.
func anyMember(wrong func(traffic.Member) bool) minimise.Shows {
	return func(q traffic.Sequence) bool { return slices.ContainsFunc(members(q), wrong) }
}

// Of a text that only has to be long, no more is left than that, whatever it is
// made of.
func TestALongText(t *testing.T) {
	for _, text := range []string{strings.Repeat(" ", 600), strings.Repeat("x y ", 150), strings.Repeat("ü", 300), strings.Repeat("<>", 300)} {
		q := traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Members: []traffic.Member{{Name: traffic.ParamName, Value: traffic.Str(text)}}}}}}
		long := func(m traffic.Member) bool { return len(m.Value.Text) > 200 }
		least := members(minimise.Sequence(q, 400, always, anyMember(long)))
		if len(least) != 1 || strings.Trim(least[0].Value.Text, "a") != "" || len(least[0].Value.Text) > 220 {
			t.Errorf("%.10q… became %.300v", text, least)
		}
	}
}

func TestSequence(t *testing.T) {
	tests := []struct {
		name  string
		shows minimise.Shows
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
		{"a space behind a value", anyMember(func(m traffic.Member) bool {
			return m.Name == traffic.ParamID && strings.HasSuffix(m.Value.Text+m.Value.After, " ")
		}), len("client_id "), 1},
		{"a space behind a form", func(q traffic.Sequence) bool {
			return slices.ContainsFunc(q.Steps, func(s traffic.Step) bool {
				request := string(s.Render(func(int) traffic.Credentials { return traffic.Credentials{ID: "i", Secret: "s"} }).Body)
				return strings.HasSuffix(request, "=i+") || strings.HasSuffix(request, "= ") || strings.HasSuffix(request, "=+") || strings.HasSuffix(request, ":\" \"}")
			})
		}, len("client_id ") + 20, 1},
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
				least := minimise.Sequence(q, 2000, always, test.shows)
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
	minimise.Sequence(q, 17, always, func(traffic.Sequence) bool { asked++; return asked%2 == 0 })
	if asked > 17 {
		t.Errorf("%d sequences were tried with a budget of 17", asked)
	}
}

// Of a length that must be just so, all else goes.
func TestAnExactLength(t *testing.T) {
	shows := anyMember(func(m traffic.Member) bool { return m.Name == traffic.ParamName && len(m.Value.Text) == 137 })
	q := traffic.Sequence{Steps: []traffic.Step{generate.Associate(generate.Seeded(1, 0))}}
	q.Steps[0].Body.Members = append(q.Steps[0].Body.Members, traffic.Member{Name: traffic.ParamName, Value: traffic.Str(strings.Repeat("xy ", 45) + "zz")})
	least := minimise.Sequence(q, 400, always, shows)
	if got := members(least); len(got) != 1 || got[0].Value.Text != strings.Repeat("a", 137) {
		t.Errorf("got %#v", got)
	}
}

// A step that speaks of a client from before others still does when these are left out.
func TestClientsFromBefore(t *testing.T) {
	register := traffic.Step{Body: traffic.Body{Members: []traffic.Member{{Name: traffic.ParamType, Value: traffic.Str("client_associate")}}}}
	update := func(of int) traffic.Step {
		return traffic.Step{Body: traffic.Body{Members: []traffic.Member{
			{Name: traffic.ParamType, Value: traffic.Str("client_update")}, {Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID, Of: of}},
		}}}
	}
	// It shows where two updates are of the client that stood before all others.
	shows := func(q traffic.Sequence) bool {
		made, updates := 0, 0
		for _, step := range q.Steps {
			for _, m := range step.Body.Members {
				switch {
				case m.Value.Text == "client_associate":
					made += step.Repeats()
				case m.Value.Kind == traffic.ID && m.Value.Of == made:
					updates++
				}
			}
		}
		return updates == 2
	}
	twice := register
	twice.Times = 2
	q := traffic.Sequence{Steps: []traffic.Step{register, update(1), twice, update(0), register, update(4)}}
	if !shows(q) {
		t.Fatal("it does not show at first")
	}
	if least := minimise.Sequence(q, 400, always, shows); len(least.Steps) != 2 {
		t.Errorf("it became %+v", least.Steps)
	}
}
