package suite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// course is one entry on its way through its steps.
type course struct {
	runner

	entry  Entry
	result report.Result
	known  variables
	over   bool // a step could not be done, and the next ones need it
}

// stage carries out the steps from first to before next, at the same moment if
// they are several. It gives the result if that is settled by it.
func (c *course) stage(ctx context.Context, first, next int) *report.Result {
	requests := make([]prepared, next-first)
	for i, step := range c.entry.Case.Steps[first:next] {
		var err error
		if requests[i], err = prepare(step.Send, c.entry.Encoding, c.known.scope()); err != nil {
			return c.unprepared(first+i+1, err)
		}
	}
	exchanges := c.send(ctx, requests)
	c.result.Exchanges = append(c.result.Exchanges, exchanges...)
	for i := range exchanges {
		if ended := c.take(first+i, requests[i]); ended != nil {
			return ended
		}
	}
	return nil
}

func (c *course) unprepared(number int, err error) *report.Result {
	var result report.Result
	if _, ok := errors.AsType[cases.UnchangedError](err); ok {
		result = inapplicable(c.result, number, err)
	} else {
		result = errored(c.result, fmt.Sprintf("step %d cannot be prepared: %v", number, err))
	}
	return &result
}

// send makes the exchanges of a stage.
func (c *course) send(ctx context.Context, requests []prepared) []wire.Exchange {
	exchanges := make([]wire.Exchange, len(requests))
	var wg sync.WaitGroup
	free := make(chan struct{}, wire.Many)
	for i, request := range requests {
		if len(requests) == 1 {
			exchanges[i] = c.client.Do(ctx, request.Request)
			break
		}
		free <- struct{}{}
		wg.Go(func() {
			exchanges[i] = c.client.Do(ctx, request.Request)
			<-free
		})
	}
	wg.Wait()
	return exchanges
}

// take judges the exchange of the step at a place, and keeps what later steps
// need of it. It gives the result if that is settled by it.
func (c *course) take(place int, request prepared) *report.Result {
	step, number := c.entry.Case.Steps[place], place+1
	x := &c.result.Exchanges[place]
	if x.Break.Ours() {
		result := ended(c.result, x.Break, number)
		return &result
	}
	if throttled(*x) {
		result := limited(c.result)
		return &result
	}
	if step.Register == "" {
		expect, err := expectation(step.Expect, c.known.scope())
		if err != nil {
			result := errored(c.result, fmt.Sprintf("the expectation of step %d cannot be filled in: %v", number, err))
			return &result
		}
		c.judge(number, step, expect, request.sent)
	}
	why := capture(c.known, step.Capture, *x)
	if x.Answer != nil {
		x.Answer.Trim(evidence)
	}
	x.Request.Trim(evidence / 4) // the command has the whole
	if why != "" && len(c.result.Mismatches) == 0 {
		result := skipped(c.result, report.SkipBlocked, blocked(step, number, why))
		return &result
	}
	c.over = c.over || why != "" || x.Break != nil
	return nil
}

// judge compares the answer to a step with what is expected, and with other
// answers where the step says so and all of them came.
func (c *course) judge(number int, step cases.Step, expect cases.Expect, sent []cases.Field) {
	x := c.result.Exchanges[number-1]
	e := judge.Expectation{
		Expect: expect, Level: c.entry.Case.Level, Requirements: c.entry.Case.Requirements,
		Sent: sent, Messages: c.messages, Now: x.Started.Add(x.Duration),
	}
	mismatches := judge.Exchange(e, x)
	for i := range mismatches {
		mismatches[i].Step = number
	}
	c.result.Mismatches = append(c.result.Mismatches, mismatches...)
	if step.Across != nil && !c.over && x.Break == nil {
		c.result.Mismatches = append(c.result.Mismatches, judge.Across(e, *step.Across, c.result.Exchanges[:number])...)
	}
}
