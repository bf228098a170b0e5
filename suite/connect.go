package suite

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// defaultPatience is how long a target may be busy before it counts as busy for ever, or
// half as long as one that says for how long (many count requests by the minute). impatience is the same before the
// first case, where nothing is lost yet.
const (
	defaultPatience = 30 * time.Second
	impatience      = 5 * time.Second
)

// connection is how a run sends to its target.
type connection struct {
	paced *target.Paced
	busy  func(wire.Exchange) bool
}

// connect makes the client of a run, and asks the target its first questions.
func connect(ctx context.Context, o Options, slowed func(perSecond float64), learn func(wire.Exchange)) (connection, preflight, error) {
	endpoint, err := wire.Endpoint(o.Target, o.Path)
	if err != nil {
		return connection{}, preflight{}, err
	}
	o.Wire.Parallel = target.MaxWidth
	c := connection{busy: func(x wire.Exchange) bool { return judge.Busy(x, o.Catalogue.Messages) }}
	var begun atomic.Bool // before, it is for Options.Wait whether a target that is away is waited for
	c.paced = target.NewPaced(wire.NewClient(endpoint, o.Wire), target.PacedOptions{
		Parallel: o.Parallel, Busy: func(x wire.Exchange) bool { return c.busy(x) && (begun.Load() || !target.Unavailable(x)) }, Control: greetings()[0], Patience: max(min(impatience, o.Patience), o.Wait),
		Slowed: slowed, Learn: learn, InProcess: o.Wire.Handler != nil,
	})
	p := inspect(ctx, c.paced, o.Wait, o.Waiting)
	if c.paced.Endless() && p.unreachable == "" {
		p.unreachable = "it asks to wait (429), and for longer than " + max(impatience, o.Wait).String() + "; --wait waits longer"
	}
	begun.Store(true)
	c.paced.SetPatience(max(o.Patience, o.Wait))
	return c, p, nil
}
