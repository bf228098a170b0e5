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
	return x
}

func TestRetrying(t *testing.T) {
	good := wire.Exchange{Answer: &wire.Answer{Status: 200}}
	refused := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused}}
	closed := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}
	soon := answer(wire.Field{Name: "Retry-After", Value: "1"})
	for _, test := range []struct {
		name     string
		answers  script
		requests int
		want     int // the status of the last answer, 0 for none
		took     time.Duration
		answered int
		restarts int64
		stopped  bool
	}{
		{"answers", script{good}, 2, 200, 0, 2, 0, false},
		{"drops one", script{good, closed, good}, 3, 200, 0, 2, 0, false},
		{"is busy for a while", script{answer(), soon, good}, 1, 200, 1500 * time.Millisecond, 1, 0, false},
		{"asks for too long", script{answer(wire.Field{Name: "Retry-After", Value: "60"}), good}, 1, 200, 2 * time.Second, 1, 0, false},
		{"is busy for good", script{answer()}, 1, 503, 2500 * time.Millisecond, 0, 0, false},
		{"restarts", script{good, refused, refused, good}, 2, 200, 100 * time.Millisecond, 1, 1, false},
		{"goes away", script{good, refused}, 2, 0, time.Second, 1, 0, true},
		{"was never there", script{refused}, 1, 0, 0, 0, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				stopped := false
				m := &target.Monitor{
					RestartTime: time.Second, Stopped: func(string) { stopped = true },
					Busy: func(x wire.Exchange) bool { return x.Answer != nil && x.Answer.Status == 503 },
				}
				began := time.Now()
				s := m.Retrying(&test.answers)
				var x wire.Exchange
				for range test.requests {
					x = s.Do(t.Context(), wire.Request{})
				}
				status := 0
				if x.Answer != nil {
					status = x.Answer.Status
				}
				if took := time.Since(began); status != test.want || took != test.took || m.Answered() != test.answered || m.Restarts() != test.restarts || stopped != test.stopped {
					t.Errorf("status %d after %v, %d answered, %d restarts, stopped %v", status, took, m.Answered(), m.Restarts(), stopped)
				}
			})
		})
	}
}
