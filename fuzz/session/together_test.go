package session_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// meeting holds requests that say "meet" back until so many have come.
type meeting struct {
	clerk

	mutex sync.Mutex
	guard sync.WaitGroup
	late  bool
}

func (m *meeting) Do(ctx context.Context, r wire.Request) wire.Exchange {
	if strings.Contains(string(r.Body), "meet") {
		m.guard.Done()
		all := make(chan struct{})
		go func() {
			m.guard.Wait()
			close(all)
		}()
		select {
		case <-all:
		case <-time.After(5 * time.Second):
			m.late = true
		}
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.clerk.Do(ctx, r)
}

// Steps that are together are sent at the same moment, also different ones, and no
// others.
func TestTogether(t *testing.T) {
	named := func(step traffic.Step, name string, times int) traffic.Step {
		step.Body.Members = append(step.Body.Members, traffic.Member{Name: traffic.ParamName, Value: traffic.Str(name)})
		step.Times, step.Together = times, true
		return step
	}
	m := &meeting{}
	m.guard.Add(5)
	q := traffic.Sequence{Steps: []traffic.Step{associate(), named(update(0), "meet one", 3), named(associate(), "meet two", 2), update(0)}}
	exchanges := session.New(session.Options{Sender: m, Sparing: true}).Play(t.Context(), q)
	if m.late {
		t.Error("they did not all come before the first was answered")
	}
	var steps []int
	for _, exchange := range exchanges {
		if exchange.Step >= 0 {
			steps = append(steps, exchange.Step)
		}
	}
	if len(steps) != q.Requests() || steps[1] != 1 || steps[4] != 2 || steps[6] != 3 {
		t.Errorf("the steps of the exchanges are %v", steps)
	}
	// The update in between is of the client from before, not of one that comes at the same time.
	if body := string(exchanges[len(exchanges)-7+1].Request.Body); !strings.Contains(body, `"id2"`) {
		t.Errorf("%s is not of the client that was registered before", body)
	}
}
