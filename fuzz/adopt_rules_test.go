//go:build long && !race

package fuzz_test

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
)

// shownBy has, for each rule that a seeded defect breaks, defects that break it. A rule that is not
// here is broken by none, or in ways that only a busy machine or a connection shows, or only beside another
// one, whose finding it is then.
var shownBy = map[oracle.RuleID][]string{
	oracle.RuleSucceed:         {"registration-by-form-redirects"},
	oracle.RuleRefuse:          {"email-last-unchecked"},
	oracle.RuleMessage:         {"unauthorized-message-case"},
	oracle.RuleValue:           {"refusal-not-escaped"},
	oracle.RuleMsgStatus:       {"no-type-with-status-200"},
	oracle.RuleMember:          {"error-called-detail"},
	oracle.RuleClientID:        {"id-missing", "answer-wrapped"},
	oracle.RuleSecret:          {"secret-missing"},
	oracle.RuleExpires:         {"expires-at-by-client", "expires-at-missing"},
	oracle.RuleChanged:         {"update-of-redirects-reissues-secret", "update-answers-credentials-swapped"},
	oracle.RuleNotUnique:       {"secret-from-name", "registration-once-only"},
	oracle.RuleServerError:     {"line-end-crashes"},
	oracle.RuleDropped:         {"answer-shorter-than-said", "unauthorized-drops-connection"},
	oracle.RuleNotJSON:         {"echo-as-page"},
	oracle.RuleMediaType:       {"echo-as-html"},
	oracle.RuleHTML:            {"echo-as-html"},
	oracle.RuleCacheable:       {"success-without-cache-control", "update-without-cache-control", "success-cached-privately"},
	oracle.RuleEchoed:          {"wrong-secret-header-with-right", "wrong-secret-answered-with-right"},
	oracle.RuleLeaked:          {"wrong-secret-answered-with-client"},
	oracle.RuleLenient:         {"json-not-a-number-taken"},
	oracle.RuleNameCase:        {"json-names-in-any-case-taken"},
	oracle.RuleHeaderEcho:      {"echo-in-header", "echo-in-header-escaped", "name-in-cookie"},
	oracle.RuleNoLimit:         {"deep-nesting-taken"},
	oracle.RuleQuery:           {"query-beside-form-counts"},
	oracle.RuleRedirectName:    {"redirect-unchecked", "redirect-message-reworded-in-json"},
	oracle.RuleEntropy:         {"secret-of-eight-hex-digits"},
	oracle.RuleCounting:        {"id-counts"},
	oracle.RuleDistinguishable: {"wrong-secret-challenge"},
	oracle.RuleSpecial:         {"secret-with-quote-refused-otherwise"},
}

// TestEveryRuleIsACase makes a case of what each rule of the oracle finds: it fails on the
// server with the defect, and passes on the one without.
func TestEveryRuleIsACase(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range oracle.Rules() {
		for _, defect := range shownBy[rule.ID] {
			t.Run(string(rule.ID)+"/"+defect, func(t *testing.T) {
				o := reference.Options{Defects: []string{defect}}
				found := ofRule(t, o, rule.ID)
				if len(found) == 0 {
					t.Fatal("nothing was found")
				}
				for _, f := range found {
					isCase(t, catalogue, f, o)
				}
			})
		}
	}
}

// ofRule gives up to three findings of a rule. They may stand under another of the same cause.
func ofRule(t *testing.T, o reference.Options, rule oracle.RuleID) []finding.Finding {
	t.Helper()
	found := untilFound(t, o, cases.Hardening, func(all []finding.Finding) []finding.Finding {
		var of []finding.Finding
		for _, f := range all {
			for _, one := range append([]finding.Finding{f}, f.Others...) {
				if one.Cause.Rule == rule {
					one.ID = f.ID
					of = append(of, one)
				}
			}
		}
		return of
	})
	return found[:min(len(found), 3)]
}
