package novelty_test

import (
	"testing"

	"github.com/regspec/regspec/fuzz/novelty"
)

func TestPlaces(t *testing.T) {
	const size = 100
	some := func(n int) novelty.Signature { return novelty.Signature{Status: 400, Message: string(rune('a' + n))} }
	one, other := novelty.NewPlaces(size), novelty.NewPlaces(size)
	places := map[int]int{}
	for n := range size {
		place, first := one.Of(some(n))
		if before, ok := places[place]; ok || !first || place < 0 || place >= size {
			t.Fatalf("the place of %d is %d, %v, and of %d as well", n, place, first, before)
		}
		places[place] = n
	}
	for n := range size {
		if place, first := one.Of(some(n)); first || places[place] != n {
			t.Errorf("the place of %d became %d, %v", n, place, first)
		}
	}
	if place, first := one.Of(some(size)); place != -1 || first {
		t.Errorf("beyond the last the place is %d, %v", place, first)
	}
	// Whatever the order, nearly all are the same while there is room.
	same := 0
	for n := 9; n >= 0; n-- {
		place, _ := other.Of(some(n))
		if places[place] == n {
			same++
		}
	}
	if same < 8 {
		t.Errorf("%d of 10 places are the same in another order", same)
	}
}

func TestPlacesTellApart(t *testing.T) {
	places := novelty.NewPlaces(1000)
	for _, s := range []novelty.Signature{
		{},
		{Status: 400},
		{Size: 400},
		{Media: "a"},
		{Shape: "a"},
		{Message: "a"},
		{Fields: "a"},
		{Phase: "a"},
		{Kind: "a"},
		{Echo: novelty.Echo{Body: novelty.Whole}},
		{Echo: novelty.Echo{Header: novelty.Whole}},
		{Media: "ab"},
		{Media: "a", Shape: "b"},
	} {
		if _, first := places.Of(s); !first {
			t.Errorf("%+v is as another", s)
		}
	}
	a, b := novelty.Signature{Status: 1}, novelty.Signature{Status: 2}
	for _, pair := range [][2]novelty.Signature{{a, b}, {b, a}, {a, a}, {b, b}} {
		if _, first := places.OfPair(pair[0], pair[1]); !first {
			t.Errorf("%+v is as another", pair)
		}
	}
	if _, first := places.OfPair(a, b); first {
		t.Error("a pair is not known again")
	}
}
