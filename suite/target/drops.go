package target

import (
	"fmt"

	"github.com/regspec/regspec/suite/wire"
)

// Drops are requests that broke off, and were not seen to do so again when nothing else
// was under way.
type Drops struct {
	Count  int
	Closed int // of these, those of which the connection was ended; the others waited in vain
	Fewest int // requests under way with any of them, itself counted
}

// Add takes how a request broke off, and how many were under way with it.
func (d *Drops) Add(b *wire.Break, atOnce int) {
	if d.Count++; d.Count == 1 || atOnce < d.Fewest {
		d.Fewest = atOnce
	}
	if b.Kind != wire.KindTimeout {
		d.Closed++
	}
}

// TooMuch says in a sentence that a target dropped only what was too much at once, or is
// "". One that waits in vain while others are under way may have found a full queue or a
// busy machine. Where connections were ended, the target must have answered all of many
// more with less under way: then that is what it bears, and not a matter of chance.
func (t Traffic) TooMuch(d Drops) string {
	switch {
	case d.Fewest > 1 && t.bears(d):
		return fmt.Sprintf("The target answers no more than %d at once, and drops what comes beyond; so no more were sent at a time.", d.Fewest-1)
	case d.Fewest > 1 && d.Closed == 0:
		return fmt.Sprintf("%d of %d requests had no answer in time while others were under way. None was seen to wait in vain again.", d.Count, t.Requests)
	}
	return ""
}

// bears reports whether the target answered all of many requests with less under way than
// with any that was dropped.
func (t Traffic) bears(d Drops) bool {
	below, above := 0, 0
	for atOnce, n := range t.answered {
		switch {
		case atOnce >= d.Fewest:
			above += n
		case t.broke[atOnce] > 0:
			return false
		default:
			below += n
		}
	}
	return below >= max(enoughBelow, 5*above/max(d.Count, 1))
}

// enoughBelow is how many answers without a drop show that a target drops none.
const enoughBelow = 100
