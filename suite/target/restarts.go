package target

import (
	"context"
	"math"
	"time"
)

const (
	// RestartTime is how long a target that stopped has to answer again, before it is
	// known how long it takes. A supervisor restarts most servers within it.
	RestartTime = 5 * time.Second
	// maxRestartTime bounds that for a target that takes long.
	maxRestartTime = time.Minute
	// greeted is how long a target that is there takes to answer the first time that it is
	// asked, also on a busy machine; or slower times as long as its slowest answer, if that
	// is more.
	greeted = time.Second
	slower  = 8
)

// Restarts is how long a target has to come back: longer than it was seen to take. Not
// safe for concurrent use.
type Restarts struct {
	longest time.Duration
	slowest time.Duration // whole answer
}

// Answered takes how long a whole answer took: a target that is slow is not away.
func (r *Restarts) Answered(took time.Duration) { r.slowest = max(r.slowest, took) }

// Back asks until the target answers, and gives why it does not: for as long as least, or
// longer where it was seen to take longer. ask also gives when the first answer came. away
// is for how long the target answered nothing since the exchange that broke off then, or 0
// if it was there all the time.
func (r *Restarts) Back(ctx context.Context, least time.Duration, broke time.Time, ask func() (why string, answered time.Time)) (why string, away time.Duration) {
	tries, began := 0, time.Now()
	var answered time.Time
	why = Poll(ctx, max(least, min(3*r.longest, maxRestartTime)), nil, func() string {
		tries++
		why, answered = ask()
		return why
	})
	if why != "" || ctx.Err() != nil {
		return why, 0
	}
	if took := answered.Sub(began); tries == 1 && took < max(greeted, slower*r.slowest) {
		r.Answered(took)
		return "", 0
	}
	away = answered.Sub(broke)
	r.longest = max(r.longest, away)
	return "", away
}

// Absences are the times that a target was away and came back, not seen over which request.
type Absences struct {
	Times int
	Taken int // of these, those at which a request broke off that the target had

	requests []float64 // how many had been sent
	seconds  []float64 // since the first
	first    time.Time
}

// Add takes an absence: whether a request broke off at it that the target had, how many had
// been sent, and when it was.
func (a *Absences) Add(taken bool, requests int, when time.Time) {
	if a.Times++; a.Times == 1 {
		a.first = when
	}
	if taken {
		a.Taken++
	}
	a.requests = append(a.requests, float64(requests))
	a.seconds = append(a.seconds, when.Sub(a.first).Seconds())
}

// Orderly reports whether it was ended in order, as one that is renewed every so many requests or
// minutes, and often enough to be sure: a crash takes the request with it each time, or comes when something odd was sent.
func (a *Absences) Orderly() bool {
	return a.Times > 5 && (a.Times-a.Taken)*10 >= a.Times && (regular(a.requests) || regular(a.seconds))
}

// regular reports whether values that grow do so by about as much each time.
func regular(values []float64) bool {
	least, most := math.Inf(1), 0.0
	for i := 1; i < len(values); i++ {
		step := values[i] - values[i-1]
		least, most = min(least, step), max(most, step)
	}
	return most <= 1.6*least
}
