package suite

import (
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/waive"
	"github.com/regspec/regspec/suite/wire"
)

// Options says what to run, against what, and how.
type Options struct {
	// Target is the base URL of the server under test. It may have a path.
	Target string
	// Path is the endpoint's, below Target; empty is wire.DefaultPath.
	Path string
	// Catalogue is what to run; nil is the one that comes with regspec.
	Catalogue *cases.Catalogue
	// Selection is the part of it to run; its zero value is all.
	Selection Selection
	// FailOn is the loosest level that gates; empty is implied.
	FailOn cases.Level
	// Waivers excuse failures that are known; see waive.Parse.
	Waivers []waive.Waiver
	// Age is how long a client must have been registered before a step of the end of the
	// run speaks of it.
	Age time.Duration
	// Today is the day by which waivers expire; its zero value is the day of the
	// clock when the run starts.
	Today time.Time
	// Retries is how many times a case that has no verdict is repeated. One that
	// failed is never repeated.
	Retries int
	// Parallel is how many cases run at the same time; 0 is as many as the target bears.
	Parallel int
	// Wait is how long to go on asking a target that does not answer yet.
	Wait time.Duration
	// RestartTime is how long a target that stopped answering in the midst of the run has
	// to come back; 0 is target.RestartTime. One that was seen to take longer has longer,
	// and so has one where Wait is more.
	RestartTime time.Duration
	// Patience is how long a target may ask to wait (429, 502, 503 or 504) before nothing
	// more is asked of it; twice as long where it says for how long; 0 is 30 seconds.
	Patience time.Duration
	// Wire bounds the exchanges and adds header fields to every request.
	Wire wire.Options
	// Version is the version of regspec that the report names; empty is "dev".
	Version string
	// Evidence says of which results the exchanges are kept; empty is of those that did
	// not pass.
	Evidence report.Evidence
	// ShowSecrets leaves credentials in the report, and in what Replay and Resend
	// give.
	ShowSecrets bool
	// Waiting, if set, is called when the target does not answer yet, with why.
	Waiting func(why string)
	// Notice, if set, is called with a sentence about the target that whoever waits for
	// the run should know now.
	Notice func(text string)
	// Progress, if set, is called after each case, one call at a time.
	Progress func(done, selected, failed int)
}

// DefaultMaxUnpacked is how many bytes of an answer's content are unpacked where
// Options.Wire says nothing: as many as are read of what is not packed.
const DefaultMaxUnpacked = wire.DefaultMaxBody

const (
	defaultTimeout = 5 * time.Second
)

// WithDefaults gives the options with what was left out filled in.
func (o Options) WithDefaults() (Options, error) {
	if o.Path == "" {
		o.Path = wire.DefaultPath
	}
	if o.FailOn == "" {
		o.FailOn = cases.Implied
	}
	if o.Evidence == "" {
		o.Evidence = report.EvidenceFailed
	}
	if o.RestartTime <= 0 {
		o.RestartTime = target.RestartTime
	}
	if o.Patience <= 0 {
		o.Patience = target.DefaultPatience
	}
	if o.Wire.Timeout <= 0 {
		o.Wire.Timeout = defaultTimeout
	}
	if o.Wire.MaxUnpacked <= 0 {
		o.Wire.MaxUnpacked = DefaultMaxUnpacked
	}
	if o.Today.IsZero() {
		o.Today = time.Now()
	}
	if o.Waiting == nil {
		o.Waiting = func(string) {}
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Wire.UserAgent == "" {
		o.Wire.UserAgent = "regspec/" + o.Version
	}
	if o.Catalogue == nil {
		var err error
		if o.Catalogue, err = cases.Builtin(); err != nil {
			return o, err
		}
	}
	return o, nil
}
