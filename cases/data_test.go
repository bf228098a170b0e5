package cases

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// built is the cases of a file with one case, whose members below its id, title
// and so on are given.
func built(t *testing.T, members string) []Case {
	t.Helper()
	text := caseFile("red", "  - id: red/x\n    title: Red is ${shade}.\n    why: W.\n    requirements: [colour.given, colour.known]\n"+members)
	c, err := load(t, small()).Extend("red.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c.Subjects[1].Cases
}

func TestRows(t *testing.T) {
	all := built(t, `    errata: [E01]
    rows:
      - {id: dark, shade: dark, m: no-colour, note: It is dark.}
      - {id: light, shade: light, m: bad-colour}
    steps:
      - register: client
      - send:
          method: PATCH
          content_type: text/${shade}
          headers: {X-Shade: "${shade}", "X-${shade}": ["1", "${shade}", "1"], X-Last: "2"}
          fields: {"${shade}": "a ${shade} red", b: "${shade}", c: "${client.client_id|cut}"}
        expect: {success: {shade: "${shade}"}, refusal: [{bad-colour: "${shade}"}]}
        capture: {next: shade}
`)
	if len(all) != 2 || all[0].ID != "red/x/dark" || all[1].ID != "red/x/light" {
		t.Fatalf("got %+v", all)
	}
	dark, light := all[0], all[1]
	if dark.Note != "It is dark." || light.Note != "" || light.Title != "Red is light." || light.Source != "red.yaml:11" {
		t.Errorf("got %+v", light)
	}
	if !slices.Equal(light.Requirements, []string{"colour.given", "colour.known"}) || !slices.Equal(light.Errata, []string{"E01"}) {
		t.Errorf("got %+v", light)
	}
	step := light.Steps[1]
	want := Send{
		Method: "PATCH", ContentType: "text/light",
		Headers: []Field{{"X-Shade", "light"}, {"X-light", "1"}, {"X-light", "light"}, {"X-light", "1"}, {"X-Last", "2"}},
		Fields:  []Field{{"light", "a light red"}, {"b", "light"}, {"c", "${client.client_id|cut}"}},
	}
	if !reflect.DeepEqual(step.Send, want) {
		t.Errorf("got  %+v\nwant %+v", step.Send, want)
	}
	if step.Expect.Success.Members[0] != (Member{"shade", "light"}) || step.Expect.Refusal.Messages[0].Value != "light" ||
		step.Expect.Refusal.Messages[0].Message.ID != "bad-colour" || step.Capture["next"] != "shade" {
		t.Errorf("got %+v", step)
	}
}

func TestRegister(t *testing.T) {
	step := built(t, "    rows: [{id: a, shade: b}]\n    steps: [{register: other}]\n")[0].Steps[0]
	want := map[string]string{"other.client_id": "client_id", "other.client_secret": "client_secret"}
	if step.Register != "other" || !reflect.DeepEqual(step.Capture, want) || step.Expect.Success == nil || step.Expect.Refusal != nil {
		t.Errorf("got %+v", step)
	}
}

func TestTypedValues(t *testing.T) {
	one := built(t, `    rows:
      - {id: typed, shade: x, list: [a, {n: 1}], half: 0.5, nothing: null, yes: true, text: "5"}
    steps:
      - send:
          fields:
            list: "${list}"
            half: "${half}"
            nothing: "${nothing}"
            yes: "${yes}"
            text: "${text}"
            within: "<${half}> & ${yes}"
            nested: {b: ["${half}", "${shade}"], a: {"${shade}": 1000}}
            big: 18446744073709551615
            negative: -7
        expect: {refusal: any}
`)[0]
	if !slices.Equal(one.Encodings, []Encoding{JSON}) {
		t.Errorf("it can be sent as %v", one.Encodings)
	}
	text, err := Object(one.Steps[0].Send.Fields).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"list":["a",{"n":1}],"half":0.5,"nothing":null,"yes":true,"text":"5","within":"<0.5> & true",` +
		`"nested":{"b":[0.5,"x"],"a":{"x":1000}},"big":18446744073709551615,"negative":-7}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if refusal := one.Steps[0].Expect.Refusal; refusal == nil || len(refusal.Messages) != 0 {
		t.Errorf("any is %+v", refusal)
	}
}

