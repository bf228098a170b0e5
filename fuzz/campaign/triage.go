package campaign

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Budgets of minimising one finding.
const (
	minimiseTries = 400              // sequences
	trailTries    = 600              // sequences, where what came before matters
	minimiseTime  = 15 * time.Second // and no longer than this
	// freeMinimising is how many requests minimising has in any case.
	freeMinimising = 20_000
	// signatureForgets stands for the answers: each is right for a client that is not known.
	signatureForgets = "clients are refused"
)

// triage counts the mismatches of a sequence, or minimises them to findings. It looks at the
// first exchange that has some: later ones may follow from it.
func (w *worker) triage(ctx context.Context, p played) {
	wrong := slices.IndexFunc(p.exchanges, func(exchange session.Exchange) bool { return len(exchange.Mismatches) > 0 })
	if wrong < 0 {
		return
	}
	exchange := p.exchanges[wrong]
	evidence := kept(p.exchanges[:wrong+1])
	q := sequenceOf(p.sequence, exchange)
	isLost := lost(exchange, w.session.Model())
	if isLost && (w.own() > w.since+tooOld || ctx.Err() != nil) { // or there is no time to ask for the others
		w.renew()
		return
	}
	mismatches := exchange.Mismatches
	signature := signatureOf(exchange.Exchange)
	requests := p.requests
	if isLost && w.forgotten(ctx) {
		w.tell("The target knew none of its clients any more: it was restarted, or it forgets them.")
		mismatches = []oracle.Mismatch{forgets("Unauthorized. for each of the clients")}
		signature = signatureForgets
	}
	j := judge(w.session.Model(), lastOf(q), exchange)
	for _, v := range perRule(mismatches) {
		w.triageOne(ctx, p, isLost, j, finding.Finding{
			Cause: finding.Cause{Rule: v.Rule, Signature: signature}, Mismatch: v,
			RequestsToFind: requests, Count: 1, FirstSeen: q, Expected: oracle.Allowed(w.session.Model(), exchange.Request),
			Evidence: evidence, Exchanges: wireExchanges(evidence), Difference: oracle.DifferenceOf(w.session.Model(), exchange.Request),
		})
	}
	if isLost {
		w.renew()
	}
}

// forgets makes the mismatch of a target that lost clients.
func forgets(actual string) oracle.Mismatch {
	return oracle.NewMismatch(oracle.RuleForgets, "", "success: what was given out is still known", actual)
}

// signatureOf is the form of an answer by which causes differ: what it
// says, without the values in it. One of the document's messages is that, whatever
// it names.
func signatureOf(x wire.Exchange) string {
	s := novelty.Of(x, nil)
	one := novelty.Signature{Status: s.Status, Phase: s.Phase, Kind: s.Kind, Media: s.Media, Message: s.Message}
	if b := x.Break; b != nil && (b.Kind == wire.KindReset || b.Kind == wire.KindClosed) {
		one.Phase, one.Kind = "", wire.KindClosed // which of these is a matter of moments
	}
	switch o := oracle.Classify(x); {
	case o.Kind == oracle.KindSuccess:
		one.Status = http.StatusOK // 201 of a registration, 200 of an update
	case o.Kind == oracle.KindRefusal && o.Message != "":
		one.Message = "‹" + o.Message + "›"
	case x.Answer != nil:
		one.Message = masked(x, s.Message)
	}
	return one.String()
}

// short is below which length a value is masked only where it stands as a word of
// its own, in bytes: shorter ones occur in every sentence.
const short = 3

// punctuation may stand about a value in a sentence.
const punctuation = `.,:;!?'"()`

// masked is the message of an answer without the values that were sent, also where
// these are very short, or what else the answer is taken for.
func masked(x wire.Exchange, fallback string) string {
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(x.Answer.Body, &said) != nil || said.Error == "" {
		return fallback
	}
	var long []string
	words := strings.Split(said.Error, " ")
	for _, value := range novelty.Values(x.Request) {
		if len(value) >= short {
			long = append(long, value)
			continue
		}
		for i, word := range words {
			if bare := strings.Trim(word, punctuation); bare == value && value != "" {
				words[i] = strings.Replace(word, value, "‹1›", 1)
			}
		}
	}
	return novelty.Mask(strings.Join(words, " "), long)
}

