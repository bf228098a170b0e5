package page

import (
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	for _, one := range []struct{ expected, actual, a, b string }{
		{"Unauthorized.", "Unauthorized", "Unauthorized[.]", "Unauthorized"},
		{"Email bob is not a valid email", "Email alice@example.org bob is not a valid email", "Email bob is not a valid email", "Email [alice@example.org ]bob is not a valid email"},
		{"a 4xx status", "200", "a 4xx status", "200"},
		{"", "x", "", "x"},
		{"same", "same", "same", "same"},
		{"E-Mail größe", "E-Mail grösse", "E-Mail grö[ß]e", "E-Mail grö[ss]e"},
	} {
		a, b := difference(one.expected, one.actual)
		if got := marked(a); got != one.a {
			t.Errorf("of %q: %q, want %q", one.expected, got, one.a)
		}
		if got := marked(b); got != one.b {
			t.Errorf("of %q: %q, want %q", one.actual, got, one.b)
		}
	}
}

func marked(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Differ {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
