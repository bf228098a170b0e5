package cases

import (
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/schemas/datafile"
)

// Problem is one fault in a data file, where a person can find it.
type Problem = datafile.Problem

// Problems is the error of loading: every fault that was found, in the order
// of the files and lines.
type Problems = datafile.Problems

// file is one data file of the catalogue.
type file struct{ *datafile.File }

func parse(name string, text []byte, schema schemas.Name) *file {
	return &file{datafile.Parse(name, text, schema)}
}

func (f *file) report(path []string, text string) { f.Report(path, text) }
