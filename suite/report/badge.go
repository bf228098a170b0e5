package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// badge is what an endpoint of shields.io gives:
// https://shields.io/badges/endpoint-badge
type badge struct {
	SchemaVersion int    `json:"schemaVersion"`
	Label         string `json:"label"`
	Message       string `json:"message"`
	Color         string `json:"color"`
}

// WriteBadge writes the report as a badge. Nothing of it comes from the target.
func WriteBadge(w io.Writer, r Report) error {
	b := badge{SchemaVersion: 1, Label: "client registration", Message: badgeMessage(r), Color: badgeColor(r)}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(b); err != nil {
		return fmt.Errorf("writing the badge report: %w", err)
	}
	return nil
}

// badgeMessage says no more than was tested.
func badgeMessage(r Report) string {
	s, gate := r.Summary, r.Gate()
	message := gate.Words()
	switch {
	case s.Failed > 0:
		message += fmt.Sprintf(": %d failed of %d", s.Failed, s.Run)
	case gate == GateOpen && s.Selected < s.Total:
		message += fmt.Sprintf(", %d of %d cases", s.Selected, s.Total)
	case gate == GateOpen && s.Waived > 0:
		message += fmt.Sprintf(", %d waived", s.Waived)
	}
	if r.Shard != nil {
		message += " (shard " + r.Shard.String() + ")"
	}
	return message
}

func badgeColor(r Report) string {
	switch gate := r.Gate(); {
	case gate == GateFailed:
		return "red"
	case gate == GateOpen && (r.Summary.Failed > 0 || r.Summary.Selected < r.Summary.Total):
		return "yellow"
	case gate == GateOpen && r.Summary.Waived > 0:
		return "yellowgreen"
	case gate == GateOpen:
		return "brightgreen"
	case gate == GateUntested, gate == GateInterrupted:
		return "lightgrey"
	}
	return "orange"
}
