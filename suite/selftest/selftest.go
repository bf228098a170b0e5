package selftest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Kind says what is known of a subject.
type Kind string

// The kinds of subject.
const (
	Clean   Kind = "clean"   // the server as it should be: nothing may fail, at any level
	Variant Kind = "variant" // a server that conforms in another way: only advice may fail
	Defect  Kind = "defect"  // a server with one defect: a case about it must fail
)

// Subject is a server that the suite is tried on.
type Subject struct {
	Name        string      `json:"name"`
	Kind        Kind        `json:"kind"`
	Level       cases.Level `json:"level,omitempty"`       // of a defect
	Requirement string      `json:"requirement,omitempty"` // of a defect: the one that it breaks
	Summary     string      `json:"summary"`
	// New makes a fresh server, with nobody registered.
	New func() (http.Handler, error) `json:"-"`
}

// Options says what to try, and how.
type Options struct {
	Catalogue *cases.Catalogue
	Subjects  []Subject
	// Full runs all cases on every subject. Else a defect that a case about it
	// catches is left at that, which is what counts and is much quicker.
	Full bool
	// Pairs and Triples are how many servers with two and with three defects, chosen at
	// random, all cases run on to see whether what they tell names each; after Full only.
	// Combine makes such a server.
	Pairs, Triples int
	Combine        func(defects []string) (http.Handler, error)

	Parallel int           // subjects at the same time; 0 is 2
	Timeout  time.Duration // for each answer of a server with a defect; 0 is one second
	// Whole, if set, is called with the report of each run of all cases on a server with a
	// defect, one call at a time.
	Whole func(Subject, report.Report)
	// Progress, if set, is called after each subject, one call at a time.
	Progress func(done, total int, latest Outcome)
}

// Run tries the suite on every subject. Its error is one of starting a subject,
// of a defect whose requirement is not in the catalogue, or that of ctx.
func Run(ctx context.Context, o Options) (Matrix, error) {
	if o.Parallel <= 0 {
		o.Parallel = 2
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Second
	}
	for _, s := range o.Subjects {
		if _, ok := o.Catalogue.Requirement(s.Requirement); s.Kind == Defect && !ok {
			return Matrix{}, fmt.Errorf("the defect %s breaks %q, and there is no such requirement", s.Name, s.Requirement)
		}
	}
	started := time.Now()
	outcomes := make([]Outcome, len(o.Subjects))
	told, err := newTelling()
	if err != nil {
		return Matrix{}, err
	}
	var mu sync.Mutex
	done := 0
	if err := o.each(ctx, len(o.Subjects), func(i int) error {
		begun := time.Now()
		one, err := o.try(ctx, o.Subjects[i], told)
		one.DurationMS = float64(time.Since(begun).Microseconds()) / 1000
		outcomes[i] = one
		mu.Lock()
		defer mu.Unlock()
		done++
		if o.Progress != nil {
			o.Progress(done, len(o.Subjects), one)
		}
		return err
	}); err != nil {
		return Matrix{}, err
	}
	if o.Full {
		if err := told.together(ctx, o); err != nil {
			return Matrix{}, err
		}
	}
	return newMatrix(o.Catalogue, outcomes, told.all, time.Since(started)), nil
}

