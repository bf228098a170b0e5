package page

import (
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/cases"
)

// SelfTest is what the self-test found out, as its page shows it.
type SelfTest struct {
	Good         bool
	Sentence     string
	Took         float64 // in milliseconds
	Requirements []Tried
	Conforming   []Subject // servers that conform
	Groups       []Cases
}

// Tried is a requirement with the defects that break it.
type Tried struct {
	ID, Statement string
	Level         cases.Level
	Defects       []Subject
}

// Subject is a server that the suite was tried on.
type Subject struct {
	Name, Summary, Verdict string
	Good                   bool
	About                  int      // results that show it and are about its requirement
	Cases                  []string // all that show it, as patterns
	Broken                 []string // the requirements that it was seen to break
}

// Cases are cases that have something in common.
type Cases struct {
	Text     string
	Patterns []string
}

// killed is the matrix of requirements by defects as a picture.
type killed struct {
	Width, Height int
	Own, Others   string // the cells: of the requirement that a defect is about, and of others
	Rows          []tick
}

// The height of a cell, and the width of the picture and of the names beside the cells. All
// defects are in sight at once, however many there are.
const cellHigh, wide, nameWide = 11, 1100, 210

// Matrix writes the self-test.
func Matrix(w io.Writer, s SelfTest) error {
	shown := struct {
		SelfTest

		Verdict verdict
		Killed  killed
	}{s, verdict{"bad", "✗", "not as it should be"}, kill(s.Requirements)}
	if s.Good {
		shown.Verdict = verdict{"good", "✓", "as it should be"}
	}
	return write(w, "selftest.html", "Self-test", "regspec selftest: "+shown.Verdict.Words, shown)
}

// kill draws the matrix.
func kill(requirements []Tried) killed {
	place := map[string]int{}
	k := killed{Width: wide, Height: cellHigh * len(requirements)}
	defects := 0
	for i, r := range requirements {
		place[r.ID] = i
		defects += len(r.Defects)
		k.Rows = append(k.Rows, tick{float64(cellHigh*i + cellHigh - 3), r.ID})
	}
	var own, others strings.Builder
	column, cellWide := 0, float64(wide-nameWide)/float64(max(defects, 1))
	for i, r := range requirements {
		for _, d := range r.Defects {
			for _, id := range d.Broken {
				row, known := place[id]
				if !known {
					continue
				}
				cells, top, high := &others, cellHigh/2, 2
				if row == i {
					cells, top, high = &own, 1, cellHigh-2
				}
				fmt.Fprintf(cells, "M%.2f %dh%.2fv%dh-%.2fz", nameWide+cellWide*float64(column), cellHigh*row+top, cellWide, high, cellWide)
			}
			column++
		}
	}
	k.Own, k.Others = own.String(), others.String()
	return k
}
