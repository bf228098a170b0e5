package campaign

import (
	"context"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/minimise"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
)

const (
	// longLivedAge is after how many requests of the campaign a client is asked for again.
	// By then others have registered, but fewer than the oracle remembers: a small store for
	// tests may have no room for more.
	longLivedAge = 7000
	// tooOld is after how many requests a client is no longer asked for: its worker had to
	// wait, and what has no room for it then may be such a store.
	tooOld = 8000
	// capacityTries is how many sequences may be sent to find the store's capacity.
	capacityTries = 24
)

// longLived is a client that registers at the beginning of the campaign. No request is about it
// until it is checked.
type longLived struct {
	session *session.Session
	since   int // how many requests of the campaign had been sent when it registered
}

// registerLongLived registers a client that is checked later.
func (w *worker) registerLongLived(ctx context.Context) {
	w.longLived.session.Renew()
	w.spend(len(w.longLived.session.Play(ctx, updateOfFirst())), false)
	w.longLived.since = w.own()
}

// checkLongLived updates the long-lived client, when it is time. A target that no longer knows it,
// but knows clients that registered later, keeps a limited number of clients.
func (w *worker) checkLongLived(ctx context.Context) {
	if w.longLived.session == nil || w.own() < w.longLived.since+longLivedAge {
		return
	}
	if w.own() > w.longLived.since+tooOld {
		w.registerLongLived(ctx)
		return
	}
	exchanges := w.longLived.session.Play(ctx, updateOfFirst())
	w.spend(len(exchanges), false)
	gone := ctx.Err() == nil && len(exchanges) > 0 && lost(exchanges[len(exchanges)-1], w.longLived.session.Model())
	if gone && ctx.Err() == nil {
		w.findCapacity(ctx, exchanges)
	}
	w.registerLongLived(ctx)
}

// findCapacity looks for how many clients have to register for one to be forgotten.
func (w *worker) findCapacity(ctx context.Context, exchanges []session.Exchange) {
	f := finding.Finding{
		Cause: finding.Cause{Rule: oracle.RuleForgets, Signature: signatureForgets}, Mismatch: forgets("Unauthorized. for a client that registered some thousand requests before"),
		RequestsToFind: w.own(), Count: 1, Sequence: updateOfFirst(), FirstSeen: updateOfFirst(), Evidence: kept(exchanges), Exchanges: wireExchanges(kept(exchanges)),
	}
	w.mutex.Lock()
	worth := w.buckets.worthMinimising(sighting{cause: f.Cause, sequence: f.FirstSeen})
	w.mutex.Unlock()
	if !worth {
		return
	}
	w.done(f)
	ctx, cancel := context.WithTimeout(ctx, minimiseTime)
	defer cancel()
	c := w.checker(ctx, f.Cause)
	for hundreds := 5; hundreds <= 40; hundreds *= 2 {
		if q := registrations(hundreds); c.shows(q) {
			f.Sequence = minimise.Sequence(q, capacityTries, c.may, c.shows)
			break
		}
	}
	c.check(&f, finding.Checks)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.buckets.add(f, judged{})
}

// registrations registers this many hundred clients, and then asks for one from before.
func registrations(hundreds int) traffic.Sequence {
	var q traffic.Sequence
	for range hundreds {
		q.Steps = append(q.Steps, traffic.Step{Times: 100, Body: traffic.Body{Members: []traffic.Member{
			{Name: traffic.ParamType, Value: traffic.Str("client_associate")}, {Name: traffic.ParamApplication, Value: traffic.Str("native")},
		}}})
	}
	q.Steps = append(q.Steps, updateOfFirst().Steps...)
	return q
}

// updateOfFirst asks for the first client from before a sequence.
func updateOfFirst() traffic.Sequence {
	q := session.Probe()
	q.Steps = q.Steps[:1]
	for at := range q.Steps[0].Body.Members {
		if v := &q.Steps[0].Body.Members[at].Value; v.Credential() {
			v.Of = traffic.First
		}
	}
	return q
}
