package session

import (
	"context"
	"slices"
	"sync"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Options are what a session is made of.
type Options struct {
	// Sender sends. It must be safe for concurrent use: some requests are sent at the
	// same moment.
	Sender target.Sender
	// Together, if set, is how many requests the target bears at the same moment.
	Together func() int
	// Before, if set, is called before each request, to hold it back.
	Before func(context.Context)
	// Sparing registers no more prepared clients than a sequence speaks of. Else
	// there are always [Prepared] of them, so that it can be told whether the
	// target lost one client or all.
	Sparing bool
}

// Prepared is how many clients are kept beside those that a sequence registers.
// Three are enough to take one's credentials for another's.
const Prepared = 3

// Session is one conversation with a target. It is not safe for concurrent use.
type Session struct {
	options Options
	model   *oracle.TargetModel
	asked   bool
	count   int

	prepared  []traffic.Credentials // registered before the sequence
	own       []traffic.Credentials // registered by it
	exchanges []Exchange            // of it
}

// New begins a session. Nothing is sent before it plays.
func New(o Options) *Session { return &Session{options: o, model: oracle.NewTargetModel()} }

// Exchange is one request and what became of it.
type Exchange struct {
	wire.Exchange

	// Step is the index of the step in the sequence, or one of the constants
	// below.
	Step       int
	Mismatches []oracle.Mismatch
	// Registered says that the answer gave out credentials which count among the
	// clients of the sequence from here on.
	Registered bool
	// again says that the request says the same as the one before.
	again bool
}

// The steps of exchanges that are of no step of the sequence.
const (
	Question     = -1 // what the oracle asks of every target first
	Registration = -2 // of a client that the sequence needs
)

// Model is what the session has learnt of its target.
func (s *Session) Model() *oracle.TargetModel { return s.model }

// Count is how many requests were sent so far.
func (s *Session) Count() int { return s.count }

// Given are the credentials of the clients that the sequence may speak of.
func (s *Session) Given() []traffic.Credentials { return slices.Concat(s.own, s.prepared) }

// Renew gives up the prepared clients, so that the next sequence gets fresh ones.
func (s *Session) Renew() { s.prepared = s.prepared[:0] }

// Play sends a sequence and judges each answer.
func (s *Session) Play(ctx context.Context, q traffic.Sequence) []Exchange {
	return s.Judge(ctx, s.Send(ctx, q))
}

// Send sends a sequence. Among the exchanges are those that prepared it. It ends early when the context does.
func (s *Session) Send(ctx context.Context, q traffic.Sequence) []Exchange {
	s.exchanges, s.own = make([]Exchange, 0, q.Requests()), s.own[:0]
	s.prepare(ctx, q)
	for first := 0; first < len(q.Steps) && ctx.Err() == nil; {
		next := q.Stage(first)
		if q.Steps[first].Together {
			s.together(ctx, first, q.Steps[first:next])
		} else {
			s.inTurn(ctx, first, q.Steps[first], first > 0 && equivalent(q.Steps[first-1], q.Steps[first]))
		}
		first = next
	}
	return s.exchanges
}

// Judge judges each answer of a sequence that was sent. It may do so while the next one is sent.
func (s *Session) Judge(ctx context.Context, all []Exchange) []Exchange {
	for i := range all {
		exchange := &all[i]
		if ctx.Err() != nil && (exchange.Break.Ours() || takesLong(exchange.Answer)) {
			return all[:i]
		}
		exchange.Mismatches = s.model.Take(exchange.Exchange)
		if exchange.again && i > 0 {
			exchange.Mismatches = append(exchange.Mismatches, oracle.Compare(all[i-1].Exchange, exchange.Exchange, s.model)...)
		}
	}
	return all
}

// takesLong reports whether to judge an answer may take long, since it is large.
func takesLong(a *wire.Answer) bool { return a != nil && len(a.Body) > 64<<10 }

// prepare asks what the oracle wants to know of a new target, and registers the
// clients that the sequence may speak of.
func (s *Session) prepare(ctx context.Context, q traffic.Sequence) {
	if !s.asked {
		s.asked = true
		for _, r := range oracle.Questions() {
			s.take(Question, s.send(ctx, r))
		}
	}
	need := needs(q)
	if need > 0 && !s.options.Sparing {
		need = Prepared
	}
	for len(s.prepared) < need && ctx.Err() == nil {
		exchange := s.take(Registration, s.send(ctx, plainest().Render(nil)))
		exchange.Registered = false
		c, ok := credentials(exchange.Exchange)
		if !ok { // then there is nothing to be right about
			c = traffic.Credentials{ID: "no-client", Secret: "no-secret"}
		}
		s.prepared = append(s.prepared, c)
	}
}

// inTurn sends a step as often as it says, one request after the other.
func (s *Session) inTurn(ctx context.Context, index int, step traffic.Step, alike bool) {
	for n := range step.Repeats() {
		if ctx.Err() != nil {
			return
		}
		exchange := s.take(index, s.send(ctx, step.Render(s.client)))
		if at := len(s.exchanges) - 1; at > 0 && s.exchanges[at-1].Step >= 0 {
			exchange.again = alike || n > 0
		}
		if exchange.Registered && n+1 < step.Repeats() && speaksOfClients(step) {
			return // the next would be about another client, and so another request
		}
	}
}

// together sends steps as often as each says, all at the same moment. None of them
// can speak of a client that another registers.
func (s *Session) together(ctx context.Context, first int, steps []traffic.Step) {
	var requests []wire.Request
	var of []int // the step of each request
	for i, step := range steps {
		r := step.Render(s.client)
		for range step.Repeats() {
			requests, of = append(requests, r), append(of, first+i)
		}
	}
	exchanges := make([]wire.Exchange, len(requests))
	most := len(requests)
	if s.options.Together != nil {
		most = min(most, s.options.Together())
	}
	free := make(chan struct{}, most)
	var sent sync.WaitGroup
	for i, r := range requests {
		free <- struct{}{}
		sent.Go(func() {
			exchanges[i] = s.send(ctx, r)
			<-free
		})
	}
	sent.Wait()
	for i, x := range exchanges {
		s.take(of[i], x)
	}
}

// take keeps an exchange.
func (s *Session) take(step int, x wire.Exchange) *Exchange {
	s.count++
	exchange := Exchange{Step: step, Exchange: x}
	if c, ok := credentials(x); ok && !s.has(c) {
		s.own = append(s.own, c)
		exchange.Registered = true
	}
	if step < 0 {
		s.own = s.own[:0]
	}
	s.exchanges = append(s.exchanges, exchange)
	return &s.exchanges[len(s.exchanges)-1]
}

func (s *Session) send(ctx context.Context, r wire.Request) wire.Exchange {
	if s.options.Before != nil {
		s.options.Before(ctx)
	}
	return s.options.Sender.Do(ctx, r)
}

// client finds whom a value speaks of; see [traffic.Value].
func (s *Session) client(of int) traffic.Credentials {
	switch {
	case of >= traffic.First:
		of -= traffic.First
	case of < len(s.own):
		return s.own[len(s.own)-1-of]
	default:
		of -= len(s.own)
	}
	return s.prepared[min(of, len(s.prepared)-1)]
}

// has reports whether the credentials are of a client that the sequence knows.
func (s *Session) has(c traffic.Credentials) bool {
	return slices.Contains(s.own, c) || slices.Contains(s.prepared, c)
}
