package wire_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

func TestInterrupted(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, test := range []struct {
		name   string
		handle func(*rawConn)
		phase  wire.Phase
		size   int
	}{
		{"wait", func(c *rawConn) { c.request(); c.hold() }, wire.PhaseWait, 10},
		{"headers", func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 2"); c.hold() }, wire.PhaseHeaders, 10},
		{"body", func(c *rawConn) { c.request(); _ = c.say(partial); c.hold() }, wire.PhaseBody, 10},
		{"send", (*rawConn).ignore, wire.PhaseSend, 16 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := newConn(t, serve(t, test.handle), wire.Options{})
			for _, how := range []string{"cancelled", "deadline"} {
				patiently(t, func(bound time.Duration) string {
					started := time.Now()
					ctx, cancel := context.WithTimeout(context.Background(), bound)
					if how == "cancelled" {
						ctx, cancel = context.WithCancel(context.Background())
						time.AfterFunc(bound, cancel)
					}
					r := post()
					r.Body = make([]byte, test.size)
					x := client.Do(ctx, r)
					cancel()
					if x.Break == nil || x.Break.Kind != wire.KindInterrupted || x.Break.Phase != test.phase || x.Break.Detail != "" {
						return fmt.Sprintf("%s, break is %+v, want %s", how, x.Break, test.phase)
					}
					if took := time.Since(started); took < bound || took > 10*bound {
						return fmt.Sprintf("%s, it took %v", how, took)
					}
					return ""
				})
			}
		})
	}
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		client := newConn(t, serve(t, says(ok)), wire.Options{})
		client.Do(context.Background(), post())
		for range 20 {
			x := client.Do(ctx, post())
			if x.Break == nil || x.Break.Kind != wire.KindInterrupted || x.Answer != nil {
				t.Fatalf("break is %+v", x.Break)
			}
		}
	})
}

// TestContextsDoNotLinger holds that the end of a context does nothing to the
// exchanges after its own.
func TestContextsDoNotLinger(t *testing.T) {
	client := newConn(t, serve(t, says(ok)), wire.Options{})
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		x := client.Do(ctx, post())
		go cancel()
		y := client.Do(context.Background(), post())
		if x.Break != nil || y.Break != nil || y.Reconnected {
			t.Fatalf("breaks are %+v and %+v, reconnected %v", x.Break, y.Break, y.Reconnected)
		}
	}
}

// TestExpectContinue holds that a server that drops large requests without an answer
// is asked once more, so that it can refuse by the header alone.
func TestExpectContinue(t *testing.T) {
	t.Parallel() // it waits more than it works
	tests := []struct {
		name, asked string
		status      int
	}{
		{"refuses", "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n", 413},
		{"asks for it", "HTTP/1.1 100 Continue\r\n\r\n", 200},
		{"says nothing", "", 200},
		{"does not know it", "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			u := serve(t, func(c *rawConn) {
				header := ""
				for !strings.HasSuffix(header, "\r\n\r\n") {
					line, err := c.in.ReadString('\n')
					if err != nil {
						return
					}
					header += line
				}
				if !strings.Contains(header, "\r\nExpect: 100-continue\r\n") {
					c.abort()
					return
				}
				_ = c.say(test.asked)
				if test.asked == "" || strings.Contains(test.asked, " 100 ") {
					_, _ = io.CopyN(io.Discard, c.in, 1<<20)
					_ = c.say(ok)
				}
			})
			r := post()
			r.Body = make([]byte, 1<<20)
			x := newConn(t, u, wire.Options{}).Do(context.Background(), r)
			if test.status == 0 {
				if x.Answer != nil || x.Break == nil || len(wire.Values(x.Request.Header, "Expect")) != 0 {
					t.Errorf("exchange is %+v, break %+v", x, x.Break)
				}
				return
			}
			if x.Break != nil || x.Answer.Status != test.status || !x.Reconnected || len(wire.Values(x.Request.Header, "Expect")) != 1 {
				t.Errorf("exchange is %+v, break %+v", x, x.Break)
			}
		})
	}
}

func TestLeavesNoGoroutine(t *testing.T) {
	u := serve(t, func(c *rawConn) { c.hold() })
	before := runtime.NumGoroutine()
	client := newConn(t, u, wire.Options{Timeout: short})
	r := post()
	r.Body = make([]byte, 32<<20)
	x := client.Do(context.Background(), r)
	client.Close()
	if x.Break == nil || x.Break.Kind != wire.KindTimeout {
		t.Errorf("break is %+v", x.Break)
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("there are %d goroutines, and were %d", runtime.NumGoroutine(), before)
		}
	}
}
