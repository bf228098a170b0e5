package wire_test

import (
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

func TestScarce(t *testing.T) {
	answers := func(c *rawConn) {
		for c.request() != nil && c.say(ok) == nil {
		}
	}
	for _, test := range []struct {
		name   string
		handle func(*rawConn)
		want   bool
		atOnce bool // it takes no time to tell
	}{
		{"serves several", answers, false, true},
		{"serves one", oneByOne(answers), true, false},
		{"serves three", atOnce(3, answers), true, false},
		{"serves as many as there are", atOnce(wire.Many, answers), false, true},
		{"serves one, and closes it", oneByOne(func(c *rawConn) { c.request(); _ = c.say(ok) }), false, true},
		{"answers the first only", func(c *rawConn) {
			if c.request(); c.nth == 0 {
				_ = c.say(ok)
			}
			c.hold()
		}, false, false},
		{"answers nothing", func(c *rawConn) { c.request() }, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // it waits more than it works
			u := serve(t, test.handle)
			connect := func() *wire.Client { return wire.NewClient(u, wire.Options{Timeout: 3 * time.Second}) }
			for left := 3; left > 0; left-- { // a busy machine may take time for anything
				began := time.Now()
				var senders []wire.Sender
				for range wire.Many {
					senders = append(senders, connect())
				}
				if got := wire.Scarce(t.Context(), senders, post()); got != test.want {
					t.Errorf("scarce is %v", got)
				}
				took := time.Since(began)
				if !test.atOnce || took < 900*time.Millisecond {
					break
				}
				if left == 1 {
					t.Errorf("it took %v", took)
				}
			}
		})
	}
}

// oneByOne serves a connection when the one before is closed.
func oneByOne(handle func(*rawConn)) func(*rawConn) { return atOnce(1, handle) }

// atOnce serves so many connections at a time.
func atOnce(most int, handle func(*rawConn)) func(*rawConn) {
	threads := make(chan struct{}, most)
	return func(c *rawConn) {
		threads <- struct{}{}
		defer func() { <-threads }()
		handle(c)
	}
}

func TestNoReuse(t *testing.T) {
	connections := make(chan int, 10)
	u := serve(t, func(c *rawConn) {
		for c.request() != nil && c.say(ok) == nil {
			connections <- c.nth
		}
	})
	client := newClient(t, u, wire.Options{NoReuse: true})
	for nth := range 3 {
		x := client.Do(t.Context(), post())
		if x.Answer == nil || x.Reconnected || <-connections != nth {
			t.Errorf("exchange %d is not on a connection of its own: %+v", nth, x)
		}
	}
}
