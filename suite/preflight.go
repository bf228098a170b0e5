package suite

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// preflight is what is found out before the first case.
type preflight struct {
	unreachable string // why the target cannot be tested, or ""
	registers   bool   // the target was seen to register a client
	parameter   string
	information report.Information
}

// inspect asks the target its first questions, again and again for as long as
// wait if it is not there yet; waiting is called with why, each time.
func inspect(ctx context.Context, client target.Sender, wait time.Duration, waiting func(why string)) preflight {
	questions := spellingQuestions(plainBad)
	var exchanges, plain []wire.Exchange
	why := target.Poll(ctx, wait, waiting, func() string {
		exchanges, plain = greet(ctx, client, questions)
		return silence(slices.Concat(plain, exchanges))
	})
	if why != "" {
		return preflight{unreachable: why, parameter: parameterName}
	}
	unasked := "" // why the target did not look at a question
	read := func(questions []question, exchanges []wire.Exchange) [][2]reply {
		insist(ctx, client, requests(questions), exchanges)
		if i := slices.IndexFunc(exchanges, target.Unavailable); i >= 0 {
			unasked = strconv.Itoa(exchanges[i].Answer.Status)
		}
		return replies(questions, exchanges)
	}
	bad := read(questions, exchanges)
	good := make([][2]reply, len(bad))
	asked := func(value any) [][2]reply {
		questions := spellingQuestions(value)
		return read(questions, inPairs(ctx, client, requests(questions)))
	}
	if ambiguous(bad) {
		good = asked(goodURI)
	}
	p := preflight{registers: slices.ContainsFunc(plain, registers)}
	var seen bool
	takes := func(pair [2]reply) bool { return pair[0] == taken || pair[1] == taken }
	if p.parameter, p.information, seen = spelling(bad, good); seen || unasked == "" && !slices.ContainsFunc(bad, takes) {
		return p
	}
	for _, value := range oddValues() { // a server may take any word for a URI
		bad = stronger(bad, asked(value))
	}
	if p.parameter, p.information, seen = spelling(bad, asked(goodURI)); !seen && unasked != "" {
		p.information.Text = fmt.Sprintf("Which name the redirect URIs are read under, redirect_uri or redirect_uris, could not be asked: the answer was %s each time. The cases use redirect_uri.", unasked)
	}
	return p
}

// insistences bounds how often a request is sent again to a target that answers others, and
// this one with 502, 503 or 504, and insistPause is the first pause before that. Each is twice
// as long as the one before.
const (
	insistences = 5
	insistPause = 100 * time.Millisecond
)

// insist sends again what somebody in front of a target answered instead of it.
func insist(ctx context.Context, client target.Sender, requests []wire.Request, exchanges []wire.Exchange) {
	pause := insistPause
	for range insistences {
		if !slices.ContainsFunc(exchanges, target.Unavailable) || ctx.Err() != nil {
			return
		}
		target.Sleep(ctx, pause)
		pause *= 2
		for i := range exchanges {
			if target.Unavailable(exchanges[i]) {
				exchanges[i] = client.Do(ctx, requests[i])
			}
		}
	}
}

// greet sends the plainest registrations, and then puts questions: a target may break
// off over a bad URI, and not over everything. It stops where nobody is there.
func greet(ctx context.Context, client target.Sender, questions []question) (replied, plain []wire.Exchange) {
	plain = inPairs(ctx, client, greetings())
	if silence(plain) != "" {
		return nil, plain
	}
	return inPairs(ctx, client, requests(questions)), plain
}

// inPairs sends requests two at a time, which every server bears, and those alone again
// that were dropped.
func inPairs(ctx context.Context, client target.Sender, requests []wire.Request) []wire.Exchange {
	var all []wire.Exchange
	for pair := range slices.Chunk(requests, 2) {
		exchanges := target.SendTogether(ctx, client, pair)
		target.SendDroppedAgain(ctx, client, pair, exchanges)
		all = append(all, exchanges...)
	}
	return all
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

// registers reports whether the target carried out the least that the document
// asks for. Of one that does not, a refusal means nothing.
func registers(x wire.Exchange) bool { return x.Break == nil && judge.Read(*x.Answer).HasCredentials() }

// silence says why the target is not there to be asked: no whole answer came to any of
// the questions, or none that is the target's own. It is "" if one did, or came until a
// bound of ours.
func silence(exchanges []wire.Exchange) string {
	why := exchanges[0].Break.Sentence()
	for _, x := range exchanges {
		switch {
		case target.Unavailable(x):
			why = fmt.Sprintf("it answers %d %s, as a proxy does whose server is away", x.Answer.Status, http.StatusText(x.Answer.Status))
		case !target.BrokeOff(x.Break):
			return ""
		}
	}
	return why
}

// ambiguous reports whether some encoding refuses a name in other words than the
// document's, which may be for the bad URI or for the name.
func ambiguous(bad [][2]reply) bool {
	return slices.ContainsFunc(bad, func(pair [2]reply) bool {
		return pair[0] != named && pair[1] != named && (pair[0] == refused || pair[1] == refused)
	})
}
