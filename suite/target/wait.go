package target

import (
	"context"
	"time"
)

// Pause is how long to leave a target alone that did not answer.
const Pause = 100 * time.Millisecond

// Sleep waits for d, or until the context ends.
func Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Poll asks until it is given "", and pauses in between. It asks at least once, and
// for as long as wait; the end of the context ends it. It gives the last reply.
// waiting, if not nil, is called with each reply before a pause.
func Poll(ctx context.Context, wait time.Duration, waiting func(why string), ask func() (why string)) string {
	deadline := time.Now().Add(wait)
	for {
		why := ask()
		left := time.Until(deadline)
		if why == "" || ctx.Err() != nil || left <= 0 {
			return why
		}
		if waiting != nil {
			waiting(why)
		}
		Sleep(ctx, min(Pause, left))
	}
}
