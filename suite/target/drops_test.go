package target_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// A request that came later and was answered earlier was under way with the one that broke
// off.
func TestAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			if r.Method == "LONG" {
				time.Sleep(3 * time.Second)
				return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}
			}
			time.Sleep(time.Second)
			return fine(r)
		}), target.PacedOptions{InProcess: true})
		broke := make(chan wire.Exchange)
		go func() { broke <- p.Do(t.Context(), wire.Request{Method: "LONG"}) }()
		time.Sleep(time.Second)
		p.Do(t.Context(), wire.Request{})
		if n := p.AtOnce(<-broke); n != 2 {
			t.Errorf("%d were under way", n)
		}
	})
}

func TestTooMuch(t *testing.T) {
	silent, closed := &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindTimeout}, &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}
	type drop struct {
		b      *wire.Break
		atOnce int
	}
	for _, row := range []struct {
		name     string
		answered int // one after the other
		broke    int // likewise
		drops    []drop
		want     string // begin of what is said
	}{
		{"none", 200, 0, nil, ""},
		{"closed beyond 3", 200, 0, []drop{{closed, 5}, {closed, 4}}, "The target answers no more than 3 at once"},
		{"closed, and another one that was alone", 200, 1, []drop{{closed, 5}, {closed, 4}}, ""},
		{"closed, of few at first", 50, 0, []drop{{closed, 5}, {closed, 4}}, "The target answers no more than 3 at once"},
		{"closed, once alone", 200, 0, []drop{{closed, 5}, {closed, 1}}, ""},
		{"silent, of few", 50, 0, []drop{{silent, 2}}, "1 of 50 requests had no answer in time while others were under way."},
		{"silent, once alone", 200, 0, []drop{{silent, 2}, {silent, 1}}, ""},
		{"silent, and closed", 200, 0, []drop{{silent, 2}, {closed, 2}}, "The target answers no more than 1 at once"},
	} {
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			if r.Method == "BAD" {
				return wire.Exchange{Break: closed}
			}
			return fine(r)
		}), target.PacedOptions{InProcess: true})
		for range row.answered {
			p.Do(t.Context(), wire.Request{})
		}
		for range row.broke {
			p.Do(t.Context(), wire.Request{Method: "BAD"})
		}
		var d target.Drops
		for _, one := range row.drops {
			d.Add(one.b, one.atOnce)
		}
		if got := p.TooMuch(t.Context(), d); !strings.HasPrefix(got, row.want) || row.want == "" && got != "" {
			t.Errorf("%s: %q", row.name, got)
		}
	}
}

// What is sent alone waits until nothing else is under way, and the rest waits for it.
func TestAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var under, most atomic.Int32
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			n := under.Add(1)
			time.Sleep(time.Second)
			under.Add(-1)
			if r.Method == "ALONE" {
				most.Store(max(n, most.Load()))
			}
			return fine(r)
		}), target.PacedOptions{InProcess: true, Parallel: 4})
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { p.Do(t.Context(), wire.Request{}) })
			all.Go(func() { p.Do(target.Alone(t.Context()), wire.Request{Method: "ALONE"}) })
			all.Go(func() { p.Do(t.Context(), wire.Request{}) })
		}
		all.Wait()
		if most.Load() != 1 {
			t.Errorf("%d were under way with one that was sent alone", most.Load())
		}
	})
}
