package experiment

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/novelty/counters"
	"github.com/regspec/regspec/suite/wire"
)

// The environment says how the target works; processes of the fuzzer inherit it.
const (
	asServer    = "REGSPEC_EXPERIMENT_SERVER"
	countersOff = "REGSPEC_EXPERIMENT_COUNTERS_OFF"
	numbered    = "REGSPEC_EXPERIMENT_NUMBERS"
	withHTTP    = "REGSPEC_EXPERIMENT_NETHTTP"
	seedOf      = "REGSPEC_EXPERIMENT_SEED"
	endAtFound  = "REGSPEC_EXPERIMENT_END"
)

// settings are what the environment says.
type settings struct {
	seed              uint64
	counters, nethttp bool
	numbers           bool // numbers are given in the order in which signatures are first seen
	end               bool // finding the tokens ends the fuzzing, as a failure
}

func fromEnvironment() settings {
	seed, _ := strconv.ParseUint(os.Getenv(seedOf), 10, 64) // none is 0
	return settings{
		seed:     seed,
		counters: os.Getenv(countersOff) == "",
		nethttp:  os.Getenv(withHTTP) != "",
		numbers:  os.Getenv(numbered) != "",
		end:      os.Getenv(endAtFound) != "",
	}
}

// client is either client.
type client interface {
	Do(ctx context.Context, r wire.Request) wire.Exchange
	Close()
}

func newClient(tb testing.TB, target string, nethttp bool) client {
	tb.Helper()
	u, err := wire.Endpoint(target, "")
	if err != nil {
		tb.Fatal(err)
	}
	if nethttp {
		return wire.NewClient(u, wire.Options{})
	}
	return wire.NewConn(u, wire.Options{NoGzip: true})
}

func FuzzTokens(f *testing.F) {
	s := fromEnvironment()
	c := newClient(f, serve(f), s.nethttp)
	f.Cleanup(c.Close)
	var numbers novelty.Numbers
	places := novelty.NewPlaces(counters.Signatures)
	header := []wire.Field{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}
	f.Add(make([]byte, len(members)))
	f.Fuzz(func(t *testing.T, data []byte) {
		form, sent := body(data)
		x := c.Do(context.Background(), wire.Request{Method: "POST", Header: header, Body: []byte(form)})
		if x.Answer == nil {
			t.Skip(x.Break.Sentence())
		}
		switch {
		case !s.counters:
		case s.numbers:
			number, _ := numbers.See(novelty.Of(x, sent))
			counters.Signature(number)
		default:
			place, _ := places.Of(novelty.Of(x, sent))
			counters.Signature(place)
		}
		if s.end && x.Answer.Status == 200 {
			t.Error("all tokens are found")
		}
	})
}
