package cases

import (
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/cases/internal/covering"
)

// The shapes of model.yaml as it is written.

type modelData struct {
	Subject string       `yaml:"subject"`
	Title   string       `yaml:"title"`
	Named   []string     `yaml:"named"`
	Good    partData     `yaml:"good"`
	Fault   partData     `yaml:"fault"`
	Faults  partData     `yaml:"faults"`
	Triples [][]string   `yaml:"triples"`
	Factors []factorData `yaml:"factors"`
}

type partData struct {
	Title  string   `yaml:"title"`
	Why    string   `yaml:"why"`
	Errata []string `yaml:"errata"`
}

type factorData struct {
	Name      string      `yaml:"name"`
	Parameter string      `yaml:"parameter"`
	List      string      `yaml:"list"`
	Classes   []classData `yaml:"classes"`
}

type classData struct {
	ID           string              `yaml:"id"`
	Words        string              `yaml:"words"`
	Only         map[string][]string `yaml:"only"`
	Register     string              `yaml:"register"`
	Fields       yaml.MapSlice       `yaml:"fields"`
	Item         string              `yaml:"item"`
	Value        any                 `yaml:"value"`
	Lists        map[string]string   `yaml:"lists"`
	Encoding     Encoding            `yaml:"encoding"`
	ContentType  string              `yaml:"content_type"`
	Reversed     bool                `yaml:"reversed"`
	Success      yaml.MapSlice       `yaml:"success"`
	Fault        any                 `yaml:"fault"`
	Requirements []string            `yaml:"requirements"`
	Errata       []string            `yaml:"errata"`

	loose bool // a requirement of it is not documented
}

// combination is two or three classes of different factors that must stand together in a
// case.
type combination = []covering.Value

func (d modelData) class(v covering.Value) classData { return d.Factors[v.Factor].Classes[v.Value] }

func (d modelData) isFault(v covering.Value) bool { return d.class(v).Fault != nil }

// faults lists those of the classes that call for a refusal.
func (d modelData) faults(of []covering.Value) []covering.Value {
	return slices.DeleteFunc(slices.Clone(of), func(v covering.Value) bool { return !d.isFault(v) })
}

// excluded reports whether no request can be of both classes.
func (d modelData) excluded(a, b covering.Value) bool {
	bars := func(a, b covering.Value) bool {
		only, limited := d.class(a).Only[d.Factors[b.Factor].Name]
		return limited && !slices.Contains(only, d.class(b).ID)
	}
	return bars(a, b) || bars(b, a)
}

// possible reports whether a request can be of all the classes: none bars another, and every
// other factor has one that none of them bars.
func (d modelData) possible(c combination) bool {
	bars := func(with covering.Value) bool {
		return slices.ContainsFunc(c, func(v covering.Value) bool { return v != with && d.excluded(v, with) })
	}
	if slices.ContainsFunc(c, bars) {
		return false
	}
	for factor := range d.Factors {
		within := slices.ContainsFunc(c, func(v covering.Value) bool { return v.Factor == factor })
		if !within && !slices.ContainsFunc(d.values(factor), func(v covering.Value) bool { return !bars(v) }) {
			return false
		}
	}
	return true
}

// values lists the classes of a factor, by their places.
func (d modelData) values(factor int) []covering.Value {
	all := make([]covering.Value, len(d.Factors[factor].Classes))
	for i := range all {
		all[i] = covering.Value{Factor: factor, Value: i}
	}
	return all
}

// combinations lists those that the model asks for, the impossible ones among them: every
// pair, and the triples of which two are of the factors that it names, and no faults, and
// nothing beside a fault is more than documented.
func (d modelData) combinations() []combination {
	var all []combination
	for a := range d.Factors {
		for b := a + 1; b < len(d.Factors); b++ {
			all = append(all, product(d.values(a), d.values(b))...)
		}
	}
	for _, names := range d.Triples {
		a, b := d.factor(names[0]), d.factor(names[1])
		for third := range d.Factors {
			if third == a || third == b {
				continue
			}
			for _, c := range product(d.values(a), d.values(b), d.values(third)) {
				if len(d.faults(c[:2])) == 0 && !d.kindOf(c).loose {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// factor is the place of a factor, or -1.
func (d modelData) factor(name string) int {
	return slices.IndexFunc(d.Factors, func(f factorData) bool { return f.Name == name })
}

// product lists every choice of one value of each list.
func product(lists ...[]covering.Value) []combination {
	all := []combination{nil}
	for _, list := range lists {
		var longer []combination
		for _, begun := range all {
			for _, v := range list {
				longer = append(longer, append(slices.Clone(begun), v))
			}
		}
		all = longer
	}
	return all
}

// part is the combinations that must stand in requests of one kind.
type part struct {
	kind

	wanted []combination
}

// kind is what the requests of a part have in common.
type kind struct {
	faults int            // how many faults they have; several stands for more than one
	fault  covering.Value // the one fault, if it is one
	loose  bool           // something beside the fault is not documented
}

const several = 2

// kindOf is the kind of requests in which a combination must stand: so that no fault hides what is
// wrong with something else, and what is documented stands where nothing else is asked for.
func (d modelData) kindOf(c combination) kind {
	faults := d.faults(c)
	k := kind{faults: min(len(faults), several)}
	if k.faults == 1 {
		k.fault = faults[0]
	}
	k.loose = slices.ContainsFunc(c, func(v covering.Value) bool { return d.class(v).loose && !k.is(v) })
	return k
}

// is reports whether a class is the one fault.
func (k kind) is(v covering.Value) bool { return k.faults == 1 && k.fault == v }

// parts divides the combinations for which there are requests by their kind.
func (d modelData) parts() []part {
	var all []part
	for _, c := range d.combinations() {
		k := d.kindOf(c)
		if !d.possible(c) {
			continue
		}
		at := slices.IndexFunc(all, func(p part) bool { return p.kind == k })
		if at < 0 {
			at = len(all)
			all = append(all, part{kind: k})
		}
		all[at].wanted = append(all[at].wanted, c)
	}
	return all
}

// rows computes the requests of a part, and which of its combinations cannot be had.
func (d modelData) rows(p part) ([]covering.Row, []combination) {
	array := covering.Array{Excluded: d.excluded}
	for factor := range d.Factors {
		var some []int
		for _, v := range d.values(factor) {
			if d.allows(p.kind, v) {
				some = append(some, v.Value)
			}
		}
		array.Values = append(array.Values, some)
	}
	return array.Rows(p.wanted)
}

// allows reports whether a class may stand in requests of a kind.
func (d modelData) allows(k kind, v covering.Value) bool {
	switch class := d.class(v); {
	case k.faults == 1 && k.fault.Factor == v.Factor:
		return k.fault == v
	case class.loose && !k.loose:
		return false
	default:
		return class.Fault == nil || k.faults == several
	}
}
