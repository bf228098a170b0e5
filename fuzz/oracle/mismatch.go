package oracle

import (
	"strings"

	"github.com/regspec/regspec/cases"
)

// Mismatch is one way in which an answer does not conform.
type Mismatch struct {
	Rule  RuleID
	Level cases.Level
	// Subject is the parameter, the message or the header field that the mismatch is
	// about, or empty. The id of a finding contains the rule and the subject.
	Subject     string
	Expected    string // the outcomes that would have been right
	Actual      string // what came
	Explanation string // why this is wrong, for the author of the server
}

// NewMismatch makes a mismatch with the level and the explanation of its rule.
func NewMismatch(id RuleID, subject, expected, actual string) Mismatch {
	rule := RuleOf(id)
	return Mismatch{Rule: id, Level: rule.Level, Subject: subject, Expected: expected, Actual: actual, Explanation: rule.Explanation}
}

// How a message may differ from the document's, whichever it is.
const (
	inCaseOnly = "The message differs from the document's in case, spacing or punctuation only. It has to match letter for letter."
	withMore   = "The message has more in it than the document's. It has to match letter for letter."
)

// Kind is how a message differs from the document's where that may be so of any of the messages, or "".
func (m Mismatch) Kind() string {
	switch {
	case m.Rule == RuleValue:
		kind, _, _ := strings.Cut(m.Explanation, ":") // values stand behind it
		return kind
	case m.Explanation == inCaseOnly, m.Explanation == withMore:
		return m.Explanation
	}
	return ""
}

// Outcome is the rule under which the mismatch counts; see [RuleID.Outcome]. A message that is right and comes with a
// 5xx is a failure of the server, too.
func (m Mismatch) Outcome() RuleID {
	if m.Rule == RuleMsgStatus && strings.HasPrefix(m.Subject, "5") {
		return RuleServerError.Outcome()
	}
	return m.Rule.Outcome()
}
