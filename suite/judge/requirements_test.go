package judge

import (
	"testing"

	"github.com/regspec/regspec/cases"
)

// Judge names requirements that an answer may break whatever its case is about.
// They are in the catalogue, at the level at which Judge reports them.
func TestJudgesRequirementsAreInTheCatalogue(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for id, level := range map[string]cases.Level{
		answerAlways: cases.Implied, answerMediaType: cases.Implied, answerSuccessStatus: cases.Implied,
		answerRefusalStatus: cases.Implied, answerErrorMember: cases.Implied,
		responseID: cases.Documented, responseSecret: cases.Documented, responseExpires: cases.Documented,
		updateCredentials: cases.Documented,
	} {
		if requirement, ok := catalogue.Requirement(id); !ok || requirement.Level != level {
			t.Errorf("%s is in the catalogue: %v, level %q; want level %q", id, ok, requirement.Level, level)
		}
	}
	for _, message := range catalogue.Messages {
		if _, ok := catalogue.Requirement("error." + message.ID); !ok {
			t.Errorf("the message %s has no requirement error.%s", message.ID, message.ID)
		}
	}
}