func TestARowOfStringsGoesInBothEncodings(t *testing.T) {
	all := built(t, `    rows:
      - {id: text, shade: x, value: "1"}
      - {id: number, shade: x, value: 1}
    steps:
      - send: {fields: {value: "${value}"}}
        expect: {refusal: any}
`)
	if !slices.Equal(all[0].Encodings, Encodings()) || !slices.Equal(all[1].Encodings, []Encoding{JSON}) {
		t.Errorf("got %v and %v", all[0].Encodings, all[1].Encodings)
	}
}

func TestAliases(t *testing.T) {
	steps := built(t, `    rows: [{id: a, shade: x}]
    steps:
      - &first
        send: {fields: &fields {b: "1", a: "2"}}
        expect: {success: {}}
      - *first
      - send: {method: PUT, fields: *fields}
        expect: {refusal: any}
`)[0].Steps
	if !reflect.DeepEqual(steps[0], steps[1]) || !reflect.DeepEqual(steps[0].Send.Fields, steps[2].Send.Fields) {
		t.Errorf("got %+v", steps)
	}
	if want := []Field{{"b", "1"}, {"a", "2"}}; !reflect.DeepEqual(steps[0].Send.Fields, want) {
		t.Errorf("got %+v", steps[0].Send.Fields)
	}
}

func TestContentType(t *testing.T) {
	for member, want := range map[string]string{
		"":                           "",
		"content_type: null, ":       NoContentType,
		"content_type: text/plain, ": "text/plain",
	} {
		one := built(t, "    rows: [{id: a, shade: x}]\n    steps:\n      - send: {"+member+"fields: {a: b}}\n        expect: {success: {}}\n")[0]
		if got := one.Steps[0].Send.ContentType; got != want {
			t.Errorf("%q: got %q, want %q", member, got, want)
		}
	}
}

func TestRawBodies(t *testing.T) {
	one := built(t, `    encodings: [form]
    rows: [{id: a, shade: "x&y"}]
    steps:
      - send: {body: 'c=${shade}&d=$${shade}'}
        expect: {success: {}}
      - send: {body: ""}
        expect: {success: {}}
`)[0]
	if first, second := one.Steps[0].Send, one.Steps[1].Send; *first.Body != "c=x&y&d=$${shade}" || *second.Body != "" || first.Fields != nil {
		t.Errorf("got %q and %q", *first.Body, *second.Body)
	}
	if !slices.Equal(one.Encodings, []Encoding{Form}) {
		t.Errorf("got %v", one.Encodings)
	}
}

// What stands for ${…} itself stays so until the request is made, or it would
// be taken for a reference then.
func TestEscapesWaitForTheRun(t *testing.T) {
	one := built(t, `    rows: [{id: a, shade: "$${x}", price: "5$", list: ["$${y}"]}]
    steps:
      - send: {fields: {a: "${shade}", b: "$${shade}", c: "${price}", d: "${list}"}}
        expect: {refusal: any}
`)[0]
	nothing := func(r Reference) (any, error) { t.Errorf("%s is taken for a reference", r); return "", nil }
	var got []any
	for _, field := range one.Steps[0].Send.Fields[:3] {
		value, err := Expand(field.Value.(string), nothing)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, value)
	}
	if want := []any{"${x}", "${shade}", "5$"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if list := one.Steps[0].Send.Fields[3].Value; !reflect.DeepEqual(list, []any{"$${y}"}) {
		t.Errorf("got %q", list)
	}
}

func TestACaseIsWrittenAsJSON(t *testing.T) {
	one := load(t, small()).Cases()[0]
	text, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"blue/taken","title":"Blue is taken.","why":"It is a colour.","level":"documented","requirements":["colour.given"],` +
		`"encodings":["json","form"],"steps":[{"send":{"fields":[{"name":"colour","value":"blue"}]},"expect":{"success":{}}}],` +
		`"source":"catalogue/blue.yaml:4"}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}
