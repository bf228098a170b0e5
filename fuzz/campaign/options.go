package campaign

import (
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
)

// Options say how long a campaign goes on, and with what.
type Options struct {
	// Target is what is fuzzed, at its own pace; see [Paced]. Its width is how many
	// sequences are played at the same time.
	Target *target.Paced
	// Against, if set, is a second server. The campaign then reports where the two answer differently, and judges
	// neither.
	Against *target.Paced
	// Requests bounds how many requests are sent, beside those for cutting
	// findings down and checking them. It may be passed by what one sequence sends;
	// 0 is no bound.
	Requests int
	// Duration bounds how long the campaign takes; 0 is no bound. What is being cut
	// down then is kept as it is.
	Duration time.Duration
	// Seed makes the same requests again, on a target that gives the same answers,
	// if one sequence is played at a time.
	Seed uint64
	// Shard, if set, is the part of the campaign that this one is. The deterministic stage
	// is divided, and the choices beside it are others in each shard.
	Shard *report.Shard
	// Rate bounds the requests a second, all workers together; 0 is no bound.
	Rate float64
	// Corpus has sequences to begin with.
	Corpus []traffic.Sequence
	// RestartTime is how long a target that stopped may take to come back before
	// it counts as gone.
	RestartTime time.Duration
	// StopAtFirst ends the campaign with the first finding that gates, before it is minimised.
	StopAtFirst func(finding.Finding) bool
	// Progress, if set, is called about ten times a second.
	Progress func(Stats)
}

// Stats are how far a campaign is.
type Stats struct {
	Requests   int           // sent
	Minimising int           // of these, sent to minimise findings and to check them
	Elapsed    time.Duration // since it began
	Signatures int           // different answers, with values masked
	Findings   int
	Corpus     int // sequences kept
	// Left is how long it will still take, as far as can be told.
	Left time.Duration
}

// PerSecond is how many requests are sent in a second.
func (s Stats) PerSecond() float64 {
	if s.Elapsed <= 0 {
		return 0
	}
	return float64(s.Requests) / s.Elapsed.Seconds()
}

// Result is what came of a campaign.
type Result struct {
	Stats

	Seed     uint64
	Workers  int // at the end
	Findings []finding.Finding
	// Differences are between the target and the server that it was compared with.
	Differences []Difference
	Events      []Event
	Coverage    Coverage
	Curve       []report.Moment
	Forms       []report.Form // the first of them
	// Corpus are the sequences that brought something new, those given first.
	Corpus []traffic.Sequence
	// Tried is how many of the Tries of the deterministic stage had their turn.
	Tried, Tries int
	// Answered is how many requests got a whole answer that was not "wait" (429 or 503).
	Answered int
	// Unreachable says why, if the target never answered.
	Unreachable string
	// Gone says after what the target stopped answering for good.
	Gone string
	// Untested says why too little was judged to mean anything, or is "".
	Untested string
	// Interrupted says that the context ended it.
	Interrupted bool
}

// Event is something that happened to the target as a whole.
type Event struct {
	Requests int    // how many had been sent
	Text     string // what happened, a sentence
}

// maxEvents bounds the events that are kept; later ones are only counted in the last.
const maxEvents = 50
