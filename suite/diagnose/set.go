package diagnose

import "math/bits"

// set is a set of requests, by their places.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// and gives what is in both.
func (s set) and(other set) set {
	both := make(set, len(s))
	for i := range s {
		both[i] = s[i] & other[i]
	}
	return both
}

// shared is how many are in both.
func (s set) shared(other set) int {
	n := 0
	for i := range s {
		n += bits.OnesCount64(s[i] & other[i])
	}
	return n
}

// addAll takes in what is in the other.
func (s set) addAll(other set) {
	for i := range s {
		s[i] |= other[i]
	}
}

// remove takes out what is in the other.
func (s set) remove(other set) {
	for i := range s {
		s[i] &^= other[i]
	}
}

func (s set) size() int { return s.shared(s) }

// first is the least in it, or -1.
func (s set) first() int {
	for i, word := range s {
		if word != 0 {
			return i*64 + bits.TrailingZeros64(word)
		}
	}
	return -1
}
