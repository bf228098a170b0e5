package target_test

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// server is a client that needs no connection: what it does is what a target does.
type server func(r wire.Request) wire.Exchange

func (s server) Do(_ context.Context, r wire.Request) wire.Exchange {
	began := time.Now()
	x := s(r)
	x.Started, x.Duration = began, time.Since(began)
	return x
}
func (server) Close() {}
func (s server) Crowd(ctx context.Context, r wire.Request, most int) []wire.Exchange {
	all := []wire.Exchange{s.Do(ctx, r)}
	for len(all) < most && all[len(all)-1].Break == nil {
		all = append(all, s.Do(ctx, r))
	}
	return all
}

func (server) SetReuse(bool)            {}
func (server) SetTimeout(time.Duration) {}

func fine(wire.Request) wire.Exchange { return wire.Exchange{Answer: &wire.Answer{Status: 200}} }

func busy(x wire.Exchange) bool {
	return x.Answer != nil && (x.Answer.Status == 429 || x.Answer.Status == 503)
}

// bucket limits the rate of requests: so many a second, and so many at first.
func bucket(perSecond, burst float64) server {
	var mu sync.Mutex
	tokens, last := burst, time.Time{}
	return func(r wire.Request) wire.Exchange {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		if !last.IsZero() {
			tokens = min(burst, tokens+perSecond*now.Sub(last).Seconds())
		}
		if last = now; tokens < 1 {
			return answer()
		}
		tokens--
		return fine(r)
	}
}

// play lets workers send requests, as a run does.
func play(ctx context.Context, p *target.Paced, requests int) (answers []wire.Exchange) {
	var left atomic.Int64
	left.Store(int64(requests))
	ctx, done := context.WithCancel(ctx)
	defer done()
	var mu sync.Mutex
	var all sync.WaitGroup
	for place := range p.Most() {
		all.Go(func() {
			for p.Turn(ctx, place) {
				if left.Add(-1) < 0 {
					done()
					return
				}
				x := p.Do(context.WithoutCancel(ctx), wire.Request{Method: "GET"})
				mu.Lock()
				answers = append(answers, x)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return answers
}

// A target that limits the rate is asked at that rate, and every request is answered.
func TestRateLimit(t *testing.T) {
	for _, row := range []struct {
		perSecond, burst float64
		requests         int
	}{{10, 20, 200}, {100, 10, 500}, {1, 1, 20}} {
		synctest.Test(t, func(t *testing.T) {
			p := target.NewPaced(bucket(row.perSecond, row.burst), target.PacedOptions{Busy: busy, Patience: time.Minute, InProcess: true})
			began := time.Now()
			for _, x := range play(t.Context(), p, row.requests) {
				if busy(x) {
					t.Fatalf("%g a second: a request was given up", row.perSecond)
				}
			}
			took, least := time.Since(began).Seconds(), (float64(row.requests)-row.burst)/row.perSecond
			if took > 2*least+3 {
				t.Errorf("%g a second: it took %.1f s, and could have been done in %.1f s", row.perSecond, took, least)
			}
			if found := p.PerSecond(); row.requests > 100 && (found < row.perSecond/2 || found > row.perSecond*1.5) {
				t.Errorf("%g a second: found %g", row.perSecond, found)
			}
		})
	}
}

// penalty answers no request for most of a second after so many of them in five, and says so.
func penalty(most int) server {
	var mu sync.Mutex
	var latest []time.Time
	var until time.Time
	return func(r wire.Request) wire.Exchange {
		time.Sleep(time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		latest = append(slices.DeleteFunc(latest, func(at time.Time) bool { return now.Sub(at) > 5*time.Second }), now)
		if now.After(until) && len(latest) > most {
			latest, until = nil, now.Add(900*time.Millisecond)
		}
		if now.Before(until) {
			x := answer()
			x.Answer.Header = append(x.Answer.Header, wire.Field{Name: "Retry-After", Value: "1"})
			return x
		}
		return fine(r)
	}
}

// Who must wait now and then is not asked so slowly that it takes longer than the waits.
func TestPenalty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := target.NewPaced(penalty(60), target.PacedOptions{Busy: busy, Patience: time.Minute, InProcess: true})
		began := time.Now()
		const requests = 6000
		for _, x := range play(t.Context(), p, requests) {
			if busy(x) {
				t.Fatal("a request was given up")
			}
		}
		if took, least := time.Since(began).Seconds(), requests/60.0; took > 3*least {
			t.Errorf("it took %.1f s, and could have been done in %.1f s", took, least)
		}
	})
}

// What is busy with one request only is answered as it is, and with everything not.
func TestBusyWithOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server(func(r wire.Request) wire.Exchange {
			if r.Method == "BAD" {
				return answer()
			}
			return fine(r)
		})
		p := target.NewPaced(s, target.PacedOptions{Busy: busy, Patience: time.Minute})
		began := time.Now()
		for range 50 {
			if x := p.Do(t.Context(), wire.Request{Method: "BAD"}); x.Answer.Status != 503 {
				t.Fatalf("got %+v", x.Answer)
			}
		}
		if took := time.Since(began); took > 2*time.Second || p.Endless() {
			t.Errorf("it took %s, endless %t", took, p.Endless())
		}
	})
}

func TestBusyForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := target.NewPaced(server(func(wire.Request) wire.Exchange { return answer() }), target.PacedOptions{Busy: busy, Patience: time.Minute})
		began := time.Now()
		play(t.Context(), p, 100)
		if took := time.Since(began); took > 65*time.Second || !p.Endless() {
			t.Errorf("it took %s, endless %t", took, p.Endless())
		}
	})
}

// A target that is away for a while is waited for, and the pace is as before.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			time.Sleep(time.Millisecond)
			if since := time.Since(began); since > 100*time.Millisecond && since < 1100*time.Millisecond {
				return answer()
			}
			return fine(r)
		}), target.PacedOptions{Busy: busy, Patience: time.Minute})
		for _, x := range play(t.Context(), p, 4000) {
			if busy(x) {
				t.Fatal("a request was given up")
			}
		}
		if took := time.Since(began); took > 6*time.Second || p.PerSecond() > 0 {
			t.Errorf("it took %s, and %g a second were found", took, p.PerSecond())
		}
	})
}

// One of several instances that is down is no limit: who asks again has an answer.
func TestAwayByChance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
			time.Sleep(time.Millisecond)
			if n.Add(1)%3 == 0 {
				return answer()
			}
			return fine(r)
		}), target.PacedOptions{Busy: busy, Patience: time.Minute})
		began := time.Now()
		for _, x := range play(t.Context(), p, 3000) {
			if busy(x) {
				t.Fatal("a request was given up")
			}
		}
		if took := time.Since(began); took > 20*time.Second || p.PerSecond() > 0 || !strings.Contains(strings.Join(p.Bearing(), " "), "one of several instances") {
			t.Errorf("it took %s, and %g a second were found: %q", took, p.PerSecond(), p.Bearing())
		}
	})
}

// A target that is far away is asked more at once, one that is busy is not.
func TestWidth(t *testing.T) {
	for name, row := range map[string]struct {
		takes       func(under int64) time.Duration
		requests    int
		least, most int
	}{
		"far":                 {func(int64) time.Duration { return 300 * time.Millisecond }, 4000, target.MaxWidth, target.MaxWidth},
		"quick":               {func(int64) time.Duration { return 100 * time.Microsecond }, 4000, target.MaxQuick, target.MaxQuick},
		"one by one":          {func(under int64) time.Duration { return time.Duration(under) * 20 * time.Millisecond }, 500, 1, 4},
		"now quick, now slow": {func(int64) time.Duration { return time.Duration(rand.IntN(200)) * time.Millisecond }, 4000, 32, target.MaxWidth},
		"with 5 workers":      {func(under int64) time.Duration { return time.Duration((under+4)/5) * 100 * time.Millisecond }, 1000, 3, target.MaxWidth},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var under atomic.Int64
				p := target.NewPaced(server(func(r wire.Request) wire.Exchange {
					time.Sleep(row.takes(under.Add(1)))
					under.Add(-1)
					return fine(r)
				}), target.PacedOptions{InProcess: true})
				for range 3 { // what it takes alone is known before a run
					p.Do(t.Context(), wire.Request{})
				}
				play(t.Context(), p, row.requests)
				if width := p.Width(); width < row.least || width > row.most {
					t.Errorf("the width is %d", width)
				}
			})
		})
	}
}

