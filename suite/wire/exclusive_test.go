package wire_test

import (
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

func TestExclusive(t *testing.T) {
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
				if got := wire.Exclusive(t.Context(), connect(), connect(), post()); got != test.want {
					t.Errorf("exclusive is %v", got)
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
func oneByOne(handle func(*rawConn)) func(*rawConn) {
	var one sync.Mutex
	return func(c *rawConn) {
		one.Lock()
		defer one.Unlock()
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