// sequenceOf gives the sequence of an exchange. A request that prepares a sequence is one, too.
func sequenceOf(q traffic.Sequence, exchange session.Exchange) traffic.Sequence {
	if exchange.Step >= 0 {
		return q.Through(exchange.Step)
	}
	return traffic.Sequence{Steps: []traffic.Step{traffic.ReadSent(exchange.Request)}}
}

func lastOf(q traffic.Sequence) traffic.Step { return q.Steps[len(q.Steps)-1] }

// triageOne minimises a finding, if it is not known yet. Of one that is
// about a lost client and does not show again, nothing can be said but that.
func (w *worker) triageOne(ctx context.Context, p played, isLost bool, j judged, f finding.Finding) {
	q := f.FirstSeen
	if last := f.Exchanges[len(f.Exchanges)-1]; target.BrokeOff(last.Break) {
		w.breaking.Lock() // of several that a crash broke off, one is to blame
		defer w.breaking.Unlock()
		w.hung(last)
	}
	seen := sighting{keyOf(&f), q, f.Difference, f.Cause.Rule, j}
	w.mutex.Lock()
	worth := w.buckets.worthMinimising(seen)
	w.mutex.Unlock()
	if !worth {
		return
	}
	w.done(f)
	f.Sequence = q
	came, least := w.minimise(ctx, &f, shown(keyOf(&f), j), p)
	if least != nil {
		j = *least
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if isLost && (f.Flaky() || broke(f.Evidence)) && f.Cause.Rule != oracle.RuleForgets && ctx.Err() == nil {
		w.buckets.drop(seen.cause)
		f.Cause = finding.Cause{Rule: oracle.RuleForgets, Signature: signatureForgets}
		f.Mismatch = forgets("Unauthorized. for a client that was known before")
		seen = sighting{cause: f.Cause, sequence: q}
		if !w.buckets.worthMinimising(seen) {
			return
		}
	}
	if f.Cause.Rule == oracle.RuleForgets && f.Repeats == 0 && w.state.restarts.Load() > 0 {
		w.buckets.drop(seen.cause) // it was started again in the meantime, and that is told
		return
	}
	if last := f.Exchanges[len(f.Exchanges)-1]; target.BrokeOff(last.Break) && w.byChance(f, came, last.Break) {
		w.buckets.drop(seen.cause)
		atOnce := w.options.Target.AtOnce(last)
		if w.inOutage(last) {
			w.lost.add(f, last, atOnce)
			return
		}
		w.options.Target.Strained(atOnce)
		w.drops.add(f, last, atOnce)
		if came == notSent && len(w.drops.untold) < mostUntold {
			w.drops.untold = append(w.drops.untold, untold{f, j})
		}
		return
	}
	w.buckets.drop(seen.cause)
	if last := f.Exchanges[len(f.Exchanges)-1]; target.Unavailable(last) && f.Repeats == 0 {
		return // somebody in front of the target answered, and says nothing of the request
	}
	w.buckets.add(f, j)
}

// mostHung is how many requests may wait in vain for the whole timeout. Later ones wait less.
const mostHung = 2

// hung counts a request that waited in vain while the target answers others.
func (s *state) hung(x wire.Exchange) {
	if x.Break.Kind == wire.KindTimeout && !x.Break.Unreachable() && s.hangs.Add(1) == mostHung {
		s.options.Target.Shorten(x.Duration, 10)
	}
}

// byChance reports whether what broke off is not known to do so again: it did not each time
// that it was sent again. Where there was no time for all that, it is not if it let the client
// wait, or if the target is known to end connections by chance.
func (s *state) byChance(f finding.Finding, came again, b *wire.Break) bool {
	if came == brokeOtherwise {
		return false
	}
	untold := came == notShown
	if b.Kind == wire.KindTimeout {
		untold = untold || came == notSent
	} else {
		untold = untold || s.drops.Closed > 0
	}
	return f.Repeats < f.Checked || f.Checked < finding.Checks && untold
}

// broke reports whether the target broke off an exchange before the last: what it
// did then explains the rest.
func broke(exchanges []session.Exchange) bool {
	for i := range exchanges[:max(len(exchanges)-1, 0)] {
		if exchanges[i].Break != nil {
			return true
		}
	}
	return false
}
