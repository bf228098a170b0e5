package novelty

import "sync"

// Limit is how many signatures, and how many pairs of them, get a number of
// their own. A server that never says the same twice must not fill the memory.
const Limit = 4096

// Numbers numbers signatures, from 0 and in the order in which they are first
// seen, so that no two have the same. The zero value is ready, and safe for
// concurrent use.
type Numbers struct {
	mu    sync.Mutex
	seen  map[Signature]int
	pairs map[[2]int]int
}

// See gives the number of a signature, and whether it is seen for the first time.
// Beyond the limit every new one is Limit, and not seen for the first time.
func (n *Numbers) See(s Signature) (number int, first bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seen == nil {
		n.seen = map[Signature]int{}
	}
	return see(n.seen, s)
}

// SeePair numbers two signatures that came one after the other, by their numbers.
func (n *Numbers) SeePair(previous, present int) (number int, first bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.pairs == nil {
		n.pairs = map[[2]int]int{}
	}
	return see(n.pairs, [2]int{previous, present})
}

// Len is how many signatures were seen, up to the limit.
func (n *Numbers) Len() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.seen)
}

func see[K comparable](seen map[K]int, key K) (int, bool) {
	if number, ok := seen[key]; ok {
		return number, false
	}
	number := len(seen)
	if number >= Limit {
		return Limit, false
	}
	seen[key] = number
	return number, true
}
