package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/regspec/regspec/cases"
)

// Report is one run, whole.
type Report struct {
	Version     int           `json:"version"` // of this shape: 1
	Tool        Tool          `json:"tool"`
	Kind        string        `json:"kind"` // "run", or [KindFuzz]
	Target      string        `json:"target"`
	Path        string        `json:"path,omitempty"` // of the endpoint, below the target
	Started     time.Time     `json:"started"`
	DurationMS  float64       `json:"duration_ms"`
	Seed        int64         `json:"seed"`                  // 0 where nothing is left to chance
	FailOn      cases.Level   `json:"fail_on"`               // the loosest level that gates
	Catalogue   string        `json:"catalogue,omitempty"`   // a digest of the cases that there are
	Shard       *Shard        `json:"shard,omitempty"`       // which part of a run this is, if it is a part
	Unreachable string        `json:"unreachable,omitempty"` // why the target could not be tested at all
	Stopped     string        `json:"stopped,omitempty"`     // after which case the target stopped answering
	Interrupted bool          `json:"interrupted,omitempty"`
	OneAnswer   string        `json:"one_answer,omitempty"` // that nearly every request got the same answer, which, and where the endpoint may be
	Answers     *Answers      `json:"answers,omitempty"`    // of a shard
	Evidence    Evidence      `json:"evidence,omitempty"`   // of which results there are exchanges
	Settings    []Setting     `json:"settings,omitempty"`   // that differ from their defaults
	Times       Times         `json:"times,omitempty"`      // of all answers, also those that are not kept
	Information []Information `json:"information"`
	Waivers     *Waivers      `json:"waivers,omitempty"`  // of a run that was given some
	Baseline    *Baseline     `json:"baseline,omitempty"` // of a run that was compared with an earlier one
	Summary     Summary       `json:"summary"`
	Results     []Result      `json:"results"`
	// Causes are what is wrong, in the order in which to mend it.
	Causes []Cause `json:"causes,omitempty"`
	// Requirements is the same by requirement: which the target meets.
	Requirements []Requirement `json:"requirements,omitempty"`
	// Findings and Campaign are set in the report of a campaign only.
	Findings []Finding `json:"findings,omitzero"`
	Campaign *Campaign `json:"campaign,omitempty"`
	// Against is the server that a campaign compared the target with, and Differences are what the two answer differently.
	Against     string       `json:"against,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
	// Secrets are credentials that the target gave out. No output shows them; package
	// redact hides them, whether or not an exchange that is kept has them.
	Secrets []string `json:"-"`
}

// Evidence says of which results a report keeps the exchanges.
type Evidence string

// The kinds of evidence.
const (
	EvidenceFailed Evidence = "failed" // of those that did not pass
	EvidenceAll    Evidence = "all"
)

// Answers is how many answers there were, and the one that came most often. It is what
// shards have to know of the exchanges that they do not keep.
type Answers struct {
	Count     int    `json:"count"`
	Registers bool   `json:"registers,omitempty"` // one of them gave credentials; nothing else is then told
	Same      int    `json:"same,omitempty"`      // how many are the one that came most often
	Digest    string `json:"digest,omitempty"`    // of that
	Text      string `json:"text,omitempty"`      // that, in words
	Location  string `json:"location,omitempty"`  // to which it redirects
}

// Redacted stands where a credential was.
const Redacted = "[redacted]"

// Shard is one of the parts into which a run is cut to be made at several places.
type Shard struct {
	Index int `json:"index"` // counts from 1
	Count int `json:"count"`
}

// String writes a shard as the command line has it: "2/3".
func (s Shard) String() string { return strconv.Itoa(s.Index) + "/" + strconv.Itoa(s.Count) }

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Setting is a flag that was given, on the command line or otherwise.
type Setting struct {
	Name  string `json:"name"` // without dashes; "patterns" are the words after the flags
	Value string `json:"value"`
}

// OfAllShards gives the settings that a run or a campaign has as a whole, of those of a shard.
func OfAllShards(settings []Setting) []Setting {
	return slices.DeleteFunc(slices.Clone(settings), func(s Setting) bool { return s.Name == "shard" })
}

// Information is something found out about the target that no verdict rests on.
type Information struct {
	Erratum string `json:"erratum,omitempty"`
	Text    string `json:"text"`
}

// String is the text with its erratum, if it has one.
func (i Information) String() string {
	if i.Erratum == "" {
		return i.Text
	}
	return i.Text + " (" + i.Erratum + ")"
}
