package report

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Times counts answers by how long they took, the quickest first. Only intervals with
// answers are there.
type Times []Interval //nolint:recvcheck // only some methods change it

// Interval counts the answers that took so long and longer than the interval before.
type Interval struct {
	UpToMS float64 `json:"up_to_ms"`
	Count  int     `json:"count"`
}

// perDecade is how many intervals there are from one power of ten to the next.
const perDecade = 10

// Add counts an answer.
func (t *Times) Add(took time.Duration) {
	ms := max(float64(took)/float64(time.Millisecond), 0.001)
	step := math.Ceil(math.Log10(ms)*perDecade - 1e-9)
	t.merge(Interval{math.Round(math.Pow(10, step/perDecade)*1e4) / 1e4, 1})
}

// Merge adds the counts of another run.
func (t *Times) Merge(other Times) {
	for _, one := range other {
		t.merge(one)
	}
}

func (t *Times) merge(one Interval) {
	i, there := slices.BinarySearchFunc(*t, one, func(a, b Interval) int { return cmp.Compare(a.UpToMS, b.UpToMS) })
	if there {
		(*t)[i].Count += one.Count
		return
	}
	*t = slices.Insert(*t, i, one)
}

// Count is how many answers there are.
func (t Times) Count() int {
	n := 0
	for _, one := range t {
		n += one.Count
	}
	return n
}

// Within is the time, in milliseconds, in which at least this share of the answers came.
func (t Times) Within(share float64) float64 {
	n, all := 0, float64(t.Count())
	for _, one := range t {
		if n += one.Count; float64(n) >= share*all {
			return one.UpToMS
		}
	}
	return 0
}
