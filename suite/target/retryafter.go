package target

import (
	"math"
	"strconv"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// RetryAfter is how long the answer of an exchange asks to be left alone (RFC 9110
// §10.2.3), and whether it asks for that in seconds.
func RetryAfter(x wire.Exchange) (time.Duration, bool) {
	if x.Answer == nil {
		return 0, false
	}
	for _, value := range wire.Values(x.Answer.Header, "Retry-After") {
		if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
			return time.Duration(min(seconds, math.MaxInt32)) * time.Second, true
		}
	}
	return 0, false
}
