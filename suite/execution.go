package suite

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/waive"
	"github.com/regspec/regspec/suite/wire"
)

// Execution is one run under way. Its cases are carried out by a bounded pool as
// soon as it starts; whoever walks the entries in order waits for the next
// result only, so that a far-away target costs about its slowest case.
type Execution struct {
	options  Options
	entries  []Entry
	selected int // how many of the entries are to be carried out
	waivers  []waive.Resolved
	connection
	preflight preflight
	kept      *keeper
	started   time.Time

	results   []report.Result // by entry; readable once done
	done      []chan struct{} // closed when the entry's result stands
	isolation isolation
	retries   retries
	beside    beside
	given     given
	before    map[int][]report.Attempt // by entry, of those that were repeated
	all       chan struct{}            // closed when every result stands
	ended     time.Time                // readable once all is closed, as is what follows
	elsewhere string                   // where the endpoint may be, if the target is not it
	report    func() report.Report     // makes the report once

	mu               sync.Mutex // guards what is below
	finished, failed int
}

// Start selects the cases, asks the target its first questions and sets the
// pool to work. Its error is one of usage: a *SelectionError, or a target that
// is no URL. A target that does not answer is no error; every result is then
// errored, and the report says why.
//
// The execution ends when all is done or ctx is; Report waits for that.
func Start(ctx context.Context, o Options) (*Execution, error) {
	o, err := o.WithDefaults()
	if err != nil {
		return nil, err
	}
	if _, err := wire.Endpoint(o.Target, o.Path); err != nil {
		return nil, err
	}
	entries, err := Select(o.Catalogue, o.Selection)
	if err != nil {
		return nil, err
	}
	waivers, err := ResolveWaivers(o.Catalogue, o.Waivers)
	if err != nil {
		return nil, err
	}
	s := &Execution{
		options: o, entries: entries, waivers: waivers, started: time.Now(),
		results: make([]report.Result, len(entries)), done: make([]chan struct{}, len(entries)),
		kept: newKeeper(o), all: make(chan struct{}), before: map[int][]report.Attempt{},
	}
	s.report = sync.OnceValue(s.makeReport)
	for i, e := range entries {
		s.done[i] = make(chan struct{})
		s.results[i] = blank(e)
		if e.Deselected == "" {
			s.selected++
		}
	}
	if s.connection, s.preflight, err = connect(ctx, o, s.slowed, s.kept.redactor.Learn); err != nil {
		return nil, err
	}
	if s.preflight.unreachable == "" { // else there is nobody to ask again
		s.retries.left = o.Retries
	}
	s.beside.open = o.Parallel != 1
	if s.preflight.registers {
		s.kept.answers.Merge(report.Answers{Registers: true})
	}
	go s.work(ctx)
	return s, nil
}

// Run carries out a whole run. See Start for its errors.
func Run(ctx context.Context, o Options) (report.Report, error) {
	s, err := Start(ctx, o)
	if err != nil {
		return report.Report{}, err
	}
	return s.Report(), nil
}

// work is the pool. How many of its workers are busy is the target's pace.
func (s *Execution) work(ctx context.Context) {
	defer s.paced.Close()
	defer close(s.all)
	r := runner{
		connection: s.connection, messages: s.options.Catalogue.Messages, evidence: s.options.Evidence, large: &sync.Mutex{},
		parameter: s.preflight.parameter,
	}
	for i, e := range s.entries {
		if e.Deselected != "" {
			s.settle(i, skipped(report.SkipDeselected, e.Deselected).of(blank(e)))
		}
	}
	lasting := s.beginLasting(ctx, r)
	places := longestFirst(s.entries)
	places = slices.DeleteFunc(places, func(i int) bool { return lasting[i] != nil })
	queue := make(chan int, len(places))
	for _, i := range places {
		queue <- i
	}
	close(queue)
	underway, done := context.WithCancel(context.WithoutCancel(ctx))
	defer done()
	var wg sync.WaitGroup
	for place := range min(s.paced.Most(), len(s.entries)) {
		wg.Go(func() {
			for s.paced.Turn(underway, place) {
				i, ok := <-queue
				if !ok {
					done() // those who wait for their turn get none
					return
				}
				s.carryOut(ctx, r, i)
			}
		})
	}
	wg.Wait()
	s.endLasting(ctx, r, lasting)
	s.repeat(ctx, r)
	s.settleDropped(ctx)
	s.settleBeside(ctx, r)
	if s.kept.answers.Sentence() != "" {
		s.elsewhere = elsewhere(ctx, s.options, s.kept.answers.Answers())
	}
	s.ended = time.Now()
}

