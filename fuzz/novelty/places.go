package novelty

import "sync"

// Places gives each signature a place among a fixed number of places, no two the
// same. Unlike a number of [Numbers], a place hardly depends on what was seen before:
// the signature's hash chooses it, or the next free one where that is taken. So the
// workers of a fuzzer, which are processes of their own, choose the same place for the
// same signature, and count the same coverage. It is safe for concurrent use.
type Places struct {
	mu    sync.Mutex
	taken map[uint64]int
	used  []bool
}

// NewPlaces returns so many places, all of them free.
func NewPlaces(n int) *Places {
	return &Places{taken: make(map[uint64]int), used: make([]bool, n)}
}

// Of gives the place of a signature, and whether it is seen for the first time.
// When no place is left it is -1, which has no counter.
func (p *Places) Of(s Signature) (place int, first bool) { return p.find(s.hash()) }

// OfPair gives the place of two signatures that came one after the other.
func (p *Places) OfPair(previous, present Signature) (place int, first bool) {
	return p.find(mixNumber(previous.hash(), present.hash()))
}

func (p *Places) find(hash uint64) (place int, first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if place, ok := p.taken[hash]; ok {
		return place, false
	}
	if len(p.taken) == len(p.used) {
		return -1, false
	}
	place = int(hash % uint64(len(p.used))) //nolint:gosec // less than the length of a slice
	for p.used[place] {
		place = (place + 1) % len(p.used)
	}
	p.used[place], p.taken[hash] = true, place
	return place, true
}

// The hash is FNV-1a, since that of a map differs from process to process.
const (
	hashBasis = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

// hash is of all that makes a signature what it is.
func (s Signature) hash() uint64 {
	h := uint64(hashBasis)
	for _, n := range [...]int{s.Status, s.Size, int(s.Echo.Body), int(s.Echo.Header)} {
		h = mixNumber(h, uint64(n)) //nolint:gosec // any number will do
	}
	for _, text := range [...]string{string(s.Phase), string(s.Kind), s.Media, s.Shape, s.Message, s.Fields} {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * hashPrime
		}
		h = (h ^ 0xff) * hashPrime // what no text has: it ends here
	}
	return h
}

// mixNumber goes on with a hash by a number.
func mixNumber(h, n uint64) uint64 {
	for range 8 {
		h = (h ^ n&0xff) * hashPrime
		n >>= 8
	}
	return h
}
