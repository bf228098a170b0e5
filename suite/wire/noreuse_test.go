package wire_test

import (
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

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
