package cases

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/regspec/regspec/schemas"
)

// checkModel looks for what a schema cannot see: names that lead nowhere or come twice.
func (l *loader) checkModel(f *file, d modelData) {
	factors := ids(d.Factors, func(f factorData) string { return f.Name })
	known := func(path []string, name string, among []string) {
		if !slices.Contains(among, name) {
			f.report(path, fmt.Sprintf("is %s, and there is no such thing%s", name, schemas.Suggest(name, among)))
		}
	}
	for i, name := range d.Named {
		known([]string{"named", strconv.Itoa(i)}, name, factors)
	}
	for i, names := range d.Triples {
		for j, name := range names {
			known([]string{"triples", strconv.Itoa(i), strconv.Itoa(j)}, name, factors)
		}
	}
	for i, factor := range d.Factors {
		if slices.Index(factors, factor.Name) < i {
			f.report([]string{"factors", strconv.Itoa(i), "name"}, "is "+factor.Name+", which another one has already")
		}
		classes := ids(factor.Classes, func(c classData) string { return c.ID })
		for j, class := range factor.Classes {
			at := func(more ...string) []string {
				return append([]string{"factors", strconv.Itoa(i), "classes", strconv.Itoa(j)}, more...)
			}
			if slices.Index(classes, class.ID) < j {
				f.report(at("id"), "is "+class.ID+", which another one has already")
			}
			for other, only := range class.Only {
				known(at("only", other), other, factors)
				for k, id := range only {
					if place := d.factor(other); place >= 0 {
						known(at("only", other, strconv.Itoa(k)), id, ids(d.Factors[place].Classes, func(c classData) string { return c.ID }))
					}
				}
			}
			if (class.Item != "" || class.Value != nil) && factor.Parameter == "" {
				f.report(at(), "has a value, and its factor names no parameter")
			}
			if l.listless {
				continue
			}
			l.checkNames(f, class.Requirements, class.Errata, at)
			for k, w := range expectedData(class.Fault) {
				l.checkMessage(f, at("fault", strconv.Itoa(k)), w)
			}
		}
	}
}
