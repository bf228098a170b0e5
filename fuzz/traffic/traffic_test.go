package traffic_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/traffic"
)

// Whatever a generator makes can be written down as a program and read back.
func TestProgramsAreExact(t *testing.T) {
	source := generate.Seeded(1, 1)
	longest := 0
	for range 20_000 {
		q := generate.Sequence(source)
		program := traffic.Encode(q)
		longest = max(longest, len(program))
		if back := traffic.Decode(program); !reflect.DeepEqual(back, q.Clone()) && !sameRequests(back, q) {
			t.Fatalf("%#v\ncame back as\n%#v", q, back)
		}
	}
	t.Logf("the longest program has %d bytes", longest)
}

func sameRequests(a, b traffic.Sequence) bool {
	if len(a.Steps) != len(b.Steps) {
		return false
	}
	client := func(of int) traffic.Credentials {
		return traffic.Credentials{ID: string(rune('a' + of)), Secret: string(rune('A' + of))}
	}
	for i := range a.Steps {
		if !reflect.DeepEqual(a.Steps[i].Render(client), b.Steps[i].Render(client)) || a.Steps[i].Times != b.Steps[i].Times || a.Steps[i].Together != b.Steps[i].Together {
			return false
		}
	}
	return true
}

// Most of the catalogue can be said as a sequence.
func TestFromCase(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	said, all := 0, 0
	for _, c := range catalogue.Cases() {
		for _, encoding := range c.Encodings {
			all++
			q, ok := traffic.FromCase(c, encoding)
			if !ok {
				continue
			}
			said++
			if back := traffic.Decode(traffic.Encode(q)); !sameRequests(back, q) {
				t.Errorf("%s [%s] came back as another sequence", c.ID, encoding)
			}
		}
	}
	t.Logf("%d of %d", said, all)
	if said < all*9/10 {
		t.Errorf("only %d of %d cases can be said as a sequence", said, all)
	}
}

func TestReadRequestIsExact(t *testing.T) {
	source := generate.Seeded(2, 1)
	client := func(int) traffic.Credentials { return traffic.Credentials{ID: "id", Secret: "secret"} }
	for range 20_000 {
		r := generate.Request(source).Render(client)
		back := traffic.ReadRequest(r).Render(nil)
		if back.Method != r.Method || back.Query != r.Query || !bytes.Equal(back.Body, r.Body) || len(back.Header) != len(r.Header) {
			t.Fatalf("%+v\ncame back as\n%+v", r, back)
		}
	}
}

// What is together is one stage, as long as it is not too much for one moment, and a
// sequence is not cut within it.
func TestStage(t *testing.T) {
	alone, pair := traffic.Step{Times: 3}, traffic.Step{Times: 2, Together: true}
	many := traffic.Step{Times: traffic.MaxTimes - 1, Together: true}
	q := traffic.Sequence{Steps: []traffic.Step{alone, pair, pair, alone, pair, many, alone}}
	var stages, through []int
	for first := 0; first < len(q.Steps); first = q.Stage(first) {
		stages = append(stages, q.Stage(first))
	}
	for step := range q.Steps {
		through = append(through, len(q.Through(step).Steps))
	}
	if want := []int{1, 3, 4, 5, 6, 7}; !slices.Equal(stages, want) {
		t.Errorf("the stages end at %v, not at %v", stages, want)
	}
	if want := []int{1, 3, 3, 4, 5, 6, 7}; !slices.Equal(through, want) {
		t.Errorf("cut through at %v, not at %v", through, want)
	}
}
