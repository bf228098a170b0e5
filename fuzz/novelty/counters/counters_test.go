package counters_test

import (
	"os/exec"
	"testing"

	"github.com/regspec/regspec/fuzz/novelty/counters"
)

// TestInstrumented runs TestOneCounterEach in a fuzzing build. The linker must be
// told to let it see the counters.
func TestInstrumented(t *testing.T) {
	const path = "github.com/regspec/regspec/fuzz/novelty/counters"
	out, err := exec.Command("go", "test", "-tags", "instrumented", "-run", "^TestOneCounterEach$", "-v",
		"-gcflags="+path+"=-d=libfuzzer", "-ldflags=-checklinkname=0", path).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestNumbersWithoutACounter(*testing.T) {
	for _, n := range []int{-1, counters.Signatures, counters.Pairs, 1 << 40} {
		counters.Signature(n)
		counters.Pair(n)
	}
}

func BenchmarkSignature(b *testing.B) {
	n := 0
	for b.Loop() {
		counters.Signature(n & 1023)
		n++
	}
}

// FuzzCounters shows in a moment that the fuzzer sees the counters: nearly each of its
// inputs is new to it, until all are counted.
func FuzzCounters(f *testing.F) {
	f.Add(uint16(0))
	f.Fuzz(func(_ *testing.T, n uint16) {
		counters.Signature(int(n) % counters.Signatures)
		counters.Pair(int(n) % counters.Pairs)
	})
}
