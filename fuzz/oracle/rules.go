package oracle

import (
	"slices"

	"github.com/regspec/regspec/cases"
)

// RuleID names a rule of the oracle. Reports and the ids of findings contain it.
type RuleID string

// The ids of the rules.
const (
	RuleSucceed     RuleID = "outcome.should-succeed"
	RuleRefuse      RuleID = "outcome.should-refuse"
	RuleMessage     RuleID = "message.wrong"
	RuleValue       RuleID = "message.value"
	RuleMsgStatus   RuleID = "message.status"
	RuleMember      RuleID = "message.member"
	RuleBody        RuleID = "success.body"
	RuleClientID    RuleID = "success.client-id"
	RuleSecret      RuleID = "success.client-secret"
	RuleExpires     RuleID = "success.expires-at"
	RuleFar         RuleID = "success.expires-far"
	RuleChanged     RuleID = "success.other-credentials"
	RuleNotUnique   RuleID = "credentials.not-unique"
	RuleServerError RuleID = "status.server-error"
	RuleStatus      RuleID = "status.unexpected"
	RuleDropped     RuleID = "connection.dropped"
	RuleSilent      RuleID = "connection.silent"
	RuleUnreadable  RuleID = "connection.unreadable"
	RuleSending     RuleID = "connection.sending"
	RuleNotJSON     RuleID = "answer.not-json"
	RuleMediaType   RuleID = "answer.media-type"
	RuleNoMediaType RuleID = "answer.no-media-type"
	RuleHTML        RuleID = "answer.html"
	RuleDoubled     RuleID = "answer.doubled-member"
	RuleIDCase      RuleID = "credentials.id-case"
	RuleCacheable   RuleID = "secret.cacheable"
	RuleEchoed      RuleID = "secret.echoed"
	RuleLeaked      RuleID = "secret.leaked"
	RuleLenient     RuleID = "json.lenient"
	RuleNameCase    RuleID = "json.name-case"
	RuleSniffed     RuleID = "json.sniffed"
	RuleQuery       RuleID = "query.merged"
	RuleScript      RuleID = "logo.script"
	RuleSplit       RuleID = "header.split"
	RuleHeaderEcho  RuleID = "header.echo"
	RuleTrace       RuleID = "trace.leaked"
	RuleSlow        RuleID = "limit.slow"
	RuleNoLimit     RuleID = "limit.none"
	RuleCompare     RuleID = "compare.acceptance"
	RuleCompareMsg  RuleID = "compare.message"
)

// The ids of the rules that need many answers; see [TargetModel.Verdict].
const (
	RuleRedirectName    RuleID = "redirect.ignored"
	RuleEntropy         RuleID = "credentials.entropy"
	RuleCounting        RuleID = "credentials.counting"
	RuleDistinguishable RuleID = "credentials.told-apart"
	RuleSpecial         RuleID = "credentials.special"
	// RuleForgets is checked by a campaign: it updates the clients that the target registered before.
	RuleForgets RuleID = "target.forgets-clients"
)

// Rule is one thing that the oracle checks.
type Rule struct {
	ID RuleID
	// Level is the strictest level of a mismatch. It is less strict where the fault of the
	// request is less clear.
	Level cases.Level
	// Requirement is the requirement of the catalogue that the rule checks. It is empty where the
	// requirement depends on the subject of the mismatch.
	Requirement string
	Summary     string
	// Explanation says why a mismatch is wrong. It is empty where that depends on the mismatch.
	Explanation string
}

// RuleOf gives the rule with an id.
func RuleOf(id RuleID) Rule {
	if at := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id }); at >= 0 {
		return rules[at]
	}
	return Rule{ID: id}
}

// Rules lists all that the oracle checks.
func Rules() []Rule { return slices.Clone(rules) }
