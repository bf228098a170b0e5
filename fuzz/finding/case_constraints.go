package finding

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// longestWait is how long an answer may take, where the finding is about that.
const longestWait = "5s"

// constraints are what the rule of the finding demands of the answer besides its outcome.
func (w *caseWriter) constraints(s traffic.Step) yaml.MapSlice {
	switch w.finding.Cause.Rule {
	case oracle.RuleCacheable:
		return yaml.MapSlice{{Key: "header", Value: yaml.MapSlice{{Key: "Cache-Control", Value: "no-store"}}}}
	case oracle.RuleEchoed:
		return without(w.secret(s))
	case oracle.RuleLeaked:
		return without(w.otherSecrets(s)...)
	case oracle.RuleTrace:
		return without(quoted(w.finding.Mismatch.Subject))
	case oracle.RuleSplit, oracle.RuleHeaderEcho, oracle.RuleHTML:
		if text := w.echoed(s); text != "" {
			return yaml.MapSlice{{Key: "echo", Value: text}}
		}
	case oracle.RuleSlow:
		return yaml.MapSlice{{Key: "within", Value: longestWait}}
	}
	return nil
}

// without demands that texts occur nowhere in the answer.
func without(texts ...string) yaml.MapSlice {
	texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
	if len(texts) == 0 {
		return nil
	}
	return yaml.MapSlice{{Key: "without", Value: texts}}
}

// otherSecrets are the secrets of the clients of the case that a step does not send.
func (w *caseWriter) otherSecrets(s traffic.Step) []string {
	var all []string
	sent := w.secret(s)
	for _, name := range slices.Concat(w.prepared, w.registered) {
		if secret := "${" + name + ".client_secret}"; secret != sent {
			all = append(all, secret)
		}
	}
	return all
}

// echoed is the text of a step that came back where it does harm, as it stood there. The longest of several
// is the least likely to be there by chance.
func (w *caseWriter) echoed(s traffic.Step) string {
	longest := ""
	for _, m := range s.Body.Members {
		if text := w.found(m.Value.Text); len(text) > len(longest) && !m.Value.Credential() {
			longest = text
		}
	}
	return quoted(cmp.Or(longest, w.found(s.Type)))
}

// found gives what of a text is in the field of the answer that the finding is about, or
// in its body where the finding is about that.
func (w *caseWriter) found(text string) string {
	all := w.finding.Exchanges
	if text == "" || len(all) == 0 || all[len(all)-1].Answer == nil {
		return ""
	}
	answer := all[len(all)-1].Answer
	if w.finding.Cause.Rule == oracle.RuleHTML {
		if len(text) > 2 && strings.Contains(string(answer.Body), text) {
			return text
		}
		return ""
	}
	for _, value := range wire.Values(answer.Header, w.finding.Mismatch.Subject) {
		switch encoded := url.QueryEscape(text); {
		case value == "":
		case w.finding.Cause.Rule == oracle.RuleSplit && strings.Contains(text, value):
			return value
		case strings.Contains(value, text):
			return text
		case strings.Contains(value, encoded):
			return encoded
		}
	}
	return ""
}
