package report

import (
	"reflect"
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	var a, b Times
	for _, took := range []time.Duration{0, 900 * time.Microsecond, time.Millisecond, 1200 * time.Microsecond} {
		a.Add(took)
	}
	b.Add(1100 * time.Microsecond)
	b.Add(5 * time.Second)
	a.Merge(b)
	want := Times{{0.001, 1}, {1, 2}, {1.2589, 2}, {5011.8723, 1}}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got %v, want %v", a, want)
	}
	for share, within := range map[float64]float64{0.5: 1, 0.51: 1.2589, 0.99: 5011.8723} {
		if got := a.Within(share); got != within {
			t.Errorf("%v of the answers came within %v ms, want %v", share, got, within)
		}
	}
	if n := a.Count(); n != 6 {
		t.Errorf("%d answers, want 6", n)
	}
}
