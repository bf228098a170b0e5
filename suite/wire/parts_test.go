package wire

import (
	"slices"
	"testing"
)

// A body in chunks has one for each part, and none that is empty, which would be the last.
func TestBodyInParts(t *testing.T) {
	chunked := []Field{{Name: "Transfer-Encoding", Value: "chunked"}}
	for _, row := range []struct {
		body   string
		header []Field
		pieces int
		want   string
	}{
		{"hello", nil, 3, "hello"},
		{"hello, world", chunked, 0, "c\r\nhello, world\r\n0\r\n\r\n"},
		{"hello, world", chunked, 3, "4\r\nhell\r\n4\r\no, w\r\n4\r\norld\r\n0\r\n\r\n"},
		{"hello, world", []Field{{Name: "Transfer-Encoding", Value: "CHUNKED"}}, 1, "C\r\nhello, world\r\n0\r\n\r\n"},
		{"abé", chunked, 2, "3\r\nab\xc3\r\n1\r\n\xa9\r\n0\r\n\r\n"},
		{"ab", chunked, 8, "2\r\nab\r\n0\r\n\r\n"},
		{"", chunked, 3, "0\r\n\r\n"},
	} {
		d := draft{body: []byte(row.body), header: slices.Clone(row.header), method: "POST", pieces: row.pieces}.framed()
		if got := string(d.appendBody(nil)); got != row.want {
			t.Errorf("%q in %d: got %q, want %q", row.body, row.pieces, got, row.want)
		}
		parts := d.parts([]byte("head\r\n"))
		if got := string(slices.Concat(parts...)); got != "head\r\n"+row.want || len(parts) > max(1, row.pieces)+1 {
			t.Errorf("%q in %d: got %q", row.body, row.pieces, parts)
		}
	}
}
