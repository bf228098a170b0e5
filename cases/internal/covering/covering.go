package covering

import "slices"

// Value is one value of one factor, both by their places.
type Value struct{ Factor, Value int }

// Row is the value of each factor.
type Row []int

// unset is the place of a factor in a row that is not complete yet.
const unset = -1

// Array is what a covering array is computed from.
type Array struct {
	// Values lists, for each factor, the values that may be used. A factor has at least one.
	Values [][]int
	// Excluded reports whether no row may have both values. It is symmetric.
	Excluded func(a, b Value) bool
}

// Rows gives rows in which each of the wanted combinations stands, and the combinations for
// which there is no row.
func (a Array) Rows(wanted [][]Value) (rows []Row, impossible [][]Value) {
	g := generator{Array: a, left: map[Value][]*combination{}, used: map[Value]int{}}
	all := make([]*combination, len(wanted))
	for i, values := range wanted {
		all[i] = &combination{values: values}
		for _, v := range values {
			g.left[v] = append(g.left[v], all[i])
		}
	}
	for _, c := range all {
		if c.covered {
			continue
		}
		row, ok := g.row(c.values)
		if !ok {
			impossible = append(impossible, c.values)
			continue
		}
		rows = append(rows, row)
		g.take(row)
	}
	return rows, impossible
}

// combination is one that is wanted.
type combination struct {
	values  []Value
	covered bool
}

// generator is a computation under way.
type generator struct {
	Array

	left map[Value][]*combination // by each of their values
	used map[Value]int            // in how many rows a value is
}

// row makes a row that has these values, and as many combinations as can be found by
// choosing the best value each time.
func (g *generator) row(begin []Value) (Row, bool) {
	row := slices.Repeat(Row{unset}, len(g.Values))
	for _, v := range begin {
		if !g.fits(row, v) {
			return nil, false
		}
		row[v.Factor] = v.Value
	}
	for slices.Contains(row, unset) {
		best, found := g.best(row)
		if !found {
			return nil, false
		}
		row[best.Factor] = best.Value
	}
	return row, true
}

// best is the next value to set: the one that completes the most combinations, and of these
// the one that was used least.
func (g *generator) best(row Row) (best Value, found bool) {
	most := unset
	for factor, values := range g.Values {
		if row[factor] != unset {
			continue
		}
		for _, value := range values {
			v := Value{factor, value}
			if !g.fits(row, v) {
				continue
			}
			gain := g.gain(row, v)
			if gain > most || gain == most && g.used[v] < g.used[best] {
				best, most, found = v, gain, true
			}
		}
	}
	return best, found
}

// gain is how many combinations a value completes, and a share of those to which it adds.
func (g *generator) gain(row Row, v Value) int {
	const whole = 64
	gain := 0
	for _, c := range g.left[v] {
		if c.covered {
			continue
		}
		missing := 0
		for _, other := range c.values {
			switch row[other.Factor] {
			case other.Value:
			case unset:
				missing++
			default:
				missing = len(g.Values) + 1
			}
		}
		switch {
		case missing == 1: // v itself
			gain += whole
		case missing <= len(g.Values):
			gain++
		}
	}
	return gain
}

// fits reports whether a row may have a value besides those that it has, so that every other
// factor still has one, too.
func (g *generator) fits(row Row, v Value) bool {
	if !g.stands(row, v) {
		return false
	}
	with := slices.Clone(row)
	with[v.Factor] = v.Value
	for factor, values := range g.Values {
		if with[factor] == unset && !slices.ContainsFunc(values, func(value int) bool { return g.stands(with, Value{factor, value}) }) {
			return false
		}
	}
	return true
}

// stands reports whether a value may stand beside those that a row has.
func (g *generator) stands(row Row, v Value) bool {
	if row[v.Factor] != unset && row[v.Factor] != v.Value || !slices.Contains(g.Values[v.Factor], v.Value) {
		return false
	}
	for factor, value := range row {
		if value != unset && factor != v.Factor && g.Excluded(Value{factor, value}, v) {
			return false
		}
	}
	return true
}

// take marks what a row covers.
func (g *generator) take(row Row) {
	for factor, value := range row {
		v := Value{factor, value}
		g.used[v]++
		g.left[v] = slices.DeleteFunc(g.left[v], func(c *combination) bool {
			c.covered = c.covered || row.Has(c.values)
			return c.covered
		})
	}
}

// Has reports whether all the values stand in the row.
func (r Row) Has(values []Value) bool {
	return !slices.ContainsFunc(values, func(v Value) bool { return r[v.Factor] != v.Value })
}
