package target

import (
	"context"
	"time"
)

const (
	// RestartTime is how long a target that stopped has to answer again, before it is
	// known how long it takes. A supervisor restarts most servers within it.
	RestartTime = 5 * time.Second
	// maxRestartTime bounds that for a target that takes long.
	maxRestartTime = time.Minute
	// greeted is how long a target that is there takes to answer the first time that it is
	// asked, also on a busy machine.
	greeted = time.Second
)

// Restarts is how long a target has to come back: longer than it was seen to take. Not
// safe for concurrent use.
type Restarts struct {
	longest time.Duration
	slowest time.Duration // answer of a target that was there
}

// Back asks until the target answers, and gives why it does not: for as long as least, or
// longer where it was seen to take longer. away is for how long it answered nothing since
// the exchange that broke off then, or 0 if it was there all the time.
func (r *Restarts) Back(ctx context.Context, least time.Duration, broke time.Time, ask func() (why string)) (why string, away time.Duration) {
	tries, began := 0, time.Now()
	why = Poll(ctx, max(least, min(3*r.longest, maxRestartTime)), nil, func() string {
		tries++
		return ask()
	})
	if took := time.Since(began); tries == 1 && took < max(greeted, 4*r.slowest) {
		r.slowest = max(r.slowest, took)
		return why, 0
	}
	if why != "" || ctx.Err() != nil {
		return why, 0
	}
	away = time.Since(broke)
	r.longest = max(r.longest, away)
	return "", away
}
