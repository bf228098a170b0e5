package campaign

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/wire"
)

// target is what the workers share of the server: whether it is there.
type target struct {
	patience time.Duration
	end      context.CancelCauseFunc
	answered atomic.Int64
	restarts atomic.Int64
}

// retrying is a sender that waits for a target that went away or is busy,
// and then sends again. That a target restarts must not fail the requests
// after it.
type retrying struct {
	session.Sender

	target *target
}

// maxBusy bounds how often one request waits.
const maxBusy = 5

// Do sends a request.
func (p retrying) Do(ctx context.Context, r wire.Request) wire.Exchange {
	for busy := 0; ; {
		x := p.Sender.Do(ctx, r)
		switch {
		case x.Break != nil && x.Break.Unreachable() && ctx.Err() == nil:
			again, ok := p.comesBack(ctx, r)
			if !ok {
				p.target.end(goneError{x.Break.Sentence()})
				return x
			}
			return again
		case isBusy(x) && busy < maxBusy:
			busy++
			pause(ctx, retryAfter(x))
		default:
			if x.Break == nil && !isBusy(x) { // a busy target was not tested
				p.target.answered.Add(1)
			}
			return x
		}
	}
}

// isBusy reports whether the answer asks the client to wait.
func isBusy(x wire.Exchange) bool {
	return x.Answer != nil && (x.Answer.Status == 429 || x.Answer.Status == 503) && oracle.Classify(x).Kind == oracle.KindBusy
}

// Close ends the connection.
func (p retrying) Close() {
	if c, ok := p.Sender.(interface{ Close() }); ok {
		c.Close()
	}
}

// comesBack sends until the target takes connections again, if it ever answered
// and does so in time.
func (p retrying) comesBack(ctx context.Context, r wire.Request) (wire.Exchange, bool) {
	if p.target.answered.Load() == 0 {
		return wire.Exchange{}, false
	}
	for began := time.Now(); time.Since(began) < p.target.patience && ctx.Err() == nil; {
		pause(ctx, 50*time.Millisecond)
		if again := p.Sender.Do(ctx, r); again.Break == nil || !again.Break.Unreachable() {
			p.target.restarts.Add(1)
			return again, true
		}
	}
	return wire.Exchange{}, ctx.Err() != nil
}

// goneError ends a campaign whose target went away for good.
type goneError struct{ why string }

func (e goneError) Error() string { return e.why }

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// maxPause bounds how long a busy target is waited for at a time.
const maxPause = 2 * time.Second

// retryAfter is how long a busy target asks the client to wait (RFC 9110 §10.2.3).
func retryAfter(x wire.Exchange) time.Duration {
	for _, value := range wire.Values(x.Answer.Header, "Retry-After") {
		if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
			return min(time.Duration(seconds)*time.Second, maxPause)
		}
	}
	return maxPause / 4
}
