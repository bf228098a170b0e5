package cases

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// builtinCatalogue is the catalogue as it comes with regspec.
func builtinCatalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Builtin()
	if err != nil {
		t.Fatalf("the built-in catalogue does not load:\n%v", err)
	}
	return c
}

func TestTheCatalogueIsWhole(t *testing.T) {
	c := builtinCatalogue(t)
	expanded := 0
	for _, one := range c.Cases() {
		expanded += len(one.Encodings)
	}
	t.Logf("%d requirements, %d errata, %d messages, %d subjects, %d cases, %d in their encodings",
		len(c.Requirements), len(c.Errata), len(c.Messages), len(c.Subjects), len(c.Cases()), expanded)
	if len(c.Subjects) == 0 || len(c.Cases()) == 0 {
		t.Error("there are no cases")
	}
	for _, subject := range c.Subjects {
		if subject.Name == "" || subject.Title == "" || len(subject.Cases) == 0 {
			t.Errorf("subject %q (%q) has %d cases", subject.Name, subject.Title, len(subject.Cases))
		}
	}
}

func TestEveryRequirementHasACase(t *testing.T) {
	c := builtinCatalogue(t)
	tested := map[string]bool{}
	for _, one := range c.Cases() {
		for _, id := range one.Requirements {
			tested[id] = true
		}
	}
	for _, requirement := range c.Requirements {
		if !tested[requirement.ID] {
			t.Errorf("no case tests the requirement %s: %s\n\tWrite one under catalogue/, or name the requirement in a case that tests it.",
				requirement.ID, requirement.Statement)
		}
	}
}

func TestEveryCaseHasARequirementAndItsLevel(t *testing.T) {
	c := builtinCatalogue(t)
	for _, one := range c.Cases() {
		if len(one.Requirements) == 0 {
			t.Errorf("%s: %s tests no requirement: say which one it is for", one.Source, one.ID)
		}
		for _, id := range one.Requirements {
			requirement, ok := c.Requirement(id)
			if !ok || requirement.Level != one.Level {
				t.Errorf("%s: %s is %s, and its requirement %s is %q", one.Source, one.ID, one.Level, id, requirement.Level)
			}
		}
	}
}

// An error.* requirement is about one message, and a case that names it is one
// that can have that message for an answer.
func TestErrorRequirementsBelongToMessages(t *testing.T) {
	c := builtinCatalogue(t)
	for _, message := range c.Messages {
		if _, ok := c.Requirement("error." + message.ID); !ok {
			t.Errorf("there is no requirement error.%s for the message %q", message.ID, message.Text)
		}
	}
	for _, one := range c.Cases() {
		for _, id := range one.Requirements {
			message, ok := strings.CutPrefix(id, "error.")
			if ok && !slices.ContainsFunc(one.Steps, func(s Step) bool { return expects(s, message) }) {
				t.Errorf("%s: %s is for %s, and no step of it expects %s", one.Source, one.ID, id, message)
			}
		}
	}
}

// expects reports whether a message is among those that conform.
func expects(s Step, id string) bool {
	return s.Expect.Refusal != nil &&
		slices.ContainsFunc(s.Expect.Refusal.Messages, func(w ExpectedMessage) bool { return w.Message.ID == id })
}

func TestEveryErratumIsThere(t *testing.T) {
	c := builtinCatalogue(t)
	var got, want []string
	for i := range 16 {
		want = append(want, fmt.Sprintf("E%02d", i+1))
	}
	for _, erratum := range c.Errata {
		got = append(got, erratum.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the errata are %v, want %v", got, want)
	}
}

func TestTheTextsOfCases(t *testing.T) {
	c := builtinCatalogue(t)
	ids := map[string]string{}
	for _, one := range c.Cases() {
		if other, ok := ids[one.ID]; ok {
			t.Errorf("%s: the id %s is that of %s as well", one.Source, one.ID, other)
		}
		ids[one.ID] = one.Source
		if !strings.HasSuffix(one.Title, ".") {
			t.Errorf("%s: the title of %s does not end with a full stop: %s", one.Source, one.ID, one.Title)
		}
		if one.Note != "" && !strings.HasSuffix(one.Note, ".") {
			t.Errorf("%s: the note of %s does not end with a full stop: %s", one.Source, one.ID, one.Note)
		}
		if !strings.HasSuffix(strings.TrimSpace(one.Why), ".") {
			t.Errorf("%s: %s does not say why in whole sentences: %q", one.Source, one.ID, one.Why)
		}
		for _, text := range []string{one.Title, one.Why, one.Note} {
			if strings.Contains(text, "${") || strings.TrimSpace(text) != text || strings.Contains(text, "\n") {
				t.Errorf("%s: a text of %s is not ready to be printed: %q", one.Source, one.ID, text)
			}
		}
	}
	for _, requirement := range c.Requirements {
		if !strings.HasSuffix(requirement.Statement, ".") {
			t.Errorf("the statement of %s does not end with a full stop", requirement.ID)
		}
	}
}

func TestFinding(t *testing.T) {
	c := builtinCatalogue(t)
	if one, ok := c.Case("registration/minimum/web"); !ok || one.ID != "registration/minimum/web" {
		t.Errorf("Case: %v %v", one.ID, ok)
	}
	if _, ok := c.Case("registration/minimum"); ok {
		t.Error("a case with rows is found without its row")
	}
	if one, ok := c.Requirement("contacts.list"); !ok || one.Level != Documented {
		t.Errorf("Requirement: %v %v", one, ok)
	}
	if one, ok := c.Erratum("E10"); !ok || one.ID != "E10" {
		t.Errorf("Erratum: %v %v", one, ok)
	}
	if _, ok := c.Message("nonsense"); ok {
		t.Error("a message is found that is not there")
	}
}
