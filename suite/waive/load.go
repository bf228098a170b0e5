package waive

import (
	"slices"
	"strconv"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/schemas/datafile"
	"github.com/regspec/regspec/suite/report"
)

// content is a file of waivers as YAML has it.
type content struct {
	Waivers []entry `yaml:"waivers"`
}

type entry struct {
	Case     patterns       `yaml:"case"`
	Encoding cases.Encoding `yaml:"encoding,omitempty"`
	Aspect   report.Aspect  `yaml:"aspect,omitempty"`
	Reason   string         `yaml:"reason"`
	Issue    string         `yaml:"issue,omitempty"`
	Owner    string         `yaml:"owner,omitempty"`
	Expires  string         `yaml:"expires,omitempty"`
	Pin      Pins           `yaml:"pin,omitempty"`
}

// patterns is one pattern, or a list of them.
type patterns []string

// UnmarshalYAML takes either form.
func (p *patterns) UnmarshalYAML(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*p = patterns{one}
		return nil
	}
	return decode((*[]string)(p))
}

// MarshalYAML writes one pattern as a text.
func (p patterns) MarshalYAML() (any, error) {
	if len(p) == 1 {
		return p[0], nil
	}
	return []string(p), nil
}

// UnmarshalYAML takes one pin, or a list of them.
func (p *Pins) UnmarshalYAML(decode func(any) error) error {
	var list []Pin
	if decode(&list) == nil {
		*p = list
		return nil
	}
	var one Pin
	if err := decode(&one); err != nil {
		return err
	}
	*p = Pins{one}
	return nil
}

// MarshalYAML writes one pin without a list.
func (p Pins) MarshalYAML() (any, error) {
	if len(p) == 1 {
		return p[0], nil
	}
	return []Pin(p), nil
}

// Parse reads a file of waivers. Its error is a datafile.Problems with all that
// is wrong; the name is for these, and for saying where a waiver stands.
func Parse(name string, text []byte) ([]Waiver, error) {
	f := datafile.Parse(name, text, schemas.Waivers)
	var data content
	if len(f.Problems) == 0 {
		f.Decode(&data)
	}
	var all []Waiver
	for i, e := range data.Waivers {
		path := []string{"waivers", strconv.Itoa(i)}
		if _, err := time.Parse(time.DateOnly, e.Expires); err != nil && e.Expires != "" {
			f.Report(append(path, "expires"), "is "+e.Expires+", and there is no such day")
		}
		w := Waiver{
			Patterns: e.Case, Encoding: e.Encoding, Aspect: e.Aspect, Reason: e.Reason,
			Issue: e.Issue, Owner: e.Owner, Expires: e.Expires, Pins: e.Pin, Source: f.Source(path),
		}
		for j := range e.Case {
			w.sources = append(w.sources, f.Source(slices.Concat(path, []string{"case", strconv.Itoa(j)})))
		}
		all = append(all, w)
	}
	if len(f.Problems) > 0 {
		return nil, f.Problems.Sorted()
	}
	return all, nil
}
