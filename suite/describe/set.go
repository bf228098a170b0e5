package describe

import "math/bits"

// Set is a set of requests, by their places.
type Set []uint64

// NewSet makes an empty set of some of n requests.
func NewSet(n int) Set { return make(Set, (n+63)/64) }

// Add puts a request in.
func (s Set) Add(i int) { s[i/64] |= 1 << (i % 64) }

// Has reports whether a request is in it.
func (s Set) Has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// and gives what is in both.
func (s Set) and(other Set) Set {
	both := make(Set, len(s))
	for i := range s {
		both[i] = s[i] & other[i]
	}
	return both
}

// Shared is how many are in both.
func (s Set) Shared(other Set) int {
	n := 0
	for i := range s {
		n += bits.OnesCount64(s[i] & other[i])
	}
	return n
}

// AddAll takes in what is in the other.
func (s Set) AddAll(other Set) {
	for i := range s {
		s[i] |= other[i]
	}
}

// Remove takes out what is in the other.
func (s Set) Remove(other Set) {
	for i := range s {
		s[i] &^= other[i]
	}
}

// Size is how many are in it.
func (s Set) Size() int { return s.Shared(s) }

// First is the least in it, or -1.
func (s Set) First() int {
	for i, word := range s {
		if word != 0 {
			return i*64 + bits.TrailingZeros64(word)
		}
	}
	return -1
}
