package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// state is what the workers of a campaign share.
type state struct {
	options Options
	target  *target.Monitor
	against *target.Monitor // nil where nothing is compared
	began   time.Time
	limiter *rate.Limiter

	stopped    atomic.Pointer[wire.Exchange] // that broke first when the target stopped for good
	tooSlow    atomic.Pointer[wire.Break]    // of an answer to the greeting that began, and did not end in time
	restarts   atomic.Int64                  // how often the target went away and came back
	requests   atomic.Int64                  // sent
	hangs      atomic.Int64                  // of these, that waited in vain
	minimising atomic.Int64                  // of these, to minimise and to check
	vain       atomic.Int64                  // findings in a row that did not show again after all that came before
	numbers    novelty.Numbers

	breaking sync.Mutex // held by who looks into an exchange that broke off

	mutex         sync.Mutex // guards what follows
	corpus        corpus
	deterministic *generate.Deterministic
	buckets       *buckets
	differences   differences
	outages       []outage
	lost          drops // those of an outage
	drops         drops // others
	events        []Event
	told          map[string]int // how often each of their texts was
	coverage      Coverage
	curve         []report.Moment
	ticks, halved int // how often the curve was to be noted, and thinned
	forms         []report.Form
	stop          context.CancelCauseFunc
}

// GCPercent is how much garbage a program that makes campaigns should let pile up,
// for [runtime/debug.SetGCPercent]: much is thrown away, and little kept.
const GCPercent = 400

// errEnough ends a campaign that has done what it was asked for.
var errEnough = errors.New("the campaign has done what it was asked for")

// Run makes a campaign. It ends by itself, or with the context; what was found is
// there in either case.
func Run(parent context.Context, o Options) Result {
	ctx, end := context.WithCancelCause(parent)
	defer end(nil)
	if o.Duration > 0 {
		timer := time.AfterFunc(o.Duration, func() { end(errEnough) })
		defer timer.Stop()
	}
	s := &state{
		options: o, began: time.Now(), stop: end, coverage: Coverage{},
		buckets: newBuckets(), differences: differences{}, told: map[string]int{},
		deterministic: generate.NewDeterministic(generate.Seeded(o.Seed, deterministicStream)),
	}
	if o.Shard != nil {
		s.deterministic.Shard(o.Shard.Index-1, o.Shard.Count)
	}
	s.target = s.watched(parent, o.Target, "The target")
	play := s.worker
	if o.Against != nil {
		s.against = s.watched(parent, o.Against, "The other server")
		play = s.comparer
	}
	if o.Rate > 0 {
		s.limiter = rate.NewLimiter(rate.Limit(o.Rate), 1)
	}
	for _, q := range o.Corpus {
		s.corpus.keep(q)
	}
	var workers sync.WaitGroup
	turns, done := context.WithCancel(ctx)
	defer done()
	for i := range min(o.Target.Most(), mostWorkers) {
		workers.Go(func() {
			play(ctx, turns, i)
			done() // those who wait for their turn get none
		})
	}
	finished := make(chan struct{})
	go func() {
		workers.Wait()
		close(finished)
	}()
	s.watch(finished)
	s.greet(parent)
	s.settleLost()
	s.askAgain(parent)
	s.settleDrops(parent)
	s.settleStopped()
	s.settleBeside()
	s.tellOutages()
	if parent.Err() == nil {
		s.tellHungUp()
	}
	r := s.result()
	r.Interrupted = parent.Err() != nil
	return r
}

// greet looks whether the target is there at the end: what was under way then may have waited
// in vain, or have been asked to wait for itself alone.
func (s *state) greet(ctx context.Context) {
	if s.options.Target.Waits() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.options.RestartTime)
		defer cancel()
	}
	if s.stopped.Load() == nil && !s.options.Target.Endless() {
		s.target.Check(ctx)
	}
}