// longestFirst gives the places of the selected entries in the order in which
// they are carried out: as they come, but for long ones, whose steps have to
// wait for one another and would else be waited for at the end.
func longestFirst(entries []Entry) []int {
	var long, short []int
	for i, e := range entries {
		switch {
		case e.Deselected != "":
		case len(e.Case.Steps) > 2:
			long = append(long, i)
		default:
			short = append(short, i)
		}
	}
	return append(long, short...)
}

// carryOut runs the entry, unless that is out of the question.
func (s *Execution) carryOut(ctx context.Context, r runner, i int) {
	e := s.entries[i]
	switch {
	case s.preflight.unreachable != "" && ctx.Err() == nil:
		s.settle(i, errored(s.preflight.unreachable).of(blank(e)))
	case ctx.Err() != nil:
		s.settle(i, interrupted("this case was begun").of(blank(e)))
	case !s.preflight.registers && e.Case.RefusalsWillDo():
		s.settle(i, skipped(report.SkipBlocked,
			"needs a target that registers clients, and this one refused the plainest registration; whatever it refuses means nothing").of(blank(e)))
	default:
		s.attempt(ctx, r, i)
	}
}

// settle makes a result stand, unless the case is to be repeated.
func (s *Execution) settle(i int, result report.Result) {
	if s.retries.hold(i, result) || s.beside.hold(i, s.entries[i], result) {
		return
	}
	s.given.take(&result)
	result.Attempts = s.before[i]
	if c := s.entries[i].Case; c.Own { // the files of the catalogue are nobody's who reads this
		result.Source = c.Source
	}
	s.kept.settle(&result)
	s.results[i] = result
	close(s.done[i])
	if s.entries[i].Deselected != "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finished++
	if result.Verdict == report.Failed {
		s.failed++
	}
	if s.options.Progress != nil {
		s.options.Progress(s.finished, s.selected, s.failed)
	}
}

// Entries lists what the execution was asked to run, the deselected too, in order.
func (s *Execution) Entries() []Entry { return s.entries }

// Result waits for the result of the entry at place i of Entries.
func (s *Execution) Result(i int) report.Result {
	<-s.done[i]
	return s.results[i]
}

// Report waits for every result and gives the report. It is made once, and its
// credentials are hidden once, unless Options.ShowSecrets asks for them.
func (s *Execution) Report() report.Report { return s.report() }

func (s *Execution) makeReport() report.Report {
	<-s.all
	r := report.Report{
		Version: 1, Kind: "run", Target: s.options.Target, Path: s.options.Path,
		Tool:    report.Tool{Name: "regspec", Version: s.options.Version},
		Started: s.started.UTC(), DurationMS: milliseconds(s.ended.Sub(s.started)),
		FailOn: s.options.FailOn, Catalogue: digest(s.options.Catalogue), Shard: s.options.Selection.Shard, Stopped: cmp.Or(s.isolation.stopped, s.isolation.cameBack), Results: s.results,
		Summary: report.Summarise(s.results), Information: []report.Information{},
		Evidence: s.options.Evidence, Secrets: s.kept.redactor.Secrets(),
	}
	for _, result := range s.results {
		r.Interrupted = r.Interrupted || result.Skip == report.SkipInterrupted
	}
	if s.preflight.unreachable != "" && !r.Interrupted {
		r.Unreachable = report.Visible(s.preflight.unreachable)
	}
	s.kept.tell(&r, s.elsewhere)
	if s.preflight.information.Text != "" {
		r.Information = append(r.Information, s.preflight.information)
	}
	r.Information = append(r.Information, s.bearing()...)
	if tls := s.options.Wire.TLS; tls != nil && tls.InsecureSkipVerify {
		r.Information = append(r.Information, report.Information{Text: "The certificate of the target was not checked, as --insecure asks."})
	}
	r = s.redactAndWaive(r)
	r.Requirements = report.Matrix(s.options.Catalogue.Requirements, r.Results)
	return diagnosed(r, s.options.Catalogue)
}
