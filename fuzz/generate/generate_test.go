package generate_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/generate/generatetest"
	"github.com/regspec/regspec/fuzz/traffic"
)

func TestTheSameSeedMakesTheSame(t *testing.T) {
	a, b, c := generate.Seeded(7, 0), generate.Seeded(7, 0), generate.Seeded(8, 0)
	differ := false
	for range 1000 {
		one := generate.Sequence(a)
		if other := generate.Sequence(b); !reflect.DeepEqual(one, other) {
			t.Fatalf("%#v\nand\n%#v", one, other)
		}
		differ = differ || !reflect.DeepEqual(one, generate.Sequence(c))
	}
	if !differ {
		t.Error("another seed makes the same")
	}
}

// What is made has all the faults that the document has an answer for, and much
// that is right.
func TestRequestsAreVaried(t *testing.T) {
	source := generate.Seeded(1, 0)
	right, absent := 0, map[string]int{}
	kinds := map[traffic.Kind]int{}
	formats := map[traffic.Format]int{}
	for range 10_000 {
		step := generate.Request(source)
		if step.Method == "" && step.Type == "" && step.Body.Cut == 0 && step.Body.Head == "" {
			right++
		}
		formats[step.Body.Format]++
		for _, name := range traffic.Params {
			if !slices.ContainsFunc(step.Body.Members, func(m traffic.Member) bool { return m.Name == name }) {
				absent[name]++
			}
		}
		for _, m := range step.Body.Members {
			kinds[m.Value.Kind]++
		}
	}
	if right < 5000 {
		t.Errorf("only %d of 10000 requests have nothing odd around the members", right)
	}
	for _, name := range traffic.Params {
		if absent[name] == 0 || absent[name] == 10_000 {
			t.Errorf("%s is left out %d times of 10000", name, absent[name])
		}
	}
	for _, kind := range []traffic.Kind{traffic.Text, traffic.Verbatim, traffic.ID, traffic.Secret} {
		if kinds[kind] < 200 {
			t.Errorf("values of kind %d came %d times", kind, kinds[kind])
		}
	}
	for _, format := range []traffic.Format{traffic.JSON, traffic.Form, traffic.Raw} {
		if formats[format] < 100 {
			t.Errorf("bodies of format %d came %d times", format, formats[format])
		}
	}
}

// A variation of a sequence leaves the sequence as it was: it is kept to be varied
// again.
func TestMutateLeavesTheOriginal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := generate.Sequence(generatetest.Drawn(t))
		before := q.Clone()
		generate.Mutate(generatetest.Drawn(t), q)
		if !reflect.DeepEqual(q.Clone(), before) {
			t.Fatalf("%#v\nbecame\n%#v", before, q)
		}
	})
}

// Bytes make choices, and the plainest when they are used up.
func TestFromBytes(t *testing.T) {
	s := generate.FromBytes([]byte{3, 200, 1, 44})
	if got := []int{s.Below(10), s.Below(100), s.Below(1000), s.Below(5), s.Below(1)}; !slices.Equal(got, []int{3, 0, 300, 0, 0}) {
		t.Errorf("got %v", got)
	}
	generate.Sequence(generate.FromBytes(nil)) // it comes to an end
}

func BenchmarkSequence(b *testing.B) {
	source := generate.Seeded(1, 0)
	for b.Loop() {
		generate.Sequence(source)
	}
}
