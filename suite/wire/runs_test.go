package wire

import (
	"strings"
	"testing"
	"time"
)

// Whatever a body repeats, looking at it takes time in proportion to its length.
func TestRunsAreFoundInLinearTime(t *testing.T) {
	started := time.Now()
	for _, text := range []string{"a", "-", "\x1b", "-a", "\n\x00", "é", "abcdefghijklmnop", "\xff"} {
		body := []byte(strings.Repeat(text, 2<<20/len(text)))
		if all := findRuns(body); len(all) > 1 || len(all) == 1 && all[0].end()-all[0].start < len(body)-2*longestUnit {
			t.Errorf("%q: %v", text, all)
		}
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("it takes %s", took)
	}
}
