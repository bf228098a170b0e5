package oracle

import "github.com/regspec/regspec/cases"

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
