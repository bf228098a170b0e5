package oracle

import "hash/maphash"

// memory keeps hashes of the last so many texts, with the token of the exchange that brought each.
type memory struct {
	hashSeed maphash.Seed
	token    map[uint64]int64
	ring     []uint64
	next     int
	bound    int
	forgot   bool // something has been forgotten
}

func newMemory(bound int) memory {
	return memory{hashSeed: maphash.MakeSeed(), token: map[uint64]int64{}, bound: bound}
}

func (m *memory) hash(s string) uint64 { return maphash.String(m.hashSeed, s) }

// find gives the token of a text, if it is remembered.
func (m *memory) find(s string) (int64, bool) {
	token, ok := m.token[m.hash(s)]
	return token, ok
}

// add remembers a text that is not yet known.
func (m *memory) add(s string, token int64) {
	h := m.hash(s)
	if _, ok := m.token[h]; ok {
		return
	}
	m.token[h] = token
	if len(m.ring) < m.bound {
		m.ring = append(m.ring, h)
		return
	}
	m.forgot = true
	delete(m.token, m.ring[m.next])
	m.ring[m.next] = h
	m.next = (m.next + 1) % m.bound
}
