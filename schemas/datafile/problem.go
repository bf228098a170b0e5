package datafile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one fault in a data file, where a person can find it.
type Problem struct {
	File   string
	Line   int    // counts from 1; 0 where the fault has no line
	Member string // "cases[2].steps[0].send", or ""
	Text   string
}

// String is "file:line: member text".
func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return where + ": " + strings.TrimSpace(p.Member+" "+p.Text)
}

// Problems is the error of loading: every fault that was found, in the order
// of the files and lines.
type Problems []Problem

// Error has one line a fault.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Sorted gives the problems in the order in which a person would mend them.
func (p Problems) Sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(p) // one fault shows in every row
}
