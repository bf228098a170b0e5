package target_test

import (
	"testing"

	"github.com/regspec/regspec/suite/target"
)

func TestOrderly(t *testing.T) {
	for a, want := range map[target.Absences]bool{
		{}:        false,
		{2, 1}:    false,
		{3, 2}:    true,
		{10, 6}:   true,
		{10, 10}:  false,
		{29, 2}:   true,
		{100, 98}: false, // it crashes, and now and then is away for another reason
	} {
		if (&a).Orderly() != want {
			t.Errorf("%+v is orderly: %v", a, !want)
		}
	}
}
