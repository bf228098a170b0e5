package cases

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoad(t *testing.T) {
	c := load(t, small())
	if len(c.Requirements) != 3 || len(c.Errata) != 1 || len(c.Messages) != 2 || len(c.Cases()) != 1 {
		t.Errorf("got %+v", c)
	}
	one, ok := c.Case("blue/taken")
	if !ok || one.Source != "catalogue/blue.yaml:4" || one.Level != Documented || len(one.Encodings) != 2 {
		t.Errorf("got %+v", one)
	}
}

func TestSubjectsAreInTheOrderOfTheirFiles(t *testing.T) {
	files := small()
	files["catalogue/a.yaml"] = &fstest.MapFile{Data: []byte(caseFile("zebra", aCase("zebra/x", "colour.given", accepted)))}
	files["catalogue/not.txt"] = &fstest.MapFile{Data: []byte("no case file")}
	c := load(t, files)
	if len(c.Subjects) != 2 || c.Subjects[0].Name != "zebra" || c.Subjects[1].Name != "blue" {
		t.Errorf("got %+v", c.Subjects)
	}
}

func TestExtendLeavesTheCatalogueAsItWas(t *testing.T) {
	c := load(t, small())
	more, err := c.Extend("mine.yaml", []byte(caseFile("red", aCase("red/x", "answer.quick", accepted))))
	if err != nil {
		t.Fatal(err)
	}
	if one, ok := more.Case("red/x"); !ok || one.Source != "mine.yaml:4" || one.Level != Implied || len(more.Subjects) != 2 {
		t.Errorf("got %+v", one)
	}
	if len(c.Subjects) != 1 {
		t.Error("the catalogue itself was changed")
	}
}

func TestAMissingFile(t *testing.T) {
	for name, want := range map[string]string{
		"requirements.yaml": "reading the requirements: open requirements.yaml: file does not exist",
		"errata.yaml":       "reading the errata: open errata.yaml: file does not exist",
		"messages.yaml":     "reading the messages: open messages.yaml: file does not exist",
	} {
		files := small()
		delete(files, name)
		if _, err := Load(files); !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestFaultsAcrossFiles(t *testing.T) {
	with := func(name, text string) fstest.MapFS {
		files := small()
		files[name] = &fstest.MapFile{Data: []byte(text)}
		return files
	}
	replaced := func(name, old, by string) fstest.MapFS {
		text := string(small()[name].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		return with(name, strings.Replace(text, old, by, 1))
	}
	for _, test := range []struct {
		what  string
		files fstest.MapFS
		want  string
	}{
		{
			"an id in two files", with("catalogue/blue-too.yaml", caseFile("blue", aCase("blue/taken", "colour.given", accepted))),
			"catalogue/blue.yaml:4: cases[0].id is blue/taken, which another case has already",
		},
		{
			"a requirement twice", replaced("requirements.yaml", "colour.known", "colour.given"),
			"requirements.yaml:3: requirements[1].id is colour.given, which another one has already",
		},
		{
			"an erratum twice", with("errata.yaml", "errata:\n  - &e {id: E01, title: T, trouble: U., reading: R.}\n  - *e\n"),
			"errata.yaml:3: errata[1].id is E01, which another one has already",
		},
		{
			"a message twice", replaced("messages.yaml", "no-colour", "bad-colour"),
			"messages.yaml:3: messages[1].id is bad-colour, which another one has already",
		},
		{
			"a placeholder without a name", replaced("messages.yaml", "names: colour, ", ""),
			"messages.yaml:3: messages[1].names is missing, and goes with placeholder",
		},
		{
			"a level that is none", replaced("requirements.yaml", "implied", "suggested"),
			`requirements.yaml:4: requirements[2].level is the string "suggested", and must be "documented", "implied" or "hardening"`,
		},
		{
			// Nothing can be looked up in a list that cannot be read, and nobody wants to hear so of every case.
			"a list that is no YAML", with("requirements.yaml", "requirements: [\n"),
			"requirements.yaml:1: is not valid YAML: sequence end token ']' not found",
		},
		{
			"an empty list", with("messages.yaml", ""),
			"messages.yaml: is empty",
		},
	} {
		_, err := Load(test.files)
		wrong(t, test.what, err, test.want)
	}
}

func TestFaultsAreInTheOrderOfFilesAndLines(t *testing.T) {
	files := small()
	files["catalogue/a.yaml"] = &fstest.MapFile{Data: []byte(caseFile("a", aCase("a/x", "colour.given", "      - {}\n")))}
	files["catalogue/c.yaml"] = &fstest.MapFile{Data: []byte("subject: c\ncases: []\n")}
	files["messages.yaml"] = &fstest.MapFile{Data: []byte("messages:\n  - {id: x, text: T}\n  - {id: y}\n")}
	const want = `catalogue/a.yaml:9: cases[0].steps[0].expect is missing
catalogue/a.yaml:9: cases[0].steps[0].send is missing
catalogue/c.yaml:1: title is missing
catalogue/c.yaml:2: cases must have at least 1 item
messages.yaml:2: messages[0].when is missing
messages.yaml:3: messages[1].text is missing
messages.yaml:3: messages[1].when is missing`
	for range 20 {
		_, err := Load(files)
		wrong(t, "several files", err, want)
	}
}
