package session

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// plainest is the registration that a server can least object to.
func plainest() traffic.Step {
	return traffic.Step{Body: traffic.Body{Members: []traffic.Member{
		{Name: traffic.ParamType, Value: traffic.Str("client_associate")},
		{Name: traffic.ParamApplication, Value: traffic.Str("native")},
	}}}
}

// Greeting is the plainest registration, which every target carries out.
func Greeting() wire.Request { return plainest().Render(nil) }

// needs is how many prepared clients a sequence may speak of.
func needs(q traffic.Sequence) int {
	most := 0
	for _, step := range q.Steps {
		for _, m := range step.Body.Members {
			switch of := m.Value.Of; {
			case !m.Value.Credential():
			case of >= traffic.First:
				most = max(most, of-traffic.First+1)
			default:
				most = max(most, of+1)
			}
		}
	}
	return min(most, Prepared)
}

func speaksOfClients(step traffic.Step) bool {
	return needs(traffic.Sequence{Steps: []traffic.Step{step}}) > 0
}

// equivalent reports whether two steps say the same, once in JSON and once in a form.
func equivalent(a, b traffic.Step) bool {
	return a.Body.Format != b.Body.Format && a.Body.Format != traffic.Raw && b.Body.Format != traffic.Raw &&
		membersOnly(a) && membersOnly(b) && slices.Equal(a.Body.Members, b.Body.Members) && plainTexts(a.Body.Members)
}

// membersOnly holds for a step whose members are all there is to it.
func membersOnly(s traffic.Step) bool {
	b := s.Body
	return s.Method == "" && s.Query == "" && s.Type == "" && len(s.Header) == 0 && s.Times <= 1 && b.Cut == 0 && b.Head == "" && b.Tail == ""
}

// plainTexts holds for members that both encodings can say, and say alike.
func plainTexts(members []traffic.Member) bool {
	seen := map[string]bool{}
	for _, m := range members {
		if m.Value.Kind == traffic.Verbatim || m.Value.Listed || seen[m.Name] || !utf8.ValidString(m.Name+m.Value.Text+m.Value.After) {
			return false
		}
		seen[m.Name] = true
	}
	return true
}

// credentials are those that an answer gives out.
func credentials(x wire.Exchange) (traffic.Credentials, bool) {
	if x.Break != nil || x.Answer == nil || x.Answer.Status/100 != 2 || !bytes.Contains(x.Answer.Body, []byte("client_secret")) {
		return traffic.Credentials{}, false
	}
	var c struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if json.Unmarshal(x.Answer.Body, &c) != nil || c.ID == "" || c.Secret == "" {
		return traffic.Credentials{}, false
	}
	return traffic.Credentials{ID: c.ID, Secret: c.Secret}, true
}

// Probe is an update of each of the prepared clients that says as little as it
// can.
func Probe() traffic.Sequence {
	var q traffic.Sequence
	for of := range Prepared {
		q.Steps = append(q.Steps, traffic.Step{Body: traffic.Body{Members: []traffic.Member{
			{Name: traffic.ParamType, Value: traffic.Str("client_update")},
			{Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID, Of: of}},
			{Name: traffic.ParamSecret, Value: traffic.Value{Kind: traffic.Secret, Of: of}},
			{Name: traffic.ParamApplication, Value: traffic.Str("native")},
		}}})
	}
	return q
}