// limited accepts so many connections and then one more for each that is closed.
type limited struct {
	net.Listener

	free chan struct{}
}

func (l limited) Accept() (net.Conn, error) {
	<-l.free
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &released{Conn: c, release: sync.OnceFunc(func() { l.free <- struct{}{} })}, nil
}

type released struct {
	net.Conn

	release func()
}

func (r *released) Close() error {
	defer r.release()
	return r.Conn.Close()
}

// A target that serves few connections, and waits on those that are kept, is not kept
// waiting; one that is slow is not taken for one.
func TestFewConnections(t *testing.T) {
	for name, row := range map[string]struct {
		most int
		few  bool
		took time.Duration
	}{"one": {1, true, 0}, "two": {2, true, 0}, "five": {5, true, 0}, "a slow one": {100, false, 2 * time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits more than it works
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(row.took) }))
			l := limited{s.Listener, make(chan struct{}, 200)}
			for range row.most {
				l.free <- struct{}{}
			}
			s.Listener = l
			s.Start()
			t.Cleanup(func() {
				s.CloseClientConnections()
				l.free <- struct{}{} // for the listener to be closed
				s.Close()
			})
			endpoint, err := wire.Endpoint(s.URL, "")
			if err != nil {
				t.Fatal(err)
			}
			p := target.NewPaced(wire.NewClient(endpoint, wire.Options{Parallel: 16}), target.PacedOptions{Parallel: 8, Control: wire.Request{Method: "POST"}})
			defer p.Close()
			// One that is seen to wait once may have been late by chance; and on a quick
			// machine few requests meet.
			for round := 0; round < 100 && !p.Few(); round++ {
				for _, x := range play(t.Context(), p, 20) {
					if x.Break != nil {
						t.Fatalf("broke: %s", x.Break.Sentence())
					}
				}
			}
			if p.Few() != row.few {
				t.Errorf("few %t: %s", p.Few(), strings.Join(p.Bearing(), " "))
			}
		})
	}
}

// stalls is a target where some requests wait until connections are given up.
type stalls struct {
	server

	kept *atomic.Pointer[chan struct{}] // closed when connections are given up; nil while none is kept
}

func (s stalls) SetReuse(reuse bool) {
	given := make(chan struct{})
	if reuse {
		s.kept.Store(&given)
	} else if before := s.kept.Swap(nil); before != nil {
		close(*before)
	}
}

// That a request waited until connections were given up may be chance. Whether it is
// so again is asked with nothing else under way.
func TestFewByChance(t *testing.T) {
	for name, row := range map[string]struct {
		times int // how many requests wait so
		few   bool
	}{"never": {0, false}, "once": {1, false}, "in traffic": {2, false}, "once more": {3, false}, "always": {1000, true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sent, waited atomic.Int64
				var kept atomic.Pointer[chan struct{}]
				s := stalls{server(func(r wire.Request) wire.Exchange {
					if given := kept.Load(); given != nil && sent.Add(1)%8 == 0 && waited.Load() < int64(row.times) {
						waited.Add(1)
						<-*given
					} else {
						time.Sleep(time.Millisecond)
					}
					return fine(r)
				}), &kept}
				s.SetReuse(true)
				p := target.NewPaced(s, target.PacedOptions{Parallel: 8})
				play(t.Context(), p, 3000)
				if p.Few() != row.few {
					t.Errorf("few %t after %d of %d", p.Few(), waited.Load(), row.times)
				}
			})
		})
	}
}
