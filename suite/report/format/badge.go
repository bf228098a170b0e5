package format

import (
	"fmt"
	"io"

	"github.com/regspec/regspec/suite/report"
)

// badge is what an endpoint of shields.io gives:
// https://shields.io/badges/endpoint-badge
type badge struct {
	SchemaVersion int    `json:"schemaVersion"`
	Label         string `json:"label"`
	Message       string `json:"message"`
	Color         string `json:"color"`
}

// Badge writes the report as a badge. Nothing of it comes from the target.
func Badge(w io.Writer, r report.Report) error {
	b := badge{SchemaVersion: 1, Label: "client registration", Message: badgeMessage(r), Color: badgeColor(r)}
	return indented(w, "badge", b, true)
}

// badgeMessage says no more than was tested.
func badgeMessage(r report.Report) string {
	s, gate := r.Summary, r.Gate()
	message := gate.Words()
	switch {
	case s.Failed > 0:
		message += fmt.Sprintf(": %d failed of %d", s.Failed, s.Run)
	case gate == report.GateOpen && s.Selected < s.Total:
		message += fmt.Sprintf(", %d of %d cases", s.Selected, s.Total)
	case gate == report.GateOpen && s.Waived > 0:
		message += fmt.Sprintf(", %d waived", s.Waived)
	}
	if r.Shard != nil {
		message += " (shard " + r.Shard.String() + ")"
	}
	return message
}

func badgeColor(r report.Report) string {
	switch gate := r.Gate(); {
	case gate == report.GateFailed:
		return "red"
	case gate == report.GateOpen && (r.Summary.Failed > 0 || r.Summary.Selected < r.Summary.Total):
		return "yellow"
	case gate == report.GateOpen && r.Summary.Waived > 0:
		return "yellowgreen"
	case gate == report.GateOpen:
		return "brightgreen"
	case gate == report.GateUntested, gate == report.GateInterrupted:
		return "lightgrey"
	}
	return "orange"
}
