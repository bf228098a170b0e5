package diagnose

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the dictionary
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// Dictionary is what is known of servers with one defect each: which results fail, and how.
type Dictionary struct {
	Results []string `json:"results"` // their names
	Defects []Known  `json:"defects"`
}

// Known is a defect and what it shows.
type Known struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Shows   []int  `json:"shows"` // in order: a result, by its place, and the sort of what is wrong with it
}

// sign is one thing that a defect shows, as a number.
func sign(result int, s sort) int { return result*int(other+1) + int(s) }

// builtin is the dictionary of the defects that come with regspec, as gzip of JSON.
//
//go:embed dictionary.json.gz
var builtin []byte

// Builtin gives the dictionary that comes with regspec.
func Builtin() (*Dictionary, error) { return Decode(builtin) }

// Decode reads a dictionary as [Dictionary.Encode] writes it.
func Decode(packed []byte) (*Dictionary, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking the dictionary of defects: %w", err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("unpacking the dictionary of defects: %w", err)
	}
	var d Dictionary
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("reading the dictionary of defects: %w", err)
	}
	for _, one := range d.Defects {
		for i := 1; i < len(one.Shows); i++ { // each is written as what it has beyond the one before
			one.Shows[i] += one.Shows[i-1]
		}
	}
	return &d, nil
}

// Encode writes a dictionary.
func (d *Dictionary) Encode() ([]byte, error) {
	packed := Dictionary{Results: d.Results}
	for _, one := range d.Defects {
		shows := slices.Clone(one.Shows)
		for i := len(shows) - 1; i > 0; i-- {
			shows[i] -= shows[i-1]
		}
		packed.Defects = append(packed.Defects, Known{one.Name, one.Summary, shows})
	}
	text, err := json.Marshal(packed)
	if err != nil {
		return nil, fmt.Errorf("writing the dictionary of defects: %w", err)
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("packing the dictionary of defects: %w", err)
	}
	if _, err := w.Write(text); err != nil {
		return nil, fmt.Errorf("packing the dictionary of defects: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing the dictionary of defects: %w", err)
	}
	return b.Bytes(), nil
}

// Learn adds what a server with a defect showed in a run of all of these cases.
func (d *Dictionary) Learn(name, summary string, results []report.Result, known *cases.Catalogue) {
	if d.Results == nil {
		for _, r := range results {
			d.Results = append(d.Results, r.Name())
		}
	}
	one := Known{Name: name, Summary: summary, Shows: []int{}}
	for _, of := range read(results, known).symptoms {
		one.Shows = append(one.Shows, sign(of[0].result, of[0].sort))
	}
	d.Defects = append(d.Defects, one)
}

// Without gives a dictionary that has all defects but these.
func (d *Dictionary) Without(names ...string) *Dictionary {
	return &Dictionary{Results: d.Results, Defects: slices.DeleteFunc(slices.Clone(d.Defects), func(k Known) bool {
		return slices.Contains(names, k.Name)
	})}
}
