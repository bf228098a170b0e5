package oracle

import (
	"math"
	"math/big"
	"strings"
)

// sampleBound is how many registrations a sample holds, and sampleLeast how many it needs.
const (
	sampleBound = 256
	sampleLeast = 64
)

// sample holds the credentials of the first registrations, in the order in which they came.
type sample struct {
	ids, secrets []string
}

func (s *sample) add(id, secret string) {
	if len(s.ids) < sampleBound {
		s.ids, s.secrets = append(s.ids, id), append(s.secrets, secret)
	}
}

// leastBits is the entropy that a secret should have at least.
const leastBits = 128

// bits estimates from above the entropy that the texts seem to have: for each position, what the
// alphabet of the whole sample allows, or less where few characters are seen there, and nothing where
// another position always has the same. Whatever is longer than the shortest of them is left out.
func bits(texts []string) float64 {
	shortest := len(texts[0])
	var alphabet [256]bool
	for _, s := range texts {
		shortest = min(shortest, len(s))
	}
	seen := make([][256]bool, shortest)
	for _, s := range texts {
		for i := range shortest {
			seen[i][s[i]] = true
		}
	}
	distinct := make([]int, shortest)
	for i := range seen {
		for c, here := range seen[i] {
			if here {
				distinct[i]++
				alphabet[c] = true
			}
		}
	}
	varying := 0
	for c := range alphabet {
		for i := range seen {
			// Characters of positions that are the same in all, such as hyphens, are no part of the alphabet.
			if distinct[i] > 1 && seen[i][c] {
				varying++
				break
			}
		}
	}
	total := 0.0
	for i, n := range distinct {
		if copied(texts, i) {
			continue
		}
		full := min(varying, len(texts))
		if n*2 >= full {
			n = varying
		}
		total += math.Log2(float64(max(n, 1)))
	}
	return total
}

// copied says whether a position has in all texts what one before it has.
func copied(texts []string, position int) bool {
	for before := range position {
		same := true
		for _, s := range texts {
			if same = s[before] == s[position]; !same {
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// counting says whether ids seem to be counted up: what differs in them is a number, and the numbers
// lie close together.
func counting(ids []string) bool {
	before, after := ids[0], ids[0]
	for _, s := range ids {
		for !strings.HasPrefix(s, before) {
			before = before[:len(before)-1]
		}
		for !strings.HasSuffix(s, after) {
			after = after[1:]
		}
	}
	// A digit that all numbers begin or end with belongs to them, too.
	before = strings.TrimRight(before, "0123456789abcdefABCDEF")
	after = strings.TrimLeft(after, "0123456789abcdefABCDEF")
	var least, most *big.Int
	for _, s := range ids {
		if len(s) < len(before)+len(after) {
			return false
		}
		n, ok := new(big.Int).SetString(s[len(before):len(s)-len(after)], 16)
		if !ok {
			return false
		}
		if least == nil || n.Cmp(least) < 0 {
			least = n
		}
		if most == nil || n.Cmp(most) > 0 {
			most = n
		}
	}
	// Read as hexadecimal, decimal numbers have gaps; other clients of a busy server make some, too.
	spread := new(big.Int).Sub(most, least)
	return spread.Cmp(big.NewInt(int64(len(ids))*1<<16)) < 0
}
