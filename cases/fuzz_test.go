package cases

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// FuzzCaseFile feeds the loader anything at all: it gives a catalogue or says
// what is wrong, line by line.
func FuzzCaseFile(f *testing.F) {
	paths, err := fs.Glob(builtin, "catalogue/*.yaml")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no case files: %v", err)
	}
	for _, path := range append(paths, "requirements.yaml") {
		text, err := fs.ReadFile(builtin, path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"", "---\n...\n", "a: &a [*a]\n", "<<: 1\n", "? [a]\n: b\n", "\xff", "cases: !!set {a}\n", "- - - -\n", "%YAML 1.2\n---\na: |2-\n",
		caseFile("fuzz", aCase("fuzz/x", "contacts.list", strings.Replace(accepted, "blue", `[.nan, "${x|cut}", {<<: {a: b}}]`, 1))),
	} {
		f.Add([]byte(text))
	}
	c := builtinCatalogue(f)
	without := &Catalogue{Requirements: c.Requirements, Errata: c.Errata, Messages: c.Messages}
	f.Fuzz(func(t *testing.T, text []byte) {
		extended, err := without.Extend("fuzz.yaml", text)
		if err != nil {
			problems, ok := errors.AsType[Problems](err)
			if !ok || len(problems) == 0 || extended != nil {
				t.Fatalf("no list of problems: %v", err)
			}
			for _, p := range problems {
				if p.File != "fuzz.yaml" || p.Text == "" || p.Line < 0 || p.Line > 2+strings.Count(string(text), "\n")+strings.Count(string(text), "\r") {
					t.Errorf("%+v", p)
				}
			}
			return
		}
		all := extended.Cases()
		if len(all) == 0 {
			t.Fatal("neither a case nor a problem")
		}
		for _, one := range all {
			checkWhole(t, one)
		}
	})
}

// checkWhole looks for what would stop a case when it is run.
func checkWhole(t *testing.T, one Case) {
	t.Helper()
	if one.ID == "" || one.Level == "" || len(one.Requirements) == 0 || len(one.Encodings) == 0 || len(one.Steps) == 0 {
		t.Errorf("not whole: %+v", one)
	}
	for _, step := range one.Steps {
		if _, err := Object(step.Send.Fields).MarshalJSON(); err != nil {
			t.Errorf("%s cannot be sent: %v", one.ID, err)
		}
		if (step.Send.Body == nil) == (step.Send.Fields == nil) && step.Send.Fields != nil {
			t.Errorf("%s sends both or nothing: %+v", one.ID, step.Send)
		}
		if step.Expect.Success == nil && step.Expect.Refusal == nil && !step.Expect.Answer {
			t.Errorf("%s expects nothing", one.ID)
		}
	}
}
