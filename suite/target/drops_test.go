package target_test

import (
	"context"
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
		{"closed, and never again", 200, 0, []drop{{closed, 5}, {closed, 4}}, ""},
		{"closed, and another one that was alone", 200, 1, []drop{{closed, 5}, {closed, 4}}, ""},
		{"closed, of few, and never again", 50, 0, []drop{{closed, 5}, {closed, 4}}, ""},
		{"closed, once alone", 200, 0, []drop{{closed, 5}, {closed, 1}}, ""},
		{"silent, of few", 50, 0, []drop{{silent, 2}}, "1 of 50 requests had no answer in time while others were under way."},
		{"silent, once alone", 200, 0, []drop{{silent, 2}, {silent, 1}}, ""},
		{"silent, and closed", 200, 0, []drop{{silent, 2}, {closed, 2}}, ""},
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

// What a target bears is said where it is seen when that much is sent.
func TestTooMuchAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var under atomic.Int32
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			defer under.Add(-1)
			if under.Add(1) > 3 {
				return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}
			}
			time.Sleep(time.Millisecond)
			return fine(r)
		}), target.PacedOptions{InProcess: true})
		for range 200 {
			p.Do(t.Context(), wire.Request{})
		}
		var d target.Drops
		d.Add(&wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}, 4)
		if got := p.TooMuch(t.Context(), d); !strings.HasPrefix(got, "The target answers no more than 3 at once") {
			t.Error(got)
		}
	})
}

// Connections that are kept may be too many for a target of which little is asked at a time.
func TestTooManyConnections(t *testing.T) {
	closed := &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}
	for _, row := range []struct {
		name     string
		breaksAt func(crowd, n int) bool // the n-th connection of a crowd
		want     string
	}{
		{"eight", func(_, n int) bool { return n > 8 }, "The target takes no more than 8 connections at a time"},
		{"now and then", func(crowd, n int) bool { return n > 8+crowd%2 }, ""},
		{"any number", func(int, int) bool { return false }, ""},
		{"none", func(int, int) bool { return true }, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := target.NewPaced(&crowded{server: fine, breaksAt: row.breaksAt}, target.PacedOptions{InProcess: true})
			for range 500 {
				p.Do(t.Context(), wire.Request{})
			}
			var d target.Drops
			d.Add(closed, 1)
			if got := p.TooMuch(t.Context(), d); !strings.HasPrefix(got, row.want) || row.want == "" && got != "" {
				t.Errorf("%s: %q", row.name, got)
			}
		})
	}
}

// crowded ends a connection that is too much.
type crowded struct {
	server

	breaksAt func(crowd, n int) bool
	crowds   int
}

func (c *crowded) Crowd(_ context.Context, r wire.Request, most int) []wire.Exchange {
	var all []wire.Exchange
	c.crowds++
	for n := 1; n <= most; n++ {
		if c.breaksAt(c.crowds, n) {
			return append(all, wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}})
		}
		all = append(all, fine(r))
	}
	return all
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
