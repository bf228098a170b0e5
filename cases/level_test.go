package cases

import "testing"

func TestLevels(t *testing.T) {
	for _, test := range []struct {
		a, b               Level
		atLeast            bool
		loosest, strictest Level
	}{
		{Documented, Documented, true, Documented, Documented},
		{Documented, Implied, true, Implied, Documented},
		{Implied, Documented, false, Implied, Documented},
		{Implied, Hardening, true, Hardening, Implied},
		{Hardening, Documented, false, Hardening, Documented},
		{"nonsense", Hardening, false, "nonsense", Hardening},
	} {
		if got := test.a.AtLeast(test.b); got != test.atLeast {
			t.Errorf("%s.AtLeast(%s) is %v", test.a, test.b, got)
		}
		if got := Loosest(test.a, test.b); got != test.loosest {
			t.Errorf("Loosest(%s, %s) is %s", test.a, test.b, got)
		}
		if got := Strictest(test.a, test.b); got != test.strictest {
			t.Errorf("Strictest(%s, %s) is %s", test.a, test.b, got)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	if JSON.MediaType() != "application/json" || Form.MediaType() != "application/x-www-form-urlencoded" {
		t.Errorf("got %s and %s", JSON.MediaType(), Form.MediaType())
	}
}
