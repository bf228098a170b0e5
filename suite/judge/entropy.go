package judge

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
)

// EnoughBits is how much entropy a secret must show, in bits (RFC 6749 §10.10).
const EnoughBits = 128

// odds is how improbable a sample must be before it counts as proof of anything.
// With it, the odds that a good secret is called guessable are below one in a
// million by far: a sample of 100 has some 100 places to look at.
const odds = 1e-12

// apparentBits is how much entropy a sample of secrets shows, at the most: for
// each place in them, the logarithm of how many characters seem to be possible
// there. A place that is the same as another, or as one of the public values
// that were given out together with the secrets, shows nothing.
//
// What a sample cannot show, as a hash of a counter, it counts as entropy. It is
// too low only if the sample was less probable than odds.
func apparentBits(secrets, public []string) float64 {
	alphabet := map[rune]bool{}
	columns := columnsOf(secrets)
	for _, column := range columns {
		if len(column.distinct()) > 1 {
			maps.Copy(alphabet, column.distinct())
		}
	}
	delete(alphabet, 0)
	seen := map[string]bool{}
	if len(public) == len(secrets) {
		for _, column := range columnsOf(public) {
			seen[column.key()] = true
		}
	}
	bits := 0.0
	for _, column := range columns {
		if seen[column.key()] && len(column.distinct()) > 1 {
			continue
		}
		seen[column.key()] = true
		bits += column.bits(len(alphabet))
	}
	return math.Round(bits*1000) / 1000
}

// column is the characters of a sample at one place; 0, which counts as one more
// character, where a value is shorter.
type column []rune

func columnsOf(values []string) []column {
	var columns []column
	for i, value := range values {
		for place, r := range []rune(value) {
			if place == len(columns) {
				columns = append(columns, make(column, len(values)))
			}
			columns[place][i] = r
		}
	}
	return columns
}

func (c column) key() string { return string(c) }

func (c column) distinct() map[rune]bool {
	all := map[rune]bool{}
	for _, r := range c {
		all[r] = true
	}
	return all
}

// bits is what one place shows: as many characters of the alphabet seem possible
// there as a sample with so few different ones does not rule out.
func (c column) bits(alphabet int) float64 {
	all := c.distinct()
	distinct := len(all)
	if distinct <= 1 {
		return 0
	}
	if all[0] {
		alphabet++
	}
	possible := distinct
	for possible < alphabet && fewDistinct(len(c), distinct, possible+1) >= odds {
		possible++
	}
	return math.Log2(float64(possible))
}

// fewDistinct bounds the probability that n draws from an alphabet have at most
// so many different characters: the expected number of sets of that size that
// all draws fall into.
func fewDistinct(n, distinct, alphabet int) float64 {
	if distinct >= alphabet {
		return 1
	}
	choose, _ := math.Lgamma(float64(alphabet + 1))
	a, _ := math.Lgamma(float64(distinct + 1))
	b, _ := math.Lgamma(float64(alphabet - distinct + 1))
	return math.Exp(choose - a - b + float64(n)*math.Log(float64(distinct)/float64(alphabet)))
}

// closeBy is how far apart counted ids may be, on the average. Other clients
// register meanwhile.
const closeBy = 256

// counting says how a sample of ids is counted, or gives "". An id is one if,
// behind what all have in common, it is a number in one of the usual bases, and
// all the numbers lie so close together that chance is out of the question.
func counting(ids []string) string {
	common := commonPrefix(ids)
	for _, base := range []int{10, 16, 36, 62} {
		numbers, ok := numbersIn(ids, common, base)
		if !ok {
			continue
		}
		smallest, largest := slices.MinFunc(numbers, (*big.Int).Cmp), slices.MaxFunc(numbers, (*big.Int).Cmp)
		span := new(big.Int).Sub(largest, smallest)
		if span.Sign() > 0 && span.Cmp(big.NewInt(int64(closeBy*len(ids)))) < 0 {
			return fmt.Sprintf("%d ids from %s to %s, in base %d and %s apart at the most",
				len(ids), ids[slices.Index(numbers, smallest)], ids[slices.Index(numbers, largest)], base, span)
		}
	}
	return ""
}

// numbersIn reads what follows the common prefix of all ids as numbers.
func numbersIn(ids []string, common, base int) ([]*big.Int, bool) {
	numbers := make([]*big.Int, len(ids))
	for i, id := range ids {
		digits := id[common:]
		if digits == "" {
			digits = "0"
		}
		if strings.ContainsAny(digits, "+-_") {
			return nil, false
		}
		if base == 36 || base == 16 {
			digits = strings.ToLower(digits)
		}
		n, ok := new(big.Int).SetString(digits, base)
		if !ok {
			return nil, false
		}
		numbers[i] = n
	}
	return numbers, true
}

// commonPrefix is how many bytes all values begin with alike.
func commonPrefix(values []string) int {
	shortest := slices.MinFunc(values, func(a, b string) int { return len(a) - len(b) })
	for i := range len(shortest) {
		if slices.ContainsFunc(values, func(v string) bool { return v[i] != shortest[i] }) {
			return i
		}
	}
	return len(shortest)
}
