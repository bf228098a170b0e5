package campaign

import (
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/traffic"
)

// maxCorpus bounds the sequences that are kept. Beyond it a new one takes the place
// of one that was varied most often.
const maxCorpus = 2048

// corpus are the sequences that brought something new.
type corpus struct {
	entries []entry
}

type entry struct {
	sequence traffic.Sequence
	varied   int
}

// costly is how many bytes of a sequence count as much as having varied it once: what
// is slow to send is varied less, and is the first to go.
const costly = 2 << 10

// keep adds a sequence.
func (c *corpus) keep(q traffic.Sequence) {
	e := entry{sequence: q.Clone(), varied: q.Size() / costly}
	if len(c.entries) < maxCorpus {
		c.entries = append(c.entries, e)
		return
	}
	worst := 0
	for i := range c.entries {
		if c.entries[i].varied > c.entries[worst].varied {
			worst = i
		}
	}
	c.entries[worst] = e
}

// pick gives one of the sequences: of two, the one that was varied less, so that
// what is new is varied more.
func (c *corpus) pick(s generate.Source) traffic.Sequence {
	a, b := s.Below(len(c.entries)), s.Below(len(c.entries))
	if c.entries[b].varied < c.entries[a].varied {
		a = b
	}
	c.entries[a].varied++
	return c.entries[a].sequence
}

// sequences lists them, oldest first as far as none was replaced.
func (c *corpus) sequences() []traffic.Sequence {
	all := make([]traffic.Sequence, len(c.entries))
	for i, e := range c.entries {
		all[i] = e.sequence
	}
	return all
}
