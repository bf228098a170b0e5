package target_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// answer is a plea to wait.
func answer(fields ...wire.Field) wire.Exchange {
	return wire.Exchange{Answer: &wire.Answer{Status: 503, Header: fields}}
}

func TestRetryAfter(t *testing.T) {
	for _, test := range []struct {
		name string
		x    wire.Exchange
		want time.Duration
		ok   bool
	}{
		{"no answer", wire.Exchange{}, 0, false},
		{"no field", answer(), 0, false},
		{"seconds", answer(wire.Field{Name: "retry-after", Value: "3"}), 3 * time.Second, true},
		{"at once", answer(wire.Field{Name: "Retry-After", Value: "0"}), 0, true},
		{"a date", answer(wire.Field{Name: "Retry-After", Value: "Fri, 31 Dec 1999 23:59:59 GMT"}), 0, false},
		{"negative", answer(wire.Field{Name: "Retry-After", Value: "-1"}), 0, false},
		{"for ever", answer(wire.Field{Name: "Retry-After", Value: "999999999999"}), 2147483647 * time.Second, true},
	} {
		if got, ok := target.RetryAfter(test.x); got != test.want || ok != test.ok {
			t.Errorf("%s: got %v, %v", test.name, got, ok)
		}
	}
}

// dropping drops what is sent together with other requests.
type dropping struct {
	mu     sync.Mutex
	sent   int
	breaks wire.Kind
}

func (d *dropping) Do(context.Context, wire.Request) wire.Exchange {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sent++
	if d.sent <= 3 {
		return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: d.breaks}}
	}
	return wire.Exchange{Answer: &wire.Answer{Status: 200}}
}

func TestSendDroppedAgain(t *testing.T) {
	for kind, sent := range map[wire.Kind]int{
		wire.KindClosed: 6, wire.KindReset: 6, wire.KindTimeout: 3, wire.KindInterrupted: 3, wire.KindBodyTooLarge: 3,
	} {
		d := &dropping{breaks: kind}
		requests := make([]wire.Request, 3)
		exchanges := target.SendTogether(t.Context(), d, requests)
		target.SendDroppedAgain(t.Context(), d, requests, exchanges)
		if d.sent != sent || (sent > 3) != (exchanges[0].Answer != nil) {
			t.Errorf("%s: %d were sent, and the first came to %+v", kind, d.sent, exchanges[0])
		}
	}
}
