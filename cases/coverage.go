package cases

import (
	"fmt"
	"slices"

	"github.com/regspec/regspec/cases/internal/covering"
)

// Coverage is how many of the combinations of some factors of the model stand in a case.
type Coverage struct {
	Factors    []string  `json:"factors"`
	Wanted     int       `json:"wanted"`     // combinations that must stand in a case
	Covered    int       `json:"covered"`    // those that do
	Impossible int       `json:"impossible"` // combinations for which there is no request, besides
	Missing    [][]Class `json:"missing,omitempty"`
}

// CoverageOf counts in the cases of a catalogue which combinations of the built-in model they
// have. It looks at what the cases say they are of, and not at how they were computed.
func CoverageOf(c *Catalogue) ([]Coverage, error) {
	_, d, err := readModel(builtin, "cases/")
	if err != nil {
		return nil, err
	}
	d.findLoose(c)
	rows, err := d.rowsOf(c.Cases())
	if err != nil {
		return nil, err
	}
	var all []Coverage
	for _, one := range d.combinations() {
		classes := d.named(one)
		factors := ids(classes, func(c Class) string { return c.Factor })
		at := slices.IndexFunc(all, func(c Coverage) bool { return slices.Equal(c.Factors, factors) })
		if at < 0 {
			at = len(all)
			all = append(all, Coverage{Factors: factors})
		}
		all[at].count(d.possible(one), slices.ContainsFunc(rows, func(r covering.Row) bool { return d.shows(r, one) }), classes)
	}
	return all, nil
}

// count adds a combination.
func (c *Coverage) count(possible, covered bool, classes []Class) {
	switch {
	case !possible:
		c.Impossible++
		return
	case covered:
		c.Covered++
	default:
		c.Missing = append(c.Missing, classes)
	}
	c.Wanted++
}

// rowsOf gives the rows of the cases that are computed from a model.
func (d modelData) rowsOf(all []Case) ([]covering.Row, error) {
	var rows []covering.Row
	for _, c := range all {
		if len(c.Classes) == 0 {
			continue
		}
		row := make(covering.Row, len(d.Factors))
		for _, class := range c.Classes {
			factor, value := d.factor(class.Factor), -1
			if factor >= 0 {
				value = slices.IndexFunc(d.Factors[factor].Classes, func(one classData) bool { return one.ID == class.Class })
			}
			if value < 0 {
				return nil, fmt.Errorf("case %s is of the class %s of %s, which the model does not have", c.ID, class.Class, class.Factor)
			}
			row[factor] = value
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// shows reports whether a request of a row shows what becomes of a combination.
func (d modelData) shows(r covering.Row, c combination) bool {
	if !r.Has(c) {
		return false
	}
	of, wanted := d.kindOf(request{d, r}.classes()), d.kindOf(c)
	return of.faults == wanted.faults && of.fault == wanted.fault && (wanted.loose || !of.loose)
}

// named gives the names of classes.
func (d modelData) named(c combination) []Class {
	all := make([]Class, len(c))
	for i, v := range c {
		all[i] = Class{d.Factors[v.Factor].Name, d.class(v).ID}
	}
	return all
}
