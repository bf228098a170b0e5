//go:build unix

package wire_test

import (
	"context"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// TestLooksBeforeItSends holds that what a server does to a kept connection
// between two requests is noticed before the second is sent: an answer that nobody
// asked for is not taken for the next one, and the request does not go out twice.
func TestLooksBeforeItSends(t *testing.T) {
	tests := []struct {
		name string
		then func(*rawConn)
	}{
		{"says more", func(c *rawConn) {
			_ = c.say("HTTP/1.1 500 Unasked\r\nContent-Length: 0\r\n\r\n")
		}},
		{"closes", func(c *rawConn) { _ = c.Close() }},
		{"resets", (*rawConn).abort},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			read, done := make(chan bool), make(chan bool)
			requests := make(chan int, 10)
			u := serve(t, func(c *rawConn) {
				for c.request() != nil {
					requests <- c.nth
					_ = c.say(ok)
					if c.nth == 0 {
						<-read
						test.then(c)
						close(done)
					}
				}
			})
			client := newConn(t, u, wire.Options{})
			client.Do(context.Background(), post())
			close(read)
			<-done
			time.Sleep(short / 4) // for the kernel to hand it over
			x := client.Do(context.Background(), post())
			if x.Break != nil || x.Answer.Status != 200 || x.Reconnected {
				t.Errorf("exchange is %+v, break %+v", x, x.Break)
			}
			if <-requests != 0 || <-requests != 1 || len(requests) != 0 {
				t.Error("the second request did not come on the second connection alone")
			}
		})
	}
}
