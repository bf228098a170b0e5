package compact

import (
	"reflect"
	"strings"
	"testing"
)

type thing struct {
	Name   string
	Count  int
	Mask   uint64
	Ratio  float64
	Yes    bool
	Text   *string
	Part   *part
	List   []part
	Pair   [2]int
	Map    map[string]string
	Any    any
	Nested []any
}

type part struct{ A, B string }

type pairs []part

func TestRoundTrip(t *testing.T) {
	empty := ""
	for name, want := range map[string]thing{
		"zero":         {},
		"empty":        {Text: &empty, Part: &part{}, List: []part{}, Map: map[string]string{}, Nested: []any{}, Any: ""},
		"texts":        {Name: "é\x00", List: []part{{"a", "b"}, {"b", "a"}}, Map: map[string]string{"b": "1", "a": "2"}},
		"numbers":      {Count: -1 << 62, Mask: 1<<64 - 1, Ratio: -0.1, Yes: true, Pair: [2]int{-1, 1}},
		"any":          {Any: pairs{{"a", ""}}, Nested: []any{nil, "a", []any{uint64(1)}, true}},
		"a nil inside": {Any: []any(nil)},
	} {
		data, err := Marshal(want, "", []any{}, uint64(0), false, pairs{})
		if err != nil {
			t.Fatal(name, err)
		}
		var got thing
		if err := Unmarshal(string(data), &got, "", []any{}, uint64(0), false, pairs{}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, want)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	for want, v := range map[string]any{
		"there is no form for it":                      struct{ F func() }{},
		"it holds a uint8, which is not among its typ": thing{Nested: []any{uint8(1)}},
	} {
		if _, err := Marshal(v, "", []any{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	data, err := Marshal(thing{Name: "a name", Any: "a text"}, "")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(data)
	for name, read := range map[string]func() error{
		"other types":     func() error { return Unmarshal(whole, &struct{ Name string }{}, "") },
		"other interface": func() error { return Unmarshal(whole, &thing{}, "", false) },
		"nothing":         func() error { return Unmarshal("", &thing{}, "") },
		"no end":          func() error { return Unmarshal(whole[:len(whole)-1], &thing{}, "") },
		"another letter":  func() error { return Unmarshal(strings.Replace(whole, "a name", "a Name", 1), &thing{}, "") },
	} {
		if read() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
