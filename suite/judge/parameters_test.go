package judge

import (
	"fmt"
	"testing"
)

func TestParameters(t *testing.T) {
	for _, row := range []struct{ name, body, want string }{
		{"JSON, in a fixed order", `{"b": "2", "c": [1], "a": "1"}`, "[{a 1} {b 2} {c [1]}]"},
		{"form, in its own order", "b=2&a=1+%26&a=3", "[{b 2} {a 1 &} {a 3}]"},
		{"what is broken is left out", "a=%zz&b&c=1", "[{c 1}]"},
		{"neither", "plain text", "[]"},
		{"JSON that is no object", `["a"]`, "[]"},
		{"empty", "", "[]"},
	} {
		if got := fmt.Sprint(Parameters([]byte(row.body))); got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
}