// watch reports the progress until the workers have finished.
func (s *state) watch(finished <-chan struct{}) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-finished:
			return
		case <-tick.C:
			s.record()
			if s.options.Progress != nil {
				s.options.Progress(s.stats())
			}
		}
	}
}

func (s *state) stats() Stats {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.statsLocked()
}

func (s *state) statsLocked() Stats {
	st := Stats{
		Requests: int(s.requests.Load()), Minimising: int(s.minimising.Load()), Elapsed: time.Since(s.began),
		Signatures: s.numbers.Len(), Findings: s.buckets.count() + s.differences.count(), Corpus: len(s.corpus.entries),
	}
	if n := s.options.Requests; n > 0 && st.Requests > 0 {
		own := max(st.Requests-st.Minimising, 1)
		st.Left = time.Duration(float64(st.Elapsed) * float64(max(n-own, 0)) / float64(own))
	}
	if d := s.options.Duration; d > 0 && (st.Left > d-st.Elapsed || s.options.Requests <= 0) {
		st.Left = max(d-st.Elapsed, 0)
	}
	return st
}

// result gathers what there is.
func (s *state) result() Result {
	r := Result{
		Stats: s.stats(), Seed: s.options.Seed, Workers: s.options.Target.Width(), Findings: s.buckets.findings(), Events: s.allEvents(),
		Tries: s.deterministic.Length(), Tried: s.deterministic.Length() - s.deterministic.Left(),
		Differences: s.differences.list(), Curve: append(s.curve, s.moment()), Forms: s.forms,
		Coverage: s.coverage, Corpus: s.corpus.sequences(), Answered: s.target.Answered(),
	}
	r.Left = 0
	switch stopped := s.stopped.Load(); {
	case s.against != nil && s.against.Answered() == 0:
		r.Untested = "the other server answered nothing"
	case stopped != nil && r.Answered == 0:
		r.Unreachable = stopped.Break.Sentence()
	case stopped != nil:
		r.Gone = stopped.Break.Sentence()
	default:
		r.Untested = s.untested(r)
	}
	return r
}

// before holds a request back until its turn has come.
func (s *state) before(ctx context.Context) {
	if s.limiter != nil {
		_ = s.limiter.Wait(ctx) // the context ended, and the sender will see that
	}
}

// spend counts requests.
func (s *state) spend(n int, minimising bool) {
	s.requests.Add(int64(n))
	if minimising {
		s.minimising.Add(int64(n))
	}
}

// own is how many requests were sent for the campaign itself, and not to minimise.
func (s *state) own() int { return int(s.requests.Load() - s.minimising.Load()) }

// enough reports whether the requests are used up. What is being minimised then is
// finished all the same.
func (s *state) enough() bool { return s.options.Requests > 0 && s.own() >= s.options.Requests }

// tries is how many sequences may be sent to minimise a finding: the fewer, the more
// requests were spent on that than on the campaign itself, so that a target with very
// many faults does not take for ever.
func (s *state) tries(most int) int {
	spent := int(s.minimising.Load())
	for enough := max(s.own(), freeMinimising); spent > enough && most > 0; enough += enough / 2 {
		most /= 4
	}
	return most
}

// tell records an event. What has been told before is only counted.
func (s *state) tell(text string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.told[text]++
	if s.told[text] == 1 && len(s.events) < maxEvents {
		s.events = append(s.events, Event{s.own(), text})
	}
}

// allEvents gives the events, each with how often it was told. The caller holds the mutex.
func (s *state) allEvents() []Event {
	all := slices.Clone(s.events)
	for i, e := range all {
		if n := s.told[e.Text]; n > 1 {
			all[i].Text += fmt.Sprintf(" That was so %d times.", n)
		}
	}
	return all
}

// done ends the campaign with a finding after which nothing more is wanted.
func (s *state) done(f finding.Finding) {
	if s.options.StopAtFirst != nil && s.options.StopAtFirst(f) {
		s.stop(errEnough)
	}
}
