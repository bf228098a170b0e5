package generate_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/traffic"
)

// A stage leaves no word out, in no place where it is of use, and comes to an end.
func TestTheDeterministicStageTriesEveryWord(t *testing.T) {
	stage := generate.NewDeterministic(generate.Seeded(1, 0))
	left := stage.Left()
	values := map[traffic.Member]bool{}
	types, methods, deep := map[string]bool{}, map[string]bool{}, 0
	lengths := map[int]bool{}
	for ; left > 0; left-- {
		q := stage.Next()
		if len(q.Steps) == 0 || stage.Left() != left-1 {
			t.Fatalf("%d steps, %d left after one of %d", len(q.Steps), stage.Left(), left)
		}
		step := q.Steps[0]
		types[step.Type], methods[step.Method] = true, true
		for _, m := range step.Body.Members {
			if m.Name == traffic.ParamRedirectList { // another name for the same
				m.Name = traffic.ParamRedirect
			}
			values[m] = true
			if m.Name == traffic.ParamName {
				lengths[len(m.Value.Text)] = true
			}
			if m.Value.Kind == traffic.Verbatim && len(m.Value.Text) > 2000 && m.Name == "x" {
				deep++
			}
		}
	}
	tried := func(name string, v traffic.Value) {
		t.Helper()
		if !values[traffic.Member{Name: name, Value: v}] {
			t.Errorf("%s is not tried as %#v", name, v)
		}
	}
	for _, word := range dictionary.URLs {
		for _, name := range []string{traffic.ParamLogo, traffic.ParamRedirect} {
			tried(name, traffic.Str(word))
		}
	}
	for _, word := range dictionary.Types {
		tried(traffic.ParamType, traffic.Str(word))
	}
	for _, word := range dictionary.JSONValues {
		tried(traffic.ParamType, traffic.Literally(word))
		tried(traffic.ParamName, traffic.Literally(word))
	}
	for _, word := range dictionary.Endings {
		tried(traffic.ParamSecret, traffic.Value{Kind: traffic.Secret, After: word})
	}
	for _, word := range dictionary.MediaTypes {
		if !types[word] && word != "" {
			t.Errorf("no body is called %q", word)
		}
	}
	for _, word := range dictionary.Methods {
		if !methods[word] {
			t.Errorf("nothing is sent with %s", word)
		}
	}
	for n := range 300 {
		if !lengths[n] {
			t.Errorf("no name has %d bytes", n)
		}
	}
	if deep != 2 {
		t.Errorf("%d bodies are nested too deep", deep)
	}
}

// The order is the source's.
func TestTheDeterministicStageIsRepeatable(t *testing.T) {
	all := func(seed uint64) []traffic.Sequence {
		stage := generate.NewDeterministic(generate.Seeded(seed, 0))
		var all []traffic.Sequence
		for stage.Left() > 0 {
			all = append(all, stage.Next())
		}
		return all
	}
	first := all(1)
	if !reflect.DeepEqual(first, all(1)) {
		t.Error("the same seed sweeps otherwise")
	}
	if slices.EqualFunc(first, all(2), func(a, b traffic.Sequence) bool { return reflect.DeepEqual(a, b) }) {
		t.Error("another seed sweeps the same")
	}
}
