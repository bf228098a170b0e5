package suite

import (
	"cmp"
	"context"
	"sync/atomic"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
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
	impatience := max(min(target.Impatience, o.Patience), o.Wait)
	var begun atomic.Bool // before, it is for Options.Wait whether a target that is away is waited for
	c.paced = target.NewPaced(wire.NewClient(endpoint, o.Wire), target.PacedOptions{
		Parallel: o.Parallel, Control: greetings()[0], Patience: impatience,
		Busy:   func(x wire.Exchange) bool { return c.busy(x) && (begun.Load() || !target.Unavailable(x)) },
		Slowed: slowed, Learn: learn, InProcess: o.Wire.Handler != nil,
	})
	p := inspect(ctx, c.paced, o.Wait, o.Waiting)
	p.unreachable = cmp.Or(p.unreachable, c.paced.TooBusy(impatience))
	begun.Store(true)
	c.paced.SetPatience(max(o.Patience, o.Wait))
	return c, p, nil
}
