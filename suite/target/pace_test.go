package target_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// slowing answers some requests at a time: so many quickly, and slowly from then on.
func slowing(quick int64, atATime int) server {
	var sent atomic.Int64
	slots := make(chan struct{}, atATime)
	return func(r wire.Request) wire.Exchange {
		slots <- struct{}{}
		defer func() { <-slots }()
		took := 100 * time.Millisecond
		if sent.Add(1) <= quick {
			took = 3 * time.Millisecond
		}
		time.Sleep(took)
		return fine(r)
	}
}

// TestAPaceThatRecovers holds that of a target which becomes slow as much is asked at a time
// as it then does at a time.
func TestAPaceThatRecovers(t *testing.T) {
	for _, atATime := range []int{1, 3, 16} {
		synctest.Test(t, func(t *testing.T) {
			const quick, requests = 300, 3000
			p := target.NewPaced(slowing(quick, atATime), target.PacedOptions{})
			began := time.Now()
			play(t.Context(), p, requests)
			least := time.Duration((requests-quick)/atATime) * 100 * time.Millisecond
			if took := time.Since(began); took > least*3/2 {
				t.Errorf("%d at a time: it took %s, where %s is the least", atATime, took, least)
			}
		})
	}
}
