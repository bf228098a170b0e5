package finding

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

// expect is what conforms of the last answer.
func (w *caseWriter) expect(s traffic.Step) yaml.MapSlice {
	var e yaml.MapSlice
	allowed := w.finding.Expected
	if w.finding.Cause.Rule == oracle.RuleRedirectName {
		// While neither of the two names is honoured, more is allowed for each alone.
		named := slices.DeleteFunc(slices.Clone(allowed.Messages), func(m oracle.AllowedMessage) bool { return m.Message != w.finding.Mismatch.Subject })
		allowed = oracle.Outcomes{Messages: named}
	}
	if rule := w.finding.Cause.Rule; allowed.Advice == rule && rule != "" { // to take it was what is unwise
		allowed.Success = false
		allowed.Any4xx = allowed.Any4xx || !allowed.Refusal()
	}
	if allowed.Success {
		e = append(e, yaml.MapItem{Key: "success", Value: w.returned(s)})
	}
	switch {
	case allowed.Any4xx:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "4xx"})
	case allowed.AnyRefusal:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "any"})
	case len(allowed.Messages) > 0:
		e = append(e, yaml.MapItem{Key: "refusal", Value: w.messages(allowed)})
	case allowed.ServerWording:
		e = append(e, yaml.MapItem{Key: "refusal", Value: "own"})
	}
	if len(e) == 0 {
		e = append(e, yaml.MapItem{Key: "answer", Value: true})
	}
	return append(e, w.constraints(s)...)
}

// returned are the credentials that the answer to an update gives back: those that
// were sent. Where these are corrupted, and it is open whether they count, only a
// finding that is about them says so.
func (w *caseWriter) returned(s traffic.Step) yaml.MapSlice {
	members := yaml.MapSlice{}
	if !s.Body.IsUpdate() {
		return members
	}
	for _, m := range s.Body.Members {
		if !m.Value.Credential() || m.Value.Text+m.Value.After != "" || m.Value.Listed {
			continue
		}
		if s.Body.Cut > 0 {
			switch text := w.body(s.Body); {
			case strings.Contains(text, w.referenceWith(m.Value, traffic.Cut.Filter())):
				m.Value.Corruption = traffic.Cut
			case !strings.Contains(text, w.referenceWith(m.Value, filterIn(s.Body, m.Value))):
				continue // it is not in what is left
			}
		}
		if m.Value.Corruption == traffic.Intact || w.finding.Cause.Rule == oracle.RuleChanged {
			members = append(members, yaml.MapItem{Key: m.Name, Value: w.reference(m.Value)})
		}
	}
	return members
}

// secret is the client_secret that a step sends, or the one that it makes wrong.
func (w *caseWriter) secret(s traffic.Step) string {
	for _, m := range s.Body.Members {
		switch {
		case m.Name == traffic.ParamSecret && m.Value.Credential():
			return w.referenceWith(m.Value, "")
		case m.Name == traffic.ParamSecret:
			return quoted(m.Value.Text)
		}
	}
	return ""
}

func (w *caseWriter) messages(allowed oracle.Outcomes) []any {
	var list []any
	for _, wanted := range allowed.Messages {
		switch {
		case wanted.AnyValue:
			list = append(list, yaml.MapSlice{{Key: wanted.Message, Value: nil}})
		case wanted.HasValue:
			list = append(list, yaml.MapSlice{{Key: wanted.Message, Value: quoted(wanted.Value)}})
		default:
			list = append(list, wanted.Message)
		}
	}
	if allowed.ServerWording {
		list = append(list, "own")
	}
	return list
}

// compared is the name of the step whose answers the last one's are compared with.
const compared = "compared"

// comparedStep is the index of the step whose answers the last step's are compared with, or -1.
func (f Finding) comparedStep() int {
	switch f.Cause.Rule {
	case oracle.RuleDistinguishable, oracle.RuleSpecial:
		if len(f.Sequence.Steps) > 1 {
			return 0
		}
	case oracle.RuleCompare, oracle.RuleCompareMsg:
		return f.fault() - 1
	}
	return -1
}

// comparable sends a step often enough that a case can compare its answers.
func (w *caseWriter) comparable(i int, s traffic.Step) traffic.Step {
	fault := i == w.finding.fault()
	unique := fault && w.finding.Cause.Rule == oracle.RuleNotUnique && !s.Body.IsUpdate()
	if unique || w.compared >= 0 && (fault || i == w.compared) {
		s.Times = max(s.Times, 2)
	}
	return s
}

// across is what is asked of the answers to a repeated step together.
func (w *caseWriter) across(s traffic.Step) yaml.MapSlice {
	if s.Repeats() == 1 {
		return nil
	}
	switch rule := w.finding.Cause.Rule; {
	case w.compared >= 0:
		return yaml.MapSlice{{Key: "alike", Value: compared}}
	case rule == oracle.RuleEntropy:
		return yaml.MapSlice{{Key: "random", Value: "client_secret"}}
	case rule == oracle.RuleCounting:
		return yaml.MapSlice{{Key: "not_counting", Value: "client_id"}}
	case rule == oracle.RuleNotUnique && !s.Body.IsUpdate():
		return yaml.MapSlice{{Key: "distinct", Value: []string{"client_id", "client_secret"}}}
	}
	return nil
}
