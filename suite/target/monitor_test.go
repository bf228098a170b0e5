package target_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// script answers with one exchange after the other, the last for ever.
type script []wire.Exchange

func (s *script) Do(context.Context, wire.Request) wire.Exchange {
	x := (*s)[0]
	if len(*s) > 1 {
		*s = (*s)[1:]
	}
	x.Started = time.Now()
	time.Sleep(x.Duration)
	return x
}

func TestMonitor(t *testing.T) {
	good := wire.Exchange{Answer: &wire.Answer{Status: 200}}
	refused := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused}}
	closed := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}
	silent := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindTimeout}}
	slow := func(x wire.Exchange, took time.Duration) wire.Exchange { x.Duration = took; return x }
	endless := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindBodyTooLarge}}
	for _, test := range []struct {
		name     string
		answers  script // also those to the greetings
		requests int
		want     int // the status of the last answer, 0 for none
		took     time.Duration
		answered int
		away     time.Duration // how long it was away, if it came back
		stopped  wire.Kind     // of the exchange that it stopped in
	}{
		{"answers", script{good}, 2, 200, 0, 2, 0, ""},
		{"drops one", script{good, closed, good, good}, 3, 200, 0, 2, 0, ""},
		{"sends too much", script{good, endless}, 2, 0, 0, 1, 0, ""},
		{"restarts over a request", script{good, closed, refused, refused, good, good}, 3, 200, 200 * time.Millisecond, 2, 200 * time.Millisecond, ""},
		{"is restarted between requests", script{good, refused, refused, good}, 2, 200, 100 * time.Millisecond, 2, 100 * time.Millisecond, ""},
		{"goes away", script{good, refused}, 2, 0, time.Second, 1, 0, wire.KindRefused},
		{"falls silent", script{good, silent}, 2, 0, time.Second, 1, 0, wire.KindTimeout},
		{"is slow", script{slow(good, 300*time.Millisecond), silent, slow(good, 1200*time.Millisecond)}, 2, 0, 1500 * time.Millisecond, 1, 0, ""},
		{"was away, and who came was let wait", script{slow(good, 10*time.Millisecond), silent, slow(good, 1200*time.Millisecond)}, 2, 0, 1210 * time.Millisecond, 1, 1200 * time.Millisecond, ""},
		{"was never there", script{refused}, 1, 0, 300 * time.Millisecond, 0, 0, wire.KindRefused},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var stopped wire.Kind
				var away time.Duration
				m := &target.Monitor{
					Sender: &test.answers, RestartTime: time.Second, Busy: func(wire.Exchange) bool { return false },
					Stopped:  func(x wire.Exchange, _ *wire.Break) { stopped = x.Break.Kind },
					CameBack: func(_ wire.Exchange, d time.Duration) { away = d },
				}
				began := time.Now()
				var x wire.Exchange
				for range test.requests {
					x = m.Do(t.Context(), wire.Request{})
				}
				status := 0
				if x.Answer != nil {
					status = x.Answer.Status
				}
				if took := time.Since(began); status != test.want || took != test.took || m.Answered() != test.answered || away != test.away || stopped != test.stopped {
					t.Errorf("status %d after %v, %d answered, away for %v, stopped %q", status, took, m.Answered(), away, stopped)
				}
			})
		})
	}
}

// One that drops a request, and the greeting too, is there if it answers others meanwhile.
func TestMonitorOfOneThatAnswersOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		came := false
		m := &target.Monitor{
			Sender: server(func(r wire.Request) wire.Exchange {
				if r.Method == "OTHER" {
					return fine(r)
				}
				return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}
			}),
			RestartTime: time.Second, Busy: busy,
			Stopped:  func(wire.Exchange, *wire.Break) { t.Error("it is said to have stopped") },
			CameBack: func(wire.Exchange, time.Duration) { came = true },
		}
		go func() {
			time.Sleep(50 * time.Millisecond)
			m.Do(t.Context(), wire.Request{Method: "OTHER"})
		}()
		if m.Do(t.Context(), wire.Request{}); came {
			t.Error("it is said to have been away")
		}
	})
}
