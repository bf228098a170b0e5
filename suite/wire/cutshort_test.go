package wire

import "testing"

// Only a refusal may have lost its end to the body that nobody waited for: of another
// answer that breaks off, the server is to blame, and it is not asked again.
func TestCutShort(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int // 0 for no answer
		body   int
		want   bool
	}{
		{"no answer", 0, LargeBody, true},
		{"no answer to what fits into a buffer", 0, LargeBody - 1, false},
		{"a refusal", 413, LargeBody, true},
		{"a success", 200, LargeBody, false},
		{"a failure", 500, LargeBody, false},
	} {
		one := try{brk: &Break{Kind: KindReset}}
		if row.status > 0 {
			one.answer = &Answer{Status: row.status}
		}
		if got := one.cutShort(row.body); got != row.want {
			t.Errorf("%s: got %t", row.name, got)
		}
	}
}
