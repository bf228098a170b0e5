package page

import (
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// piece is a part of a text that stands beside another: the same in both, or not.
type piece struct {
	Text   string
	Differ bool
}

// difference marks where two texts differ. Texts that have little in common are not marked:
// all of them differs.
func difference(expected, actual string) (a, b []piece) {
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // the texts are short, and the same ones always give the same
	diffs := d.DiffCleanupSemantic(d.DiffMain(expected, actual, false))
	same := 0
	for _, one := range diffs {
		switch one.Type {
		case diffmatchpatch.DiffEqual:
			same += utf8.RuneCountInString(one.Text)
			a, b = append(a, piece{one.Text, false}), append(b, piece{one.Text, false})
		case diffmatchpatch.DiffDelete:
			a = append(a, piece{one.Text, true})
		case diffmatchpatch.DiffInsert:
			b = append(b, piece{one.Text, true})
		}
	}
	if 2*same < max(utf8.RuneCountInString(expected), utf8.RuneCountInString(actual)) {
		return []piece{{expected, false}}, []piece{{actual, false}}
	}
	return a, b
}
