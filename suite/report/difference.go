package report

import "github.com/regspec/regspec/suite/wire"

// Difference is what two servers answer differently to the same requests, reduced to the smallest sequence
// that shows it.
type Difference struct {
	ID string `json:"id"`
	// Aspect is what of the answers differs: "outcome", "status", "header Cache-Control", "member error".
	Aspect string `json:"aspect"`
	// OfTarget and OfAgainst are what each of the two answers there; ids, secrets and times are masked.
	OfTarget  string `json:"of_target"`
	OfAgainst string `json:"of_against"`
	// Document says which of the two answers the document allows.
	Document Allowance `json:"document"`
	// Explanation says why the document does not allow what it does not, and is empty where it allows both.
	Explanation    string `json:"explanation,omitempty"`
	RequestsToFind int    `json:"requests_to_find"`
	Count          int    `json:"count"` // how often it was seen
	// Program is the sequence that shows it, in the form of a corpus.
	Program []byte `json:"program"`
	// Exchanges are those with the target, and Against those with the other server. It shows in the last.
	Exchanges []wire.Exchange `json:"exchanges"`
	Against   []wire.Exchange `json:"against"`
}

// Allowance says which of two answers the document allows.
type Allowance string

// The allowances.
const (
	AllowsBoth    Allowance = "both"
	AllowsTarget  Allowance = "target"
	AllowsAgainst Allowance = "against"
	AllowsNeither Allowance = "neither"
)

// Words says it in a sentence.
func (a Allowance) Words() string {
	switch a {
	case AllowsTarget:
		return "The document allows only the answer of the target."
	case AllowsAgainst:
		return "The document allows only the answer of the other server."
	case AllowsNeither:
		return "The document allows neither answer."
	case AllowsBoth:
	}
	return "The document allows both answers."
}
