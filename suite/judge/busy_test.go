package judge

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

func TestBusy(t *testing.T) {
	known := []cases.Message{{ID: "unauthorized", Text: "Unauthorized."}, {ID: "invalid-email", Text: "Email <email> is not a valid email", Placeholder: "<email>"}}
	answer := func(status int, body string) wire.Exchange {
		return wire.Exchange{Answer: &wire.Answer{Status: status, Body: []byte(body)}}
	}
	broken := answer(429, "")
	broken.Break = &wire.Break{Kind: wire.KindClosed}
	insisted := answer(429, "")
	insisted.Insisted = true
	for name, row := range map[string]struct {
		x    wire.Exchange
		want bool
	}{
		"429":                          {answer(429, "Slow down"), true},
		"502":                          {answer(502, "<html>"), true},
		"503":                          {answer(503, `{"error":"Later"}`), true},
		"504":                          {answer(504, ""), true},
		"500":                          {answer(500, ""), false},
		"501":                          {answer(501, ""), false},
		"400":                          {answer(400, `{"error":"Later"}`), false},
		"a refusal":                    {answer(429, `{"error":"Unauthorized."}`), false},
		"a refusal that names a value": {answer(503, `{"error":"Email bob is not a valid email"}`), false},
		"no answer":                    {wire.Exchange{}, false},
		"broken off":                   {broken, false},
		"each time":                    {insisted, false},
	} {
		if got := Busy(row.x, known); got != row.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
