package specs

import (
	"fmt"
	"strings"

	"github.com/onsi/gomega/types"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

// Conform succeeds on a report.Result that passed. What the failure message
// says is what the console says.
func Conform() types.GomegaMatcher { return &conformMatcher{} }

type conformMatcher struct{}

func (*conformMatcher) Match(actual any) (bool, error) {
	result, ok := actual.(report.Result)
	if !ok {
		return false, fmt.Errorf("Conform expects a report.Result, not a %T", actual)
	}
	return result.Verdict == report.Passed || result.Verdict == report.Waived, nil
}

func (*conformMatcher) FailureMessage(actual any) string {
	result, _ := actual.(report.Result)
	if result.Verdict == report.Failed {
		return format.Text(result)
	}
	return fmt.Sprintf("%s is %s: %s", result.Name(), result.Verdict, result.Reason)
}

func (*conformMatcher) NegatedFailureMessage(actual any) string {
	result, _ := actual.(report.Result)
	return result.Name() + " passed, and was expected not to"
}

// AnswerAs succeeds on a wire.Exchange whose answer is as expected, by judge.Exchange.
func AnswerAs(e judge.Expectation) types.GomegaMatcher { return &answerMatcher{e} }

type answerMatcher struct{ expected judge.Expectation }

func (m *answerMatcher) Match(actual any) (bool, error) {
	exchange, ok := actual.(wire.Exchange)
	if !ok {
		return false, fmt.Errorf("AnswerAs expects a wire.Exchange, not a %T", actual)
	}
	return len(judge.Exchange(m.expected, exchange)) == 0, nil
}

func (m *answerMatcher) FailureMessage(actual any) string {
	exchange, _ := actual.(wire.Exchange)
	var lines []string
	for _, mismatch := range judge.Exchange(m.expected, exchange) {
		lines = append(lines, fmt.Sprintf("%s (%s): %s\n  expected  %s\n  got       %s",
			mismatch.Aspect, mismatch.Level, mismatch.Explanation, mismatch.Expected, mismatch.Actual))
	}
	return strings.Join(lines, "\n")
}

func (m *answerMatcher) NegatedFailureMessage(any) string {
	return "the answer is, against expectation: " + m.expected.String()
}
