package suite

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/regspec/regspec/cases"
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
			const atFirst = 6
			var sent atomic.Int32
			client := senderFunc(func(_ context.Context, r wire.Request) wire.Exchange {
				if sent.Add(1) <= atFirst && drops(r) {
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
