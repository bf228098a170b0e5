package report

import "github.com/regspec/regspec/suite/wire"

// Attempt is what came of a case before it was repeated, which only one without
// a verdict is.
type Attempt struct {
	Reason     string          `json:"reason"` // why there was no verdict
	Exchanges  []wire.Exchange `json:"exchanges"`
	DurationMS float64         `json:"duration_ms"`
}
