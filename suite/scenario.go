package suite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// scenario is one entry under way through its steps.
type scenario struct {
	runner

	entry  Entry
	result report.Result
	known  variables
	next   int     // the place of the next step
	last   outcome // of the steps that were done
	over   bool    // the outcome is settled, or a step could not be done that the next ones need
}

// left reports whether there is a step to do.
func (s *scenario) left() bool { return s.next < len(s.entry.Case.Steps) && !s.over }

// advance carries out the next step, and those that are sent with it.
func (s *scenario) advance(ctx context.Context) {
	first := s.next
	s.next = s.entry.Case.Stage(first)
	s.last = s.stage(ctx, first, s.next)
}

// end gives the result.
func (s *scenario) end() report.Result { return s.trimmed(s.last.of(s.result)) }

// stage carries out the steps from first to before next, at the same moment if
// they are several.
func (s *scenario) stage(ctx context.Context, first, next int) outcome {
	requests := make([]prepared, next-first)
	for i, step := range s.entry.Case.Steps[first:next] {
		var err error
		if requests[i], err = prepare(step.Send, s.entry.Encoding, s.known.scope()); err != nil {
			return s.unprepared(first+i+1, err)
		}
		if step.Behind {
			before, err := prepare(s.entry.Case.Steps[first+i-1].Send, s.entry.Encoding, s.known.scope())
			if err != nil {
				return s.unprepared(first+i, err)
			}
			requests[i].Behind = &before.Request
		}
	}
	early := s.early(first, requests)
	exchanges := s.send(ctx, requests, func(i int, x *wire.Exchange) {
		if early != nil {
			early[i].judge(x)
			s.trim(x)
		}
	})
	s.result.Exchanges = append(s.result.Exchanges, exchanges...)
	for i := range exchanges {
		var judged *judgement
		if early != nil {
			judged = &early[i]
		}
		if o, settled := s.take(first+i, requests[i], judged); settled {
			s.over = true
			return o
		}
	}
	return outcome{}
}

func (s *scenario) unprepared(number int, err error) outcome {
	s.over = true
	if _, ok := errors.AsType[cases.UnchangedError](err); ok {
		return skipped(report.SkipInapplicable, fmt.Sprintf("step %d does not apply: %v", number, err)).unlessFailed(s.result)
	}
	return errored(fmt.Sprintf("step %d cannot be prepared: %v", number, err))
}

// send makes the exchanges of a stage, and calls came with each as it comes if they are
// several.
func (s *scenario) send(ctx context.Context, requests []prepared, came func(i int, x *wire.Exchange)) []wire.Exchange {
	exchanges := make([]wire.Exchange, len(requests))
	var wg sync.WaitGroup
	free := make(chan struct{}, s.paced.Together())
	for i, request := range requests {
		if len(requests) == 1 {
			exchanges[i] = s.paced.Do(ctx, request.Request)
			break
		}
		free <- struct{}{}
		wg.Go(func() {
			exchanges[i] = s.paced.Beside(ctx, request.Request)
			came(i, &exchanges[i])
			<-free
		})
	}
	wg.Wait()
	return exchanges
}

// take judges the exchange of the step at a place, if that was not done early, and keeps
// what later steps need of it. settled is whether that decides the outcome of the case.
func (s *scenario) take(place int, request prepared, early *judgement) (o outcome, settled bool) {
	step, number := s.entry.Case.Steps[place], place+1
	x := &s.result.Exchanges[place]
	if x.Break.Ours() {
		s.result.Mismatches = []report.Mismatch{}
		return ended(x.Break, number), true
	}
	if s.busy(*x) && s.paced.Endless() {
		return rateLimited().unlessFailed(s.result), true
	}
	if early == nil {
		one, err := s.judgement(place, request)
		if err != nil {
			return errored(fmt.Sprintf("the expectation of step %d cannot be filled in: %v", number, err)), true
		}
		early = &one
		early.judge(x)
	}
	hindered := s.judged(number, step, *early)
	why := capture(s.known, step.Capture, *x)
	s.trim(x)
	if why == "" {
		why = hindered
	}
	if why != "" && len(s.result.Mismatches) == 0 {
		if hindered == "" && early.Refusal != nil && step.Expect.Success != nil {
			return skipped(report.SkipInapplicable, fmt.Sprintf("the rest does not apply: the target refuses step %d, as it may", number)), true
		}
		return blocked(step, number, why), true
	}
	s.over = s.over || why != "" || x.Break != nil
	return outcome{}, false
}

