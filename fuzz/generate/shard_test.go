package generate

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/fuzz/traffic"
)

// The parts of the deterministic stage are disjoint, and together they are the stage, to
// the last byte of each request.
func TestTheShardsOfTheDeterministicStage(t *testing.T) {
	stage := func(index, count int) []string {
		w := NewDeterministic(Seeded(7, 1))
		w.Shard(index, count)
		var all []string
		for w.Left() > 0 {
			_, text := traffic.WriteCorpus(w.Next())
			all = append(all, string(text))
		}
		slices.Sort(all)
		return all
	}
	whole := stage(0, 1)
	var parts []string
	for i := range 3 {
		part := stage(i, 3)
		if len(part) < len(whole)/3 {
			t.Errorf("shard %d has %d of %d tries", i, len(part), len(whole))
		}
		parts = append(parts, part...)
	}
	slices.Sort(parts)
	if !slices.Equal(parts, whole) {
		t.Errorf("the shards have %d tries that are not the %d of the whole", len(parts), len(whole))
	}
}
