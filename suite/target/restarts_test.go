package target_test

import (
	"testing"
	"time"

	"github.com/regspec/regspec/suite/target"
)

// A target that is renewed goes away every so often, and not each time with a request.
func TestOrderly(t *testing.T) {
	every700 := func(i int) int { return 700*i + i%3*60 }
	atRandom := func(i int) int { return 700*i + i%3*600 }
	for _, row := range []struct {
		name         string
		times, taken int
		at           func(i int) int // how many requests had been sent
		everySecond  bool
		want         bool
	}{
		{"never away", 0, 0, every700, false, false},
		{"twice", 2, 1, every700, false, false},
		{"too seldom to tell", 5, 2, every700, false, false},
		{"often with a request", 10, 9, every700, false, true},
		{"each time with a request", 10, 10, every700, false, false},
		{"hardly with a request", 29, 2, every700, false, true},
		{"hardly without a request", 100, 98, every700, false, false},
		{"when something odd is sent", 10, 6, atRandom, false, false},
		{"every second", 10, 6, atRandom, true, true},
	} {
		var a target.Absences
		when := time.Now()
		for i := range row.times {
			if when = when.Add(time.Second); !row.everySecond {
				when = when.Add(time.Duration(i%3) * time.Second)
			}
			a.Add(i < row.taken, row.at(i), when)
		}
		if a.Orderly() != row.want {
			t.Errorf("%s: orderly is %v", row.name, !row.want)
		}
	}
}
