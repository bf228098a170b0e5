package cases

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// aModel is a model of three factors, of which the last has a fault.
const aModel = `subject: pairs
named: [operation]
good: {title: Taken., why: W.}
fault: {title: "${words} is refused.", why: W.}
faults: {title: One is named., why: W.}
factors:
  - name: operation
    classes:
      - {id: add, encoding: form, requirements: [colour.given]}
      - {id: change, encoding: json, register: client}
  - name: place
    classes:
      - {id: alone, lists: {colours: "${item}"}}
      - {id: last, lists: {colours: "blue ${item}"}, reversed: true}
  - name: colour
    parameter: colour
    list: colours
    classes:
      - {id: red, item: red, requirements: [colour.known]}
      - {id: wrong, words: A wrong colour, item: loud, only: {operation: [add]}, fault: [{bad-colour: "${item}"}], requirements: [colour.known]}
`

func withModel(text string) fstest.MapFS {
	files := small()
	files[modelFile] = &fstest.MapFile{Data: []byte(text)}
	return files
}

func TestCasesOfAModel(t *testing.T) {
	var got []string
	for _, c := range load(t, withModel(aModel)).Cases() {
		if len(c.Classes) == 0 {
			continue
		}
		step := c.Steps[len(c.Steps)-1]
		line := c.ID + " " + c.Title + " " + string(c.Encodings[0]) + " " + step.Send.Fields[0].Value.(string) + " " + strings.Join(c.Requirements, ",")
		if step.Expect.Refusal != nil {
			w := step.Expect.Refusal.Messages[0]
			line += " " + w.Message.With(w.Value)
		}
		got = append(got, line)
	}
	want := []string{
		"pairs/good/add/1 Taken. form red colour.given,colour.known",
		"pairs/good/add/2 Taken. form blue red colour.given,colour.known",
		"pairs/good/change/1 Taken. json red colour.known",
		"pairs/good/change/2 Taken. json blue red colour.known",
		"pairs/colour-wrong/add/1 A wrong colour is refused. form loud colour.known,colour.given Bad colour loud!",
		"pairs/colour-wrong/add/2 A wrong colour is refused. form blue loud colour.known,colour.given Bad colour loud!",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFaultsInAModel(t *testing.T) {
	for _, test := range []struct{ old, by, want string }{
		{"named: [operation]", "named: [oparation]", `model.yaml:2: named[0] is oparation, and there is no such thing; did you mean operation?`},
		{"name: place", "name: operation", "model.yaml:11: factors[1].name is operation, which another one has already"},
		{"id: change", "id: add", "model.yaml:10: factors[0].classes[1].id is add, which another one has already"},
		{"only: {operation: [add]}", "only: {operation: [ad]}", `model.yaml:20: factors[2].classes[1].only.operation[0] is ad, and there is no such thing; did you mean add?`},
		{"    parameter: colour\n", "", "model.yaml:18: factors[2].classes[0] has a value, and its factor names no parameter\nmodel.yaml:19: factors[2].classes[1] has a value, and its factor names no parameter"},
		{"requirements: [colour.given]", "requirements: [colour.gone]", `model.yaml:9: factors[0].classes[0].requirements[0] is colour.gone, and there is no such requirement; did you mean colour.given?`},
		{`{bad-colour: "${item}"}`, "bad-colour", "model.yaml:20: factors[2].classes[1].fault[0] is bad-colour, which names the wrong colour: write {bad-colour: …}, or {bad-colour: null} for whichever"},
	} {
		if !strings.Contains(aModel, test.old) {
			t.Fatalf("the model has no %q", test.old)
		}
		_, err := Load(withModel(strings.Replace(aModel, test.old, test.by, 1)))
		wrong(t, test.by, err, test.want)
	}
}
