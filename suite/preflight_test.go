package suite

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// A target that drops some of what comes together still shows what it does with one
// request, whichever it drops.
func TestAsksAloneWhatWasDropped(t *testing.T) {
	plain := func(r wire.Request) bool { return !bytes.Contains(r.Body, []byte("redirect_uri")) }
	server := reader{names: messageName, ignores: parameterName, message: "URI not-a-uri is not a valid URI"}
	for name, drops := range map[string]func(wire.Request) bool{
		"the plainest registrations": plain,
		"the questions":              func(r wire.Request) bool { return !plain(r) },
	} {
		t.Run(name, func(t *testing.T) {
			const atFirst = 2 // of those that are dropped by the server
			var sent atomic.Int32
			client := senderFunc(func(_ context.Context, r wire.Request) wire.Exchange {
				if drops(r) && sent.Add(1) <= atFirst {
					return broken(wire.KindReset)
				}
				if plain(r) {
					return inJSON(200, good)
				}
				return server.answer(0, r)
			})
			p := inspect(t.Context(), client, 0, unheard)
			if !p.registers || p.parameter != messageName || !strings.Contains(p.information.Text, messageName) {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// What the target hung on is not asked again: that would hang again, one after the
// other.
func TestAsksOnceWhatHangs(t *testing.T) {
	var sent atomic.Int32
	inspect(t.Context(), senderFunc(func(_ context.Context, r wire.Request) wire.Exchange {
		sent.Add(1)
		if bytes.Contains(r.Body, []byte("not-a-uri")) {
			return broken(wire.KindTimeout)
		}
		return inJSON(200, good)
	}), 0, unheard)
	if got, want := int(sent.Load()), len(cases.Encodings())*3; got != want {
		t.Errorf("%d requests were sent, want %d", got, want)
	}
}

// A target behind a proxy that answers for it is waited for, and is not tested if it
// does not come.
func TestUnavailable(t *testing.T) {
	for _, status := range []int{502, 503, 504} {
		for _, row := range []struct {
			name  string
			after int32 // how many requests the proxy answers
			wait  time.Duration
			gate  report.Gate
		}{
			{"comes", 12, 5 * time.Second, report.GateOpen},
			{"does not come in time", 1 << 30, 300 * time.Millisecond, report.GateUntested},
			{"is not waited for", 1 << 30, 0, report.GateUntested},
		} {
			t.Run(fmt.Sprintf("%d %s", status, row.name), func(t *testing.T) {
				t.Parallel() // it waits more than it works
				var requests atomic.Int32
				server := reference.New(reference.Options{})
				r := try(t.Context(), t, Options{
					Target: "http://proxy.invalid", Wait: row.wait, Selection: Selection{Patterns: []string{"type"}},
					Wire: wire.Options{Timeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if requests.Add(1) <= row.after {
							http.Error(w, "the server is away", status)
							return
						}
						server.ServeHTTP(w, r)
					})},
				})
				if r.Gate() != row.gate || (r.Unreachable == "") != (row.gate == report.GateOpen) || r.Summary.Failed > 0 {
					t.Errorf("the gate is %s, %q, summary %+v", r.Gate(), r.Unreachable, r.Summary)
				}
			})
		}
	}
}
