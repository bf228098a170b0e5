package diagnose

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the dictionary
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"

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
	Shows   []int  `json:"shows"` // in order: a result, by its place, and the way in which it is wrong
}

// ways is how many ways of being wrong are told apart of a result.
const ways = 256

// sign is one thing that a defect shows, as a number: a result, and the way in which it is
// wrong.
func sign(result int, f fault) int { return result*ways + f.way() }

// way is the sort of a fault, and of one that is of no certain sort what it is about.
func (f fault) way() int {
	if f.sort != other && f.what != noWholeAnswer {
		return int(f.sort)
	}
	parts := strings.SplitN(f.what, "\x00", 3) // aspect, requirement, explanation
	sum := crc32.ChecksumIEEE([]byte(strings.Join(parts[:min(2, len(parts))], " ")))
	return int(other) + int(sum%(ways-uint32(other)))
}

// sortOfWay is the sort of the faults that are wrong in a way.
func sortOfWay(way int) sort { return min(sort(way), other) }

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
		one.Shows = append(one.Shows, sign(of[0].result, of[0].fault))
	}
	d.Defects = append(d.Defects, one)
}

// Without gives a dictionary that has all defects but these.
func (d *Dictionary) Without(names ...string) *Dictionary {
	return &Dictionary{Results: d.Results, Defects: slices.DeleteFunc(slices.Clone(d.Defects), func(k Known) bool {
		return slices.Contains(names, k.Name)
	})}
}