// trim leaves of an answer what is worth keeping.
func (s *scenario) trim(x *wire.Exchange) {
	if x.Answer != nil {
		x.Answer.Trim(evidence)
	}
}

// judgement is what is expected of the answer to a step, and how it differs.
type judgement struct {
	judge.Expectation

	large      *sync.Mutex
	mismatches []report.Mismatch
}

// large is from how many bytes on an answer is judged only while no other is: what is
// made of it on the way takes many times its size.
const large = 128 << 10

func (s *scenario) judgement(place int, request prepared) (judgement, error) {
	expect, err := expectation(s.entry.Case.Steps[place].Expect, s.known.scope())
	if expect.Within > 0 { // besides what any answer takes, and a connection that is lost once on its way
		expect.Within += (2 * s.paced.Median()).Round(100 * time.Millisecond)
	}
	return judgement{large: s.large, Expectation: judge.Expectation{
		Expect: expect, Level: s.entry.Case.Level, Requirements: s.entry.Case.Requirements,
		Sent: request.sent, Messages: s.messages,
	}}, err
}

// early gives what is expected of several steps that are sent at the same moment, to judge
// each answer as it comes: they may be too long to keep all. It is nil for a single step,
// or where a step needs what another one captures.
func (s *scenario) early(first int, requests []prepared) []judgement {
	if len(requests) == 1 {
		return nil
	}
	all := make([]judgement, len(requests))
	for i, request := range requests {
		var err error
		step := s.entry.Case.Steps[first+i]
		if all[i], err = s.judgement(first+i, request); err != nil || len(step.Capture) > 0 || step.Register != "" {
			return nil
		}
	}
	return all
}

// judge compares the answer with what is expected.
func (j *judgement) judge(x *wire.Exchange) {
	if x.Answer != nil && len(x.Answer.Body) > large && j.large != nil {
		j.large.Lock()
		defer j.large.Unlock()
	}
	j.Now = x.Started.Add(x.Duration)
	j.mismatches = judge.Exchange(j.Expectation, *x)
}

// judged takes in how an answer differs from what is expected, and from other answers
// where the step says so and all of them came. Of a step that the case only needs, another
// outcome than the right one hinders the case, and so does a message that would be told as
// a matter of the case's own requirements; of a client's registration nothing else counts
// either. That no answer comes is a failure in any step.
func (s *scenario) judged(number int, step cases.Step, j judgement) (hindered string) {
	for i := range j.mismatches {
		j.mismatches[i].Step = number
	}
	hinders := func(m report.Mismatch) bool {
		about := m.Aspect == report.AspectMessage && slices.Contains(s.entry.Case.Requirements, m.Requirement)
		return m.Instead != report.InsteadNothing && (m.Instead != "" || step.Register == "" && about)
	}
	if i := slices.IndexFunc(j.mismatches, hinders); step.Needed && i >= 0 {
		s.result.Needs = append(s.result.Needs, j.mismatches...)
		return j.mismatches[i].Explanation
	}
	if step.Register != "" {
		s.result.Needs = append(s.result.Needs, j.mismatches...)
		return ""
	}
	s.result.Mismatches = append(s.result.Mismatches, j.mismatches...)
	if step.Across != nil && !s.over && s.result.Exchanges[number-1].Break == nil {
		s.result.Mismatches = append(s.result.Mismatches, judge.Across(j.Expectation, *step.Across, s.result.Exchanges[:number])...)
	}
	return ""
}
