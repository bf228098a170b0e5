package generate

import "math/rand/v2"

// Source makes the choices of a generator.
type Source interface {
	// Below gives a number from 0 to n-1; n is at least 1. The lower the
	// number, the plainer what is made of it.
	Below(n int) int
}

// Seeded is a source of evenly spread choices that are the same for the same seed
// and stream.
func Seeded(seed, stream uint64) Source { return even{rand.New(rand.NewPCG(seed, stream))} } //nolint:gosec // it must be repeatable

type even struct{ *rand.Rand }

func (e even) Below(n int) int { return e.IntN(n) }

// FromBytes is a source that reads its choices from bytes, and chooses the
// plainest once they are used up.
func FromBytes(b []byte) Source { return &listed{b} }

type listed struct{ rest []byte }

func (l *listed) Below(n int) int {
	choice := 0
	for bound := 1; bound < n && len(l.rest) > 0; bound <<= 8 {
		choice = choice<<8 | int(l.rest[0])
		l.rest = l.rest[1:]
	}
	return choice % n
}

// one picks from a list.
func one[T any](s Source, list []T) T { return list[s.Below(len(list))] }

// chance is true in so many of a hundred cases.
func chance(s Source, percent int) bool { return s.Below(100) >= 100-percent }

// way is one of several ways to go on, taken as often as its weight says.
type way[T any] struct {
	weight int
	do     T
}

// choose picks a way.
func choose[T any](s Source, ways []way[T]) T {
	total := 0
	for _, w := range ways {
		total += w.weight
	}
	n := s.Below(total)
	for _, w := range ways {
		if n < w.weight {
			return w.do
		}
		n -= w.weight
	}
	panic("the weights of the ways do not add up")
}