// each does so many things, several at a time, and gives the first error.
func (o Options) each(ctx context.Context, n int, do func(i int) error) error {
	failures := make([]error, n)
	queue := make(chan int)
	var wg sync.WaitGroup
	for range o.Parallel {
		wg.Go(func() {
			for i := range queue {
				if failures[i] = ctx.Err(); failures[i] == nil {
					failures[i] = do(i)
				}
			}
		})
	}
	for i := range n {
		queue <- i
	}
	close(queue)
	wg.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// try runs the suite on one subject. A server that conforms is tried over
// connections, the variants with the cases that an answer's way shows in, and
// without them with all; a defect is in what a server answers.
func (o Options) try(ctx context.Context, s Subject, told *telling) (Outcome, error) {
	all := suite.Selection{}
	switch {
	case s.Kind == Clean:
		return o.run(ctx, s, all, true)
	case s.Kind == Variant:
		// What is advice is no business of a variant's.
		gates := []cases.Level{cases.Documented, cases.Implied}
		outcome, err := o.run(ctx, s, suite.Selection{Levels: gates, Patterns: overConnections}, true)
		if err != nil || !outcome.Verdict.Good() {
			return outcome, err
		}
		return o.run(ctx, s, suite.Selection{Levels: gates}, false)
	case !o.Full:
		outcome, err := o.run(ctx, s, suite.Selection{Patterns: []string{"requirement:" + s.Requirement}}, false)
		if err != nil || outcome.Verdict.Good() {
			return outcome, err
		}
	}
	r, err := o.report(ctx, s, all, false)
	if err != nil {
		return Outcome{}, err
	}
	if o.Full {
		told.alone(o, s.Name, r)
	}
	if o.Whole != nil {
		told.mu.Lock()
		defer told.mu.Unlock()
		o.Whole(s, r)
	}
	outcome := judge(s, r)
	outcome.Full = true
	return outcome, nil
}

// overConnections are the cases that a variant is tried with over connections.
var overConnections = []string{"examples", "registration", "update", "response", "answer"}

// run runs some of the cases on a fresh server, over connections within this
// process or without any.
func (o Options) run(ctx context.Context, s Subject, selection suite.Selection, connect bool) (Outcome, error) {
	r, err := o.report(ctx, s, selection, connect)
	if err != nil {
		return Outcome{}, err
	}
	return judge(s, r), nil
}

func (o Options) report(ctx context.Context, s Subject, selection suite.Selection, connect bool) (report.Report, error) {
	if err := ctx.Err(); err != nil {
		return report.Report{}, fmt.Errorf("trying %s: %w", s.Name, err)
	}
	handler, err := s.New()
	if err != nil {
		return report.Report{}, fmt.Errorf("starting %s: %w", s.Name, err)
	}
	over := wire.Options{Timeout: o.timeout(s), Handler: handler}
	if connect {
		server := serve(handler)
		defer server.close()
		over.Handler, over.Dial = nil, server.dial
	}
	r, err := suite.Run(ctx, suite.Options{
		Target: "http://subject.invalid", Catalogue: o.Catalogue, Selection: selection, Parallel: parallel, Wire: over,
		ShowSecrets: true, // no answer is shown, and hiding costs time
	})
	if err != nil {
		return r, fmt.Errorf("trying %s: %w", s.Name, err)
	}
	if r.Interrupted {
		return r, fmt.Errorf("trying %s: %w", s.Name, context.Cause(ctx))
	}
	return r, nil
}

// conformingTimeout is how long to wait for an answer of a server that conforms, which must
// not be failed because the machine is busy.
const conformingTimeout = 10 * time.Second

func (o Options) timeout(s Subject) time.Duration {
	if s.Kind == Defect {
		return o.Timeout
	}
	return max(conformingTimeout, o.Timeout)
}

// parallel is how many cases run on one subject at the same time: many, since a
// server that hangs costs waiting and no work.
const parallel = 16

// Outcome is what the suite saw in one subject.
type Outcome struct {
	Subject

	Verdict Verdict `json:"verdict"`
	Full    bool    `json:"full"` // all cases ran
	// DurationMS is how long it took to try the subject.
	DurationMS float64 `json:"duration_ms"`
	// Caught lists what failed. Of a clean server or a variant, what must not
	// have; of a defect, every case that shows it.
	Caught []Catch `json:"caught"`
	// Trouble says why the run did not go through, or "".
	Trouble string `json:"trouble,omitempty"`
}

// Catch is a case that failed.
type Catch struct {
	Case         string      `json:"case"` // with its encoding: "contacts/list [json]"
	Level        cases.Level `json:"level"`
	About        bool        `json:"about"`        // the case, or what it says, is about the defect's requirement
	Requirements []string    `json:"requirements"` // those that the answers break
}

// Verdict is what became of a subject.
type Verdict string

// The verdicts.
const (
	Passed    Verdict = "passed"    // nothing failed that must not
	Failed    Verdict = "failed"    // a server that conforms is failed
	Caught    Verdict = "caught"    // a defect failed a case that is about it, at its level
	Elsewhere Verdict = "elsewhere" // a defect failed cases that are about something else, or too lightly
	Survived  Verdict = "survived"  // a defect failed nothing
)

// Good reports whether the verdict is as it should be.
func (v Verdict) Good() bool { return v == Passed || v == Caught }

// judge tells from a report what became of a subject.
func judge(s Subject, r report.Report) Outcome {
	o := Outcome{Subject: s, Verdict: Survived, Caught: []Catch{}}
	bound := cases.Hardening
	switch s.Kind {
	case Variant:
		o.Verdict, bound = Passed, cases.Implied
	case Clean:
		o.Verdict = Passed
	case Defect:
	}
	if r.Unreachable != "" || (r.Stopped != "" && s.Kind != Defect) {
		o.Trouble = r.Unreachable + r.Stopped
	}
	for _, result := range r.Results {
		if result.Verdict == report.Errored && s.Kind != Defect || result.Skip == report.SkipBlocked && s.Kind != Defect {
			o.Trouble = result.Name() + ": " + result.Reason
		}
		if result.Verdict != report.Failed || !result.Level.AtLeast(bound) {
			continue
		}
		caught := catch(s, result)
		o.Caught = append(o.Caught, caught)
		switch {
		case s.Kind != Defect:
			o.Verdict = Failed
		case caught.About && caught.Level.AtLeast(s.Level):
			o.Verdict = Caught
		case o.Verdict == Survived:
			o.Verdict = Elsewhere
		}
	}
	if o.Trouble != "" && s.Kind != Defect {
		o.Verdict = Failed
	}
	return o
}

func catch(s Subject, result report.Result) Catch {
	c := Catch{Case: result.Name(), Level: result.Level, About: slices.Contains(result.Requirements, s.Requirement)}
	for _, m := range result.Mismatches {
		if !slices.Contains(c.Requirements, m.Requirement) {
			c.Requirements = append(c.Requirements, m.Requirement)
		}
	}
	c.About = c.About || slices.Contains(c.Requirements, s.Requirement)
	return c
}
