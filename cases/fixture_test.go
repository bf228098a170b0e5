package cases

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a catalogue with one requirement of each level but hardening, one
// erratum, two messages and one subject of one case.
func small() fstest.MapFS {
	return fstest.MapFS{
		"requirements.yaml": {Data: []byte(`requirements:
  - {id: colour.given, level: documented, section: Colours, statement: A colour is given.}
  - {id: colour.known, level: documented, section: Colours, statement: A colour is known.}
  - {id: answer.quick, level: implied, section: Answers, statement: Answers are quick.}
`)},
		"errata.yaml":         {Data: []byte("errata:\n  - {id: E01, title: T, trouble: U., reading: R.}\n")},
		"messages.yaml":       {Data: []byte("messages:\n  - {id: no-colour, text: No colour, when: W.}\n  - {id: bad-colour, text: Bad colour <c>!, placeholder: <c>, names: colour, when: W.}\n")},
		"catalogue/blue.yaml": {Data: []byte(caseFile("blue", aCase("blue/taken", "colour.given", accepted)))},
	}
}

// accepted is a step whose request must succeed.
const accepted = `      - send: {fields: {colour: blue}}
        expect: {success: {}}
`

// aCase is a case of five lines, with the lines of its steps below it.
func aCase(id, requirements, steps string) string {
	return "  - id: " + id + `
    title: Blue is taken.
    why: It is a colour.
    requirements: [` + requirements + `]
    steps:
` + steps
}

// caseFile has three lines above its first case.
func caseFile(subject string, all ...string) string {
	return "subject: " + subject + "\ntitle: Blue\ncases:\n" + strings.Join(all, "")
}

func load(t testing.TB, files fstest.MapFS) *Catalogue {
	t.Helper()
	c, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wrong checks that an error is the list of these faults.
func wrong(t *testing.T, what string, err error, want string) {
	t.Helper()
	if problems, ok := errors.AsType[Problems](err); !ok {
		t.Errorf("%s: got %v, want\n%s", what, err, want)
	} else if got := problems.Error(); got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
	}
}
