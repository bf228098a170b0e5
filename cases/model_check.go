package cases

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/regspec/regspec/cases/internal/covering"
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
			at := func(more ...string) []string { return append(d.path(covering.Value{Factor: i, Value: j}), more...) }
			if slices.Index(classes, class.ID) < j {
				f.report(at("id"), "is "+class.ID+", which another one has already")
			}
			if (class.Item != "" || class.Value != nil) && factor.Parameter == "" {
				f.report(at(), "has a value, and its factor names no parameter")
			}
			d.checkOnly(class, at, known)
			l.checkClass(f, class, at)
		}
	}
}

// checkClass looks up the requirements, errata and messages that a class names.
func (l *loader) checkClass(f *file, class classData, at func(...string) []string) {
	if l.listless {
		return
	}
	l.checkNames(f, class.Requirements, class.Errata, at)
	for k, w := range expectedData(class.Fault) {
		l.checkMessage(f, at("fault", strconv.Itoa(k)), w)
	}
}

// checkOnly looks up the classes beside which a class says that it can stand.
func (d modelData) checkOnly(class classData, at func(...string) []string, known func(path []string, name string, among []string)) {
	for other, only := range class.Only {
		known(at("only", other), other, ids(d.Factors, func(f factorData) string { return f.Name }))
		for k, id := range only {
			known(at("only", other, strconv.Itoa(k)), id, d.classIDs(other))
		}
	}
}

// classIDs lists the ids of the classes of a factor.
func (d modelData) classIDs(factor string) []string {
	at := d.factor(factor)
	if at < 0 {
		return nil
	}
	return ids(d.Factors[at].Classes, func(c classData) string { return c.ID })
}
