package target_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/suite/target"
)

func TestPoll(t *testing.T) {
	for _, test := range []struct {
		name  string
		wait  time.Duration
		ready time.Duration // when the target answers
		asked int
		took  time.Duration
	}{
		{"at once", time.Second, 0, 1, 0},
		{"without waiting", 0, time.Second, 1, 0},
		{"in time", time.Second, 250 * time.Millisecond, 4, 300 * time.Millisecond},
		{"at the last moment", 250 * time.Millisecond, 250 * time.Millisecond, 4, 250 * time.Millisecond},
		{"too late", 250 * time.Millisecond, time.Second, 4, 250 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, asked, waited := time.Now(), 0, 0
				why := target.Poll(t.Context(), test.wait, func(string) { waited++ }, func() string {
					asked++
					if time.Since(began) < test.ready {
						return "not yet"
					}
					return ""
				})
				if ready := test.ready <= test.wait; (why == "") != ready || asked != test.asked || waited != asked-1 || time.Since(began) != test.took {
					t.Errorf("%q after %v, asked %d times, told %d times", why, time.Since(began), asked, waited)
				}
			})
		})
	}
}

func TestPollEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		began := time.Now()
		why := target.Poll(ctx, time.Hour, nil, func() string { return "not yet" })
		if why != "not yet" || time.Since(began) != 150*time.Millisecond {
			t.Errorf("%q after %v", why, time.Since(began))
		}
	})
}
