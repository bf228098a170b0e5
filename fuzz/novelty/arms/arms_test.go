package arms_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/novelty/arms"
)

// TestEachArmHasItsCounter holds that the instrumentation of a fuzzing build
// counts each arm by itself, and that another build has nothing to count.
func TestEachArmHasItsCounter(t *testing.T) {
	counters := func(flags string) int {
		assembly, err := exec.Command("go", "build", "-gcflags=-S "+flags, ".").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %.500s", err, assembly)
		}
		distinct := map[string]bool{}
		for _, name := range regexp.MustCompile(`arms\.\.stmp_\d+`).FindAllString(string(assembly), -1) {
			distinct[name] = true
		}
		if len(assembly) == 0 || !strings.Contains(string(assembly), "Take") {
			t.Fatalf("there is no assembly to look at: %.500s", assembly)
		}
		return len(distinct)
	}
	// The functions themselves are counted, too.
	if n := counters("-d=libfuzzer"); n < arms.Takes+arms.Pairs || n > arms.Takes+arms.Pairs+4 {
		t.Errorf("there are %d counters for %d arms", n, arms.Takes+arms.Pairs)
	}
	if n := counters(""); n != 0 {
		t.Errorf("there are %d counters in a build that needs none", n)
	}
}

func TestNumbersWithoutAnArm(*testing.T) {
	for _, n := range []int{-1, arms.Takes, arms.Pairs, 1 << 40} {
		arms.Take(n)
		arms.Pair(n)
	}
}

func BenchmarkTake(b *testing.B) {
	n := 0
	for b.Loop() {
		arms.Take(n & 1023)
		n++
	}
}

// FuzzTake shows in a moment that the arms are heard: nearly each of its inputs is
// new to the fuzzer, until all arms are taken.
func FuzzTake(f *testing.F) {
	f.Add(uint16(0))
	f.Fuzz(func(_ *testing.T, n uint16) {
		arms.Take(int(n) % arms.Takes)
		arms.Pair(int(n) % arms.Pairs)
	})
}
