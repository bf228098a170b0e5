package suite

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// pause is how long to leave a target alone that did not answer.
const pause = 100 * time.Millisecond

// preflight is what is found out before the first case.
type preflight struct {
	unreachable string // why the target cannot be tested, or ""
	registers   bool   // the target was seen to register a client
	parameter   string
	information report.Information
	scarce      bool // it serves few connections at a time
}

// inspect asks the target its first questions, again and again for as long as
// wait if it does not answer HTTP; waiting is told why, each time.
func inspect(ctx context.Context, client sender, wait time.Duration, waiting func(why string)) preflight {
	questions := spellingQuestions(false)
	deadline := time.Now().Add(wait)
	var exchanges, plain []wire.Exchange
	crowd := &crowd{client: client}
	for {
		done := crowd.watch(ctx)
		exchanges, plain = greet(ctx, crowd, questions)
		done()
		why := silence(slices.Concat(exchanges, plain))
		if why == "" {
			sendAgain(ctx, client, greetings(), plain)
			sendAgain(ctx, client, requests(questions), exchanges)
			break
		}
		if ctx.Err() != nil || time.Now().Add(pause).After(deadline) {
			return preflight{unreachable: why, parameter: parameterName}
		}
		waiting(why)
		sleep(ctx, pause)
	}
	bad := replies(questions, exchanges)
	good := make([][2]reply, len(bad))
	if ambiguous(bad) {
		questions = spellingQuestions(true)
		done := crowd.watch(ctx)
		exchanges = sendTogether(ctx, crowd, requests(questions))
		done()
		sendAgain(ctx, client, requests(questions), exchanges)
		good = replies(questions, exchanges)
	}
	p := preflight{registers: slices.ContainsFunc(plain, registers)}
	p.parameter, p.information = spelling(bad, good)
	return p
}

// greet puts questions and, at the same moment, sends the plainest registrations:
// a target may break off over a bad URI, and not over everything.
func greet(ctx context.Context, client sender, questions []question) (replied, plain []wire.Exchange) {
	first := greetings()
	exchanges := sendTogether(ctx, client, slices.Concat(first, requests(questions)))
	return exchanges[len(first):], exchanges[:len(first)]
}

// greetings are the plainest registrations.
func greetings() []wire.Request {
	var all []wire.Request
	for _, encoding := range cases.Encodings() {
		request, err := prepare(cases.Registration("client").Send, encoding, variables{}.scope())
		if err != nil {
			panic(err) // words can always be sent
		}
		all = append(all, request.Request)
	}
	return all
}

// sendTogether sends requests at the same moment and waits for all the answers.
func sendTogether(ctx context.Context, client sender, requests []wire.Request) []wire.Exchange {
	exchanges := make([]wire.Exchange, len(requests))
	var wg sync.WaitGroup
	for i, request := range requests {
		wg.Go(func() { exchanges[i] = client.Do(ctx, request) })
	}
	wg.Wait()
	return exchanges
}

// sendAgain sends alone what was dropped when it was sent together with others, and
// puts the new exchange in the place of the old: a target may drop what comes
// together. That is for the cases to find, if they are run so, and must not keep it
// from being known what the target does with one request.
func sendAgain(ctx context.Context, client sender, requests []wire.Request, exchanges []wire.Exchange) {
	for i, x := range exchanges {
		if breaksOff(x.Break) && x.Break.Kind != wire.KindTimeout {
			exchanges[i] = client.Do(ctx, requests[i])
		}
	}
}

// registers reports whether the target carried out the least that the document
// asks for. Of one that does not, a refusal means nothing.
func registers(x wire.Exchange) bool { return x.Break == nil && judge.Read(*x.Answer).HasCredentials() }

// silence says why no whole answer came to any of the questions, or "" if one
// did, or came until a bound of ours.
func silence(exchanges []wire.Exchange) string {
	for _, x := range exchanges {
		if !breaksOff(x.Break) {
			return ""
		}
	}
	return exchanges[0].Break.Sentence()
}

// ambiguous reports whether some encoding refuses a name in other words than the
// document's, which may be for the bad URI or for the name.
func ambiguous(bad [][2]reply) bool {
	return slices.ContainsFunc(bad, func(pair [2]reply) bool {
		return pair[0] != named && pair[1] != named && (pair[0] == refused || pair[1] == refused)
	})
}

// sleep waits, or until the context ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
