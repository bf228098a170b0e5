package cases

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Every row comes once a column, with the members of both.
func TestColumns(t *testing.T) {
	all := built(t, `    rows:
      - {id: dark, shade: dark, note: It is dark.}
      - {id: light, shade: light}
    columns:
      - {id: plain, sent: "${shade}"}
      - {id: twice, sent: "${shade} ${shade}", note: It is said twice.}
    steps:
      - send: {fields: {colour: "${sent}"}}
        expect: {success: {}}
`)
	var got [][]any
	for _, one := range all {
		got = append(got, []any{one.ID, one.Title, one.Note, one.Source, one.Steps[0].Send.Fields[0].Value})
	}
	want := [][]any{
		{"red/x/dark/plain", "Red is dark.", "It is dark.", "red.yaml:9", "dark"},
		{"red/x/dark/twice", "Red is dark.", "It is dark. It is said twice.", "red.yaml:9", "dark dark"},
		{"red/x/light/plain", "Red is light.", "", "red.yaml:10", "light"},
		{"red/x/light/twice", "Red is light.", "It is said twice.", "red.yaml:10", "light light"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What a row repeats stays short until it is sent.
func TestRepeatedText(t *testing.T) {
	all := built(t, `    rows:
      - {id: some, shade: x, open: '{"a":', times: 3}
    steps:
      - send: {fields: {a: "${open|x2}", b: "<${open|x:times}>", c: "${hex:ff 61}", "${open|x1}": d}}
        expect: {success: {}}
`)
	fields := all[0].Steps[0].Send.Fields
	for i, want := range []string{`{"a":{"a":`, `<{"a":{"a":{"a":>`, "\xffa"} {
		if text := fields[i].Value.(string); len(text) > 40 {
			t.Errorf("%q is long already", text)
		}
		got, err := Expand(fields[i].Value.(string), func(r Reference) (any, error) { return r.String(), nil })
		if err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	if !strings.Contains(fields[3].Name, "hex:") {
		t.Errorf("the name is %q", fields[3].Name)
	}
}

// Steps that are together and follow one another are one stage, whether they are one
// that is repeated or different ones.
func TestStages(t *testing.T) {
	one := built(t, `    rows: [{id: a, shade: b}]
    steps:
      - {together: true, times: 3, send: {fields: {a: c}}, expect: {refusal: 4xx}}
      - {together: true, send: {fields: {a: d}}, expect: {answer: true}}
      - {times: 2, send: {fields: {a: d}}, expect: {answer: true}}
      - {together: true, times: 2, send: {fields: {a: d}}, expect: {answer: true}}
`)[0]
	var stages []int
	for at := 0; at < len(one.Steps); at = one.Stage(at) {
		stages = append(stages, one.Stage(at)-at)
	}
	if want := []int{4, 1, 1, 2}; !slices.Equal(stages, want) {
		t.Errorf("got %v, want %v", stages, want)
	}
}

// A step that is written with times is as many steps, and what it says of all the
// answers is in the last.
func TestRepeatedSteps(t *testing.T) {
	steps := built(t, `    rows: [{id: a, shade: b}]
    steps:
      - register: client
      - name: first
        times: 2
        send: {fields: {a: b}}
        expect: {refusal: any}
      - times: 3
        together: true
        send: {fields: {a: c}}
        expect: {refusal: 4xx}
        across: {alike: first, distinct: [x], random: y, not_counting: z}
      - send: {fields: {a: d}}
        expect: {answer: true}
`)[0].Steps
	var times []int
	for i, step := range steps {
		times = append(times, step.Times)
		if (step.Across != nil) != (i == 5) || step.Together != (i >= 3 && i <= 5) {
			t.Errorf("step %d is %+v", i, step)
		}
	}
	if want := []int{0, 2, 0, 3, 0, 0, 0}; !reflect.DeepEqual(times, want) {
		t.Fatalf("got %v, want %v", times, want)
	}
	want := &Across{First: 3, Distinct: []string{"x"}, Random: "y", NotCounting: "z", SameAs: &[2]int{1, 2}}
	if !reflect.DeepEqual(steps[5].Across, want) {
		t.Errorf("got  %+v\nwant %+v", steps[5].Across, want)
	}
	if !steps[3].Expect.Refusal.AnyClientError || steps[1].Expect.Refusal.AnyClientError || !steps[6].Expect.Answer {
		t.Errorf("got %+v", steps)
	}
}
