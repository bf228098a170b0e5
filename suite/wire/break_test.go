package wire_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// drip says s until the client is gone.
func drip(c *rawConn, s string) {
	for c.say(s) == nil {
		time.Sleep(short / 10)
	}
}

func TestDripKeepsWhatCame(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\n\r\n"); drip(c, "x") })
	started := time.Now()
	x := send(t, u, wire.Options{Timeout: short}, post())
	want(t, x, wire.KindTimeout, wire.PhaseBody)
	if x.Answer == nil || !strings.HasPrefix(string(x.Answer.Body), "xx") {
		t.Errorf("answer is %+v, want a few x", x.Answer)
	}
	if took := time.Since(started); took < short || took > 10*short || x.Duration < short {
		t.Errorf("it took %v, and says %v", took, x.Duration)
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		brk  *wire.Break
		want string
	}{
		{nil, ""},
		{&wire.Break{Kind: wire.KindInterrupted, Phase: wire.PhaseBody}, "the exchange was interrupted on this side"},
		{&wire.Break{Kind: wire.KindReset, Phase: wire.PhaseConnect}, "the connection was reset while it was being made"},
		{&wire.Break{Kind: wire.KindTimeout, Phase: wire.PhaseWait}, "no answer in time"},
		{&wire.Break{Kind: wire.KindOther, Detail: "x"}, "the exchange broke: x"},
	}
	for _, test := range tests {
		if got := test.brk.Sentence(); got != test.want {
			t.Errorf("sentence of %+v is %q, want %q", test.brk, got, test.want)
		}
	}
}

// TestBombTakesNoMemory holds that unpacking stops at the bound and not after.
func TestBombTakesNoMemory(t *testing.T) {
	u := once(t, coded("gzip", packed(make([]byte, 64<<20))))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	x := send(t, u, wire.Options{MaxUnpacked: 1 << 10}, post())
	runtime.ReadMemStats(&after)
	want(t, x, wire.KindUnpackedTooLarge, wire.PhaseBody)
	if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
		t.Errorf("%d bytes were allocated", took)
	}
}
