package suite

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// readOnce reads the catalogue for all the tests: to read it for each took a third
// of the time of all of them.
var readOnce = sync.OnceValues(cases.Builtin)

// builtin is the catalogue that comes with regspec.
func builtin(t testing.TB) *cases.Catalogue {
	t.Helper()
	c, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func success(members ...cases.Member) cases.Expect {
	return cases.Expect{Success: &cases.Success{Members: members}}
}

func refusal(messages ...cases.ExpectedMessage) cases.Expect {
	return cases.Expect{Refusal: &cases.Refusal{Messages: messages}}
}

// now is when the answers of these tests came.
func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// answered is an exchange with an answer; a media type of "" is none at all.
func answered(status int, mediaType, body string) wire.Exchange {
	var header []wire.Field
	if mediaType != "" {
		header = append(header, wire.Field{Name: "Content-Type", Value: mediaType})
	}
	return wire.Exchange{
		Answer:  &wire.Answer{Status: status, Header: header, Body: []byte(body)},
		Started: now(),
	}
}

func inJSON(status int, body string) wire.Exchange { return answered(status, "application/json", body) }

func broken(kind wire.Kind) wire.Exchange {
	return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: kind}, Started: now()}
}

// brief writes mismatches as "aspect level requirement".
func brief(mismatches []report.Mismatch) []string {
	all := make([]string, len(mismatches))
	for i, m := range mismatches {
		all[i] = string(m.Aspect) + " " + string(m.Level) + " " + m.Requirement
	}
	return all
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// script is a sender that answers requests in turn, and remembers them.
type script struct {
	answer func(i int, r wire.Request) wire.Exchange

	mu   sync.Mutex
	sent []wire.Request
}

func (s *script) Do(_ context.Context, r wire.Request) wire.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, r)
	x := s.answer(len(s.sent)-1, r)
	x.Request = wire.Sent{Method: r.Method, Header: r.Header, Body: r.Body}
	return x
}

// good is the body of the plainest success.
const good = `{"client_id": "i", "client_secret": "s", "expires_at": 0}`

// inert is a client without connections.
type inert struct{ target.Sender }

func (inert) Close() {}
func (i inert) Crowd(ctx context.Context, r wire.Request, _ int) []wire.Exchange {
	return []wire.Exchange{i.Do(ctx, r)}
}

func (inert) SetReuse(bool)            {}
func (inert) SetTimeout(time.Duration) {}

// through is how a run sends with a sender.
func through(s target.Sender) connection {
	paced := target.NewPaced(inert{s}, target.PacedOptions{InProcess: true})
	return connection{paced, func(wire.Exchange) bool { return false }}
}
