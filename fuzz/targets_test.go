package fuzz_test

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/generate/generatetest"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/novelty/counters"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

func FuzzJSONBody(f *testing.F)          { run(f, "FuzzJSONBody") }
func FuzzFormBody(f *testing.F)          { run(f, "FuzzFormBody") }
func FuzzContentType(f *testing.F)       { run(f, "FuzzContentType") }
func FuzzContacts(f *testing.F)          { run(f, "FuzzContacts") }
func FuzzLogoURL(f *testing.F)           { run(f, "FuzzLogoURL") }
func FuzzRedirectURI(f *testing.F)       { run(f, "FuzzRedirectURI") }
func FuzzApplicationType(f *testing.F)   { run(f, "FuzzApplicationType") }
func FuzzUpdateCredentials(f *testing.F) { run(f, "FuzzUpdateCredentials") }
func FuzzRequest(f *testing.F)           { run(f, "FuzzRequest") }
func FuzzSequence(f *testing.F)          { run(f, "FuzzSequence") }

// FuzzGenerated lets Go's fuzzer make the choices of the generators.
func FuzzGenerated(f *testing.F) {
	p := open(f)
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { p.play(t, generate.Sequence(generatetest.Drawn(t))) }))
}

func run(f *testing.F, name string) {
	p := open(f)
	for _, target := range fuzz.Targets() {
		if target.Name != name {
			continue
		}
		seed(f, target)
		if target.Text {
			f.Fuzz(func(t *testing.T, input string) { p.try(t, target, input) })
		} else {
			f.Fuzz(func(t *testing.T, input []byte) { p.try(t, target, string(input)) })
		}
		return
	}
	f.Fatalf("there is no target %s", name)
}

// seeds is how many inputs a target begins with. Go's fuzzer tries all of them before
// it makes any of its own.
const seeds = 250

// seed adds inputs of a target to begin with.
func seed(f *testing.F, target fuzz.Target) {
	catalogue, err := cases.Builtin()
	if err != nil {
		f.Fatal(err)
	}
	all := inputs(catalogue, target)
	if len(all) == 0 {
		f.Fatal("the catalogue has no seed for this target")
	}
	for _, input := range all {
		if target.Text {
			f.Add(input)
		} else {
			f.Add([]byte(input))
		}
	}
}

// inputs are what the catalogue sends as the inputs of a target, or an even choice of it.
func inputs(catalogue *cases.Catalogue, target fuzz.Target) []string {
	seen := map[string]bool{}
	var all []string
	for _, c := range catalogue.Cases() {
		for _, encoding := range c.Encodings {
			q, ok := traffic.FromCase(c, encoding)
			if !ok || q.Requests() > 10 {
				continue
			}
			for _, input := range target.Inputs(q) {
				if seen[input] || len(input) > 4096 {
					continue
				}
				seen[input] = true
				all = append(all, input)
			}
		}
	}
	var even []string
	for i := 0; i < len(all); i += 1 + len(all)/seeds {
		even = append(even, all[i])
	}
	return even
}

// player plays sequences on the server under test. Each fuzz worker has one.
type player struct {
	session *session.Session
	places  *novelty.Places // of signatures
	pairs   *novelty.Places // of two signatures that follow one another
}

func open(f *testing.F) *player {
	sender := inProcess(f, reference.New(reference.Options{}))
	if address, set := os.LookupEnv("REGSPEC_TARGET"); set {
		if address == "" {
			f.Fatal("REGSPEC_TARGET is set and empty: name a server, or unset it for the reference server")
		}
		sender = remote(f, address)
	}
	return newPlayer(sender)
}

func newPlayer(sender target.Sender) *player {
	s := session.New(session.Options{Sender: sender, Sparing: true})
	return &player{session: s, places: novelty.NewPlaces(counters.Signatures), pairs: novelty.NewPlaces(counters.Pairs)}
}

// remote makes connections to a server. They must be quiet: what the client does
// would be coverage, too.
func remote(f *testing.F, address string) target.Sender {
	endpoint, err := wire.Endpoint(address, "")
	if err != nil {
		f.Fatal(err)
	}
	paced := campaign.Paced(wire.NewClient(endpoint, wire.Options{Timeout: 5 * time.Second, NoGzip: true}), 0, false, nil)
	f.Cleanup(paced.Close)
	return paced
}

func inProcess(f testing.TB, server http.Handler) target.Sender {
	f.Helper()
	endpoint, err := wire.Endpoint("http://reference.example", "")
	if err != nil {
		f.Fatal(err)
	}
	return wire.NewClient(endpoint, wire.Options{Handler: server})
}

func (p *player) try(t *testing.T, one fuzz.Target, input string) {
	q, ok := one.Sequence(input)
	if !ok {
		t.Skip("it cannot be sent over HTTP, or is too much")
	}
	p.play(t, q)
}

// play sends a sequence with clients of its own, tells the fuzzer what is new, and
// fails for what is wrong.
func (p *player) play(t interface {
	Helper()
	Errorf(format string, args ...any)
}, q traffic.Sequence,
) {
	t.Helper()
	p.session.Renew()
	var previous *novelty.Signature
	for _, exchange := range p.session.Play(context.Background(), q) {
		present := novelty.Of(exchange.Exchange, nil)
		place, _ := p.places.Of(present)
		counters.Signature(place)
		if previous != nil {
			pair, _ := p.pairs.OfPair(*previous, present)
			counters.Pair(pair)
		}
		previous = &present
		for _, v := range exchange.Mismatches {
			if v.Level.AtLeast(cases.Implied) {
				r := redact.Report(report.Report{Findings: []report.Finding{{
					Expected: v.Expected, Actual: v.Actual, Explanation: v.Explanation, Exchanges: []wire.Exchange{exchange.Exchange},
				}}}, nil)
				redacted := r.Findings[0]
				t.Errorf("%s (%s): %s\nexpected  %s\ngot       %s\nagain     %s", v.Rule, v.Level, redacted.Explanation, redacted.Expected, redacted.Actual, redacted.Exchanges[0].Request.Curl())
			}
		}
	}
}
