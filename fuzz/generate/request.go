package generate

import (
	"github.com/regspec/regspec/fuzz/traffic"
)

// Associate is a right registration.
func Associate(s Source) traffic.Step {
	return plain(s, []traffic.Member{{Name: traffic.ParamType, Value: traffic.Str("client_associate")}})
}

// Update is a right update of a client; see [traffic.Value] for of.
func Update(s Source, of int) traffic.Step {
	return plain(s, []traffic.Member{
		{Name: traffic.ParamType, Value: traffic.Str("client_update")},
		{Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID, Of: of}},
		{Name: traffic.ParamSecret, Value: traffic.Value{Kind: traffic.Secret, Of: of}},
	})
}

// plain adds to a request what nobody can object to.
func plain(s Source, members []traffic.Member) traffic.Step {
	b := traffic.Body{Format: one(s, []traffic.Format{traffic.JSON, traffic.Form}), Members: members}
	add := func(name string) {
		b.Members = append(b.Members, traffic.Member{Name: name, Value: valid(s, name)})
	}
	add(traffic.ParamApplication)
	optional := []string{traffic.ParamName, traffic.ParamContacts, traffic.ParamLogo, redirectName(s)}
	switch s.Below(10) {
	case 0, 1, 2, 3:
	case 4, 5, 6:
		add(one(s, optional))
	case 7, 8:
		for _, name := range optional {
			if chance(s, 50) {
				add(name)
			}
		}
	case 9:
		for _, name := range optional {
			add(name)
		}
	}
	if chance(s, 25) {
		shuffle(s, b.Members)
	}
	if chance(s, 6) {
		b.Style = style(s)
	}
	return traffic.Step{Body: b}
}

// style is any way to spell a body.
func style(s Source) traffic.Style {
	var all traffic.Style
	for _, one := range traffic.Styles() {
		if chance(s, 40) {
			all |= one
		}
	}
	return all
}

func redirectName(s Source) string {
	if chance(s, 40) {
		return traffic.ParamRedirectList
	}
	return traffic.ParamRedirect
}

func shuffle[T any](s Source, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := s.Below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// Request is any request: right, or with one fault, or with a few.
func Request(s Source) traffic.Step {
	var step traffic.Step
	switch n := s.Below(20); {
	case n < 9:
		step = Associate(s)
	default:
		step = Update(s, 0)
	}
	for range faults(s) {
		Vary(s, &step)
	}
	return step
}

// faults is how many. One is the most telling: of several the server may pick.
func faults(s Source) int {
	switch n := s.Below(100); {
	case n < 15:
		return 0
	case n < 75:
		return 1
	case n < 92:
		return 2
	default:
		return 3 + s.Below(3)
	}
}
