package session_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// clerk registers whoever says client_associate, with credentials that count.
type clerk struct {
	count int
	sent  []string
}

func (c *clerk) Do(_ context.Context, r wire.Request) wire.Exchange {
	body := string(r.Body)
	c.sent = append(c.sent, body)
	x := wire.Exchange{Request: wire.Sent{Method: r.Method, URL: "http://target.example/api/client/register", Header: r.Header, Body: r.Body}, Answer: &wire.Answer{Status: 400, Body: []byte(`{"error":"Unauthorized."}`)}}
	if strings.Contains(body, "client_associate") && !strings.Contains(body, "not-a-url") {
		c.count++
		x.Answer = &wire.Answer{Status: 200, Body: fmt.Appendf(nil, `{"client_id":"id%d","client_secret":"secret%d","expires_at":0}`, c.count, c.count)}
	}
	return x
}

func associate() traffic.Step {
	return traffic.Step{Body: traffic.Body{Members: []traffic.Member{{Name: "type", Value: traffic.Str("client_associate")}, {Name: "application_type", Value: traffic.Str("web")}}}}
}

func update(of int) traffic.Step {
	return traffic.Step{Body: traffic.Body{Members: []traffic.Member{{Name: "client_id", Value: traffic.Value{Kind: traffic.ID, Of: of}}, {Name: "client_secret", Value: traffic.Value{Kind: traffic.Secret, Of: of}}}}}
}

// A value speaks of the newest client of the sequence first, then of older ones,
// and then of those from before the sequence.
func TestWhoIsSpokenOf(t *testing.T) {
	c := &clerk{}
	s := session.New(session.Options{Sender: c})
	exchanges := s.Play(t.Context(), traffic.Sequence{Steps: []traffic.Step{update(0), update(2), associate(), associate(), update(0), update(1), update(2)}})
	var updates []string
	for i, exchange := range exchanges {
		if exchange.Step >= 0 && strings.HasPrefix(c.sent[i], `{"client_id`) {
			updates = append(updates, c.sent[i])
		}
	}
	// Clients 1 to 3 stand, and 4 and 5 are the sequence's own.
	want := []string{"1", "3", "5", "4", "1"}
	for i, update := range updates {
		if !strings.Contains(update, `"id`+want[i]+`"`) || !strings.Contains(update, `"secret`+want[i]+`"`) {
			t.Errorf("update %d is %s, and not of client %s", i, update, want[i])
		}
	}
	if len(updates) != len(want) {
		t.Errorf("the updates are %v", updates)
	}
	if n := s.Count(); n != len(c.sent) || n != len(exchanges) {
		t.Errorf("%d requests are counted, %d were sent, %d told", n, len(c.sent), len(exchanges))
	}
	if !slices.ContainsFunc(exchanges, func(exchange session.Exchange) bool { return exchange.Step == session.Question }) {
		t.Error("the oracle's questions were not asked")
	}
}

// A sparing session registers no client that nobody speaks of.
func TestSparing(t *testing.T) {
	for sparing, want := range map[bool]int{true: 1, false: session.Prepared} {
		c := &clerk{}
		session.New(session.Options{Sender: c, Sparing: sparing}).Play(t.Context(), traffic.Sequence{Steps: []traffic.Step{update(0)}})
		if c.count != want {
			t.Errorf("sparing %t: %d clients", sparing, c.count)
		}
	}
}
