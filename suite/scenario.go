package suite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// scenario is one entry under way through its steps.
type scenario struct {
	runner

	entry  Entry
	result report.Result
	known  variables
	over   bool // the outcome is settled, or a step could not be done that the next ones need
}

// stage carries out the steps from first to before next, at the same moment if
// they are several.
func (s *scenario) stage(ctx context.Context, first, next int) outcome {
	requests := make([]prepared, next-first)
	for i, step := range s.entry.Case.Steps[first:next] {
		var err error
		if requests[i], err = prepare(step.Send, s.entry.Encoding, s.known.scope()); err != nil {
			return s.unprepared(first+i+1, err)
		}
	}
	exchanges := s.send(ctx, requests)
	s.result.Exchanges = append(s.result.Exchanges, exchanges...)
	for i := range exchanges {
		if o, settled := s.take(first+i, requests[i]); settled {
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

// send makes the exchanges of a stage.
func (s *scenario) send(ctx context.Context, requests []prepared) []wire.Exchange {
	exchanges := make([]wire.Exchange, len(requests))
	var wg sync.WaitGroup
	free := make(chan struct{}, target.MaxTogether)
	for i, request := range requests {
		if len(requests) == 1 {
			exchanges[i] = s.client.Do(ctx, request.Request)
			break
		}
		free <- struct{}{}
		wg.Go(func() {
			exchanges[i] = s.client.Do(ctx, request.Request)
			<-free
		})
	}
	wg.Wait()
	return exchanges
}

// take judges the exchange of the step at a place, and keeps what later steps
// need of it. settled is whether that decides the outcome of the case.
func (s *scenario) take(place int, request prepared) (o outcome, settled bool) {
	step, number := s.entry.Case.Steps[place], place+1
	x := &s.result.Exchanges[place]
	if x.Break.Ours() {
		s.result.Mismatches = []report.Mismatch{}
		return ended(x.Break, number), true
	}
	if throttled(*x) {
		return rateLimited().unlessFailed(s.result), true
	}
	if step.Register == "" {
		expect, err := expectation(step.Expect, s.known.scope())
		if err != nil {
			return errored(fmt.Sprintf("the expectation of step %d cannot be filled in: %v", number, err)), true
		}
		s.judge(number, step, expect, request.sent)
	}
	why := capture(s.known, step.Capture, *x)
	if x.Answer != nil {
		x.Answer.Trim(evidence)
	}
	if why != "" && len(s.result.Mismatches) == 0 {
		return blocked(step, number, why), true
	}
	s.over = s.over || why != "" || x.Break != nil
	return outcome{}, false
}

// judge compares the answer to a step with what is expected, and with other
// answers where the step says so and all of them came.
func (s *scenario) judge(number int, step cases.Step, expect cases.Expect, sent []cases.Field) {
	x := s.result.Exchanges[number-1]
	e := judge.Expectation{
		Expect: expect, Level: s.entry.Case.Level, Requirements: s.entry.Case.Requirements,
		Sent: sent, Messages: s.messages, Now: x.Started.Add(x.Duration),
	}
	mismatches := judge.Exchange(e, x)
	for i := range mismatches {
		mismatches[i].Step = number
	}
	s.result.Mismatches = append(s.result.Mismatches, mismatches...)
	if step.Across != nil && !s.over && x.Break == nil {
		s.result.Mismatches = append(s.result.Mismatches, judge.Across(e, *step.Across, s.result.Exchanges[:number])...)
	}
}
