package cases

import "testing"

func TestBuiltin(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	n, steps, longest := 0, 0, 0
	for _, one := range c.Cases() {
		n += len(one.Encodings)
		steps += len(one.Encodings) * len(one.Steps)
		longest = max(longest, len(one.Steps))
	}
	t.Logf("%d cases, %d expanded, %d steps, longest %d", len(c.Cases()), n, steps, longest)
}
