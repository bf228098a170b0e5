package campaign

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// TooBusy says why the target cannot be fuzzed if it asks to wait, and for longer than a
// while or than wait, or is "".
func TooBusy(ctx context.Context, p *target.Paced, wait time.Duration) string {
	impatience := max(target.Impatience, wait)
	p.SetPatience(impatience)
	p.Do(ctx, session.Greeting())
	why := p.TooBusy(impatience)
	p.SetPatience(target.DefaultPatience)
	return why
}

// Paced sends for a campaign with a client: with so many workers, or with as many as the
// target bears if that is 0. learn, if not nil, is called with each exchange.
func Paced(client *wire.Client, workers int, inProcess bool, learn func(wire.Exchange)) *target.Paced {
	p := target.NewPaced(client, target.PacedOptions{
		Parallel: workers, Busy: isBusy, Control: session.Greeting(), Patience: target.DefaultPatience, InProcess: inProcess, Learn: learn,
	})
	if workers == 0 {
		p.AtMost(quickWorkers)
	}
	return p
}

const (
	// quickWorkers is how many workers a quick target gets: more would keep this side
	// busy with judging, and not the target.
	quickWorkers = 2
	// mostWorkers is how many a slow one gets. Each has clients of its own.
	mostWorkers = 32
)

// isBusy reports whether the answer asks the client to wait. Most need not be read for that.
func isBusy(x wire.Exchange) bool {
	return x.Answer != nil && (x.Answer.Status == http.StatusTooManyRequests || x.Answer.Status > http.StatusInternalServerError) &&
		oracle.Classify(x).Kind == oracle.KindBusy
}

// errStopped ends a campaign whose target stopped for good.
var errStopped = errors.New("the target stopped answering for good")

// watched sends to a server, and looks whether it is still there, also when the time of
// the campaign is over.
func (s *state) watched(ctx context.Context, sender target.Sender, name string) *target.Monitor {
	return &target.Monitor{
		Sender: sender, Greeting: session.Greeting(), Busy: isBusy, RestartTime: s.options.RestartTime, Waiting: ctx,
		Stopped: func(x wire.Exchange, greeted *wire.Break) {
			switch {
			case greeted.Kind == wire.KindTimeout && (greeted.Phase == wire.PhaseHeaders || greeted.Phase == wire.PhaseBody):
				s.tooSlow.Store(greeted)
			case greeted.Kind == wire.KindTLS:
				x.Break = greeted // it says why, as of a certificate that has changed
				fallthrough
			default:
				s.stopped.Store(&x)
			}
			s.stop(errStopped)
		},
		CameBack: func(x wire.Exchange, away time.Duration) {
			s.restarts.Add(1)
			s.mutex.Lock()
			s.outages = append(s.outages, outage{x.Started, time.Now(), s.options.Target.Traffic().Requests, x})
			s.mutex.Unlock()
			s.cameBack(name, away, x.Break)
		},
	}
}

// cameBack tells how long the target answered nothing, the first times. Of later ones only the
// number is told.
func (s *state) cameBack(name string, away time.Duration, b *wire.Break) {
	s.mutex.Lock()
	n := len(s.outages)
	s.mutex.Unlock()
	if n > mostOutages {
		return
	}
	how := "It was restarted, or crashed."
	switch {
	case b.Kind == wire.KindTimeout && !b.Unreachable():
		how = "It was silent until then, or was started again: " + b.Sentence() + "."
	case !b.Unreachable():
		how = "It crashed, or was restarted: " + b.Sentence() + "."
	}
	s.tell(fmt.Sprintf("%s answered nothing for %s, and then did again. %s", name, away.Round(100*time.Millisecond), how))
}

// tellOutages tells how often the target was away, if that was not told each time.
func (s *state) tellOutages() {
	if n := len(s.outages); n > mostOutages {
		s.tell(fmt.Sprintf("The target was away like that %d times in all.", n))
	}
}

// mostOutages is how many are told one by one.
const mostOutages = 2

// settleStopped makes a finding of a target that answered and then stopped for good, in
// the sequence that was under way then.
func (s *state) settleStopped() {
	stopped := s.stopped.Load()
	if stopped == nil || s.target.Answered() == 0 || s.against != nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	f := s.plain(*stopped)
	f.Mismatch = oracle.NewMismatch(oracle.RuleSilent, "", "an answer to every request", stopped.Break.Sentence())
	f.Mismatch.Explanation = fmt.Sprintf("The target answered %d requests until this one, and nothing since. What stopped it may be this request, one of those before, or their number.", s.target.Answered())
	s.buckets.set(f, "stopped for good")
}

// untested says why too little was judged for "nothing found" to mean anything, or "".
func (s *state) untested(r Result) string {
	answered := r.Answered
	nearlyAll := s.options.Requests > 0 && answered >= s.options.Requests*9/10
	few := answered < max(leastJudged, s.options.Requests/10) && s.options.Requests > 0 && !nearlyAll
	switch perSecond := s.options.Target.PerSecond(); {
	case s.tooSlow.Load() != nil:
		return "it begins to answer the plainest request, and takes longer than --timeout: " + s.tooSlow.Load().Sentence()
	case answered == 0:
		return "no request got an answer that could be judged"
	case s.options.Target.Endless(), s.options.Target.LongBusy() && !nearlyAll, s.options.Target.Waits() && few:
		return fmt.Sprintf("after %d requests the target asked to wait (429, 502, 503 or 504), and answered nothing more", answered)
	case 2*answered < r.Requests:
		return fmt.Sprintf("only %d of %d requests got an answer that could be judged", answered, r.Requests)
	case perSecond > 0 && few:
		return fmt.Sprintf("the target limits requests to about %.0f a second, and %d were judged; give it more time with --duration", perSecond, answered)
	case s.options.Target.Traffic().Busy > 0 && few:
		return fmt.Sprintf("the target asked to wait (429, 502, 503 or 504), and %d requests were judged; give it more time with --duration", answered)
	case answered < min(leastJudged, s.options.Requests/10) && s.options.Rate == 0:
		return fmt.Sprintf("%d of %d requests were judged when the time was up; give it more time with --duration", answered, s.options.Requests)
	}
	return ""
}

// leastJudged is how many requests must be judged.
const leastJudged = 1000
