package fuzz_test

import (
	"context"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/novelty/arms"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
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
	a := open(f)
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { a.play(t, generate.Sequence(generate.Drawn(t))) }))
}

func run(f *testing.F, name string) {
	a := open(f)
	for _, target := range fuzz.Targets() {
		if target.Name != name {
			continue
		}
		seed(f, target)
		if target.Text {
			f.Fuzz(func(t *testing.T, input string) { a.try(t, target, input) })
		} else {
			f.Fuzz(func(t *testing.T, input []byte) { a.try(t, target, string(input)) })
		}
		return
	}
	f.Fatalf("there is no target %s", name)
}

// seeds is how many inputs a target begins with. Go's fuzzer tries all of them before
// it makes any of its own.
const seeds = 250

// seed adds what the catalogue sends as the inputs of a target, or an even choice of it.
func seed(f *testing.F, target fuzz.Target) {
	catalogue, err := cases.Builtin()
	if err != nil {
		f.Fatal(err)
	}
	seen := map[string]bool{}
	var inputs []string
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
				inputs = append(inputs, input)
			}
		}
	}
	if len(inputs) == 0 {
		f.Fatal("the catalogue has no seed for this target")
	}
	for i := 0; i < len(inputs); i += 1 + len(inputs)/seeds {
		if target.Text {
			f.Add(inputs[i])
		} else {
			f.Add([]byte(inputs[i]))
		}
	}
}

// arena is a target of fuzzing, and what is known of it. A fuzz worker has one.
type arena struct {
	session *session.Session
	places  *novelty.Places // stable ones: each worker of Go's fuzzer is a process of its own
	pairs   *novelty.Places
}

func open(f *testing.F) *arena {
	sender := inProcess(f)
	if target, set := os.LookupEnv("REGSPEC_TARGET"); set {
		if target == "" {
			f.Fatal("REGSPEC_TARGET is set and empty: name a server, or unset it for the reference server")
		}
		sender = remote(f, target)
	}
	s := session.New(session.Options{Sender: sender, Sparing: true})
	f.Cleanup(s.Close)
	return &arena{session: s, places: novelty.NewPlaces(1024), pairs: novelty.NewPlaces(2048)}
}

// remote makes connections to a server. They must be quiet: what the client does
// would be coverage, too.
func remote(f *testing.F, target string) func() session.Sender {
	endpoint, err := wire.Endpoint(target, "")
	if err != nil {
		f.Fatal(err)
	}
	connect, _ := wire.Connector(f.Context(), endpoint, wire.Options{Timeout: 5 * time.Second, NoGzip: true}, session.Greeting())
	return func() session.Sender { return connect() }
}

func inProcess(f *testing.F) func() session.Sender {
	endpoint, err := wire.Endpoint("http://reference.example", "")
	if err != nil {
		f.Fatal(err)
	}
	server := reference.New(reference.Options{})
	return func() session.Sender { return wire.NewClient(endpoint, wire.Options{Handler: server}) }
}

func (a *arena) try(t *testing.T, target fuzz.Target, input string) {
	q, ok := target.Sequence(input)
	if !ok {
		t.Skip("it cannot be sent over HTTP")
	}
	a.play(t, q)
}

// play sends a sequence with clients of its own, tells the fuzzer what is new, and
// fails for what is wrong.
func (a *arena) play(t interface {
	Helper()
	Errorf(format string, args ...any)
}, q traffic.Sequence,
) {
	t.Helper()
	a.session.Renew()
	var previous *novelty.Signature
	for _, turn := range a.session.Play(context.Background(), q) {
		present := novelty.Of(turn.Exchange, nil)
		place, _ := a.places.Of(present)
		arms.Take(place)
		if previous != nil {
			pair, _ := a.pairs.OfPair(*previous, present)
			arms.Pair(pair)
		}
		previous = &present
		for _, v := range turn.Violations {
			if v.Level.AtLeast(cases.Implied) {
				r := report.Redact(report.Report{Findings: []report.Finding{{
					Expected: v.Expected, Actual: v.Actual, Explanation: v.Sentence, Exchanges: []wire.Exchange{turn.Exchange},
				}}}, nil)
				told := r.Findings[0]
				t.Errorf("%s (%s): %s\nexpected  %s\ngot       %s\nagain     %s", v.Rule, v.Level, told.Explanation, told.Expected, told.Actual, told.Exchanges[0].Request.Curl())
			}
		}
	}
}
