package cases

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryPairIsInACase fails where a pair, or one of the triples, of the model stands in no case.
func TestEveryPairIsInACase(t *testing.T) {
	coverage, err := CoverageOf(builtinCatalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	wanted := 0
	for _, c := range coverage {
		wanted += c.Wanted
		for _, missing := range c.Missing {
			t.Errorf("no case shows what becomes of %v", missing)
		}
		if c.Covered != c.Wanted || c.Wanted == 0 {
			t.Errorf("%v: %d of %d", c.Factors, c.Covered, c.Wanted)
		}
	}
	if wanted < 5000 {
		t.Errorf("the model wants %d combinations", wanted)
	}
}

// TestAPairThatNoCaseHasIsMissing takes cases away, and sees that pairs are told missing.
func TestAPairThatNoCaseHasIsMissing(t *testing.T) {
	c := *builtinCatalogue(t)
	missing := func(dropped func(Case) bool) (all []string) {
		less := c
		less.Subjects = slices.Clone(c.Subjects)
		for i := range less.Subjects {
			less.Subjects[i].Cases = slices.DeleteFunc(slices.Clone(less.Subjects[i].Cases), dropped)
		}
		coverage, err := CoverageOf(&less)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range coverage {
			for _, classes := range one.Missing {
				all = append(all, strings.Join(words(classes), " + "))
			}
		}
		return all
	}
	for _, pair := range [][]Class{
		{{"contacts", "absent"}, {"logo", "word"}},
		{{"application-type", "web"}, {"logo", "hyphens"}},
		{{"contacts", "word"}, {"redirect", "word"}},
		{{"encoding", "json-charset"}, {"contacts", "word"}},
	} {
		has := func(c Case) bool {
			return slices.Contains(c.Classes, pair[0]) && slices.Contains(c.Classes, pair[1])
		}
		if got, want := missing(has), strings.Join(words(pair), " + "); !slices.Contains(got, want) {
			t.Errorf("without the cases that have %s, what is missing is %.200q", want, got)
		}
	}
	if got := missing(func(c Case) bool { return strings.HasPrefix(c.ID, "pairs/faults/") }); !slices.Contains(got, "contacts word + redirect word") || slices.Contains(got, "contacts word + redirect plain") {
		t.Errorf("without the cases of several faults, what is missing is %.200q", got)
	}
}

func words(classes []Class) []string {
	var all []string
	for _, c := range classes {
		all = append(all, c.Factor+" "+c.Class)
	}
	return all
}

// TestCasesAreOfTheirClasses looks at what is sent, whatever the classes are said to be.
func TestCasesAreOfTheirClasses(t *testing.T) {
	_, d, err := readModel(builtin, "")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, c := range builtinCatalogue(t).Cases() {
		if len(c.Classes) == 0 {
			continue
		}
		step := c.Steps[len(c.Steps)-1]
		faults := 0
		for _, class := range c.Classes {
			factor := d.Factors[d.factor(class.Factor)]
			data := factor.Classes[slices.IndexFunc(factor.Classes, func(one classData) bool { return one.ID == class.Class })]
			at := slices.IndexFunc(step.Send.Fields, func(f Field) bool { return f.Name == factor.Parameter })
			switch {
			case factor.Parameter == "":
			case class.Class == "absent" && at >= 0, class.Class != "absent" && at < 0:
				t.Errorf("%s: %v, and what is sent is %v", c.ID, class, step.Send.Fields)
			case data.Item != "" && !strings.Contains(step.Send.Fields[at].Value.(string), data.Item):
				t.Errorf("%s: %v, and what is sent is %v", c.ID, class, step.Send.Fields[at])
			}
			if data.Fault != nil {
				faults++
			}
			looked++
		}
		for _, f := range step.Send.Fields {
			if text, ok := f.Value.(string); ok && len(text) > 1024 {
				t.Errorf("%s: %s has %d characters, and a server may refuse it for that (E16)", c.ID, f.Name, len(text))
			}
		}
		if faults == 0 && (step.Expect.Success == nil || step.Expect.Refusal != nil) || faults > 0 && (step.Expect.Success != nil || step.Expect.Refusal == nil) {
			t.Errorf("%s has %d faults and expects %+v", c.ID, faults, step.Expect)
		}
	}
	if looked < 5000 {
		t.Errorf("looked at %d classes", looked)
	}
}
