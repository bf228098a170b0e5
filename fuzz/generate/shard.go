package generate

// Shard leaves of the stage only the part of one shard, counted from 0. The parts of all
// shards are disjoint, and together they are the stage.
func (w *Deterministic) Shard(index, count int) {
	var own []try
	for i := index; i < len(w.tries); i += count {
		own = append(own, w.tries[i])
	}
	w.tries = own
}
