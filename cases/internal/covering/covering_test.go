package covering_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/regspec/regspec/cases/internal/covering"
)

// pairs lists every pair of values of two factors.
func pairs(values [][]int) (all [][]covering.Value) {
	for a := range values {
		for b := a + 1; b < len(values); b++ {
			for _, x := range values[a] {
				for _, y := range values[b] {
					all = append(all, []covering.Value{{Factor: a, Value: x}, {Factor: b, Value: y}})
				}
			}
		}
	}
	return all
}

func TestRowsCoverEveryPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var values [][]int
		for range rapid.IntRange(2, 6).Draw(t, "factors") {
			var some []int
			for v := range rapid.IntRange(1, 5).Draw(t, "values") {
				some = append(some, v)
			}
			values = append(values, some)
		}
		seed := rapid.IntRange(3, 50).Draw(t, "excluded")
		excluded := func(a, b covering.Value) bool { // never the first value of a factor, so that each has one that fits
			return a.Value > 0 && b.Value > 0 && (a.Factor*7+a.Value)*(b.Factor*7+b.Value)%seed == 0
		}
		wanted := pairs(values)
		array := covering.Array{Values: values, Excluded: excluded}
		rows, impossible := array.Rows(wanted)
		if again, _ := array.Rows(wanted); !reflect.DeepEqual(rows, again) {
			t.Fatal("the rows are others the second time")
		}
		for _, pair := range wanted {
			covered := slices.ContainsFunc(rows, func(r covering.Row) bool { return r.Has(pair) })
			if forbidden := excluded(pair[0], pair[1]); covered == forbidden {
				t.Errorf("%v: covered %t, excluded %t", pair, covered, forbidden)
			}
			if listed := slices.ContainsFunc(impossible, func(p []covering.Value) bool { return reflect.DeepEqual(p, pair) }); listed == covered {
				t.Errorf("%v: covered %t, told impossible %t", pair, covered, listed)
			}
		}
		for _, row := range rows {
			for _, pair := range wanted {
				if row.Has(pair) && excluded(pair[0], pair[1]) {
					t.Errorf("row %v has %v, which is excluded", row, pair)
				}
			}
		}
	})
}

func TestRowsAreFew(t *testing.T) {
	values := slices.Repeat([][]int{{0, 1, 2}}, 13) // 15 is the least that is known, 9 a bound
	rows, _ := covering.Array{Values: values, Excluded: func(_, _ covering.Value) bool { return false }}.Rows(pairs(values))
	if len(rows) > 24 {
		t.Errorf("%d rows for the pairs of 13 factors with 3 values", len(rows))
	}
}
