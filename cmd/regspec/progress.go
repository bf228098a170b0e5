package main

import (
	"fmt"
	"io"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/suite/selftest"
)

// progress is a line on a terminal that is written over and over.
type progress struct {
	w       io.Writer // nil where nobody watches
	written time.Time
}

func newProgress(w io.Writer) *progress {
	if !colored(w) { // the line is written with escape codes
		return &progress{}
	}
	return &progress{w: w}
}

// show writes the line, unless it was written just now.
func (p *progress) show(done, selected, failed int) {
	if p.w == nil || (done < selected && time.Since(p.written) < 50*time.Millisecond) {
		return
	}
	p.written = time.Now()
	_, _ = fmt.Fprintf(p.w, "\r\x1b[K%d of %d cases, %d failed", done, selected, failed)
}

// subject writes the line of a self-test.
func (p *progress) subject(done, total int, latest selftest.Outcome) {
	if p.w == nil || (done < total && time.Since(p.written) < 50*time.Millisecond) {
		return
	}
	p.written = time.Now()
	_, _ = fmt.Fprintf(p.w, "\r\x1b[K%d of %d servers, the latest: %s", done, total, latest.Name)
}

// trial writes the line of a self-test's campaigns.
func (p *progress) trial(done, total int, name string) {
	if p.w != nil {
		_, _ = fmt.Fprintf(p.w, "\r\x1b[K%d of %d campaigns, the latest on %s", done, total, name)
	}
}

// wait says what the run is waiting for.
func (p *progress) wait(why string) {
	if p.w != nil {
		_, _ = fmt.Fprintf(p.w, "\r\x1b[Kwaiting: %s", why)
	}
}

// notice writes a sentence that stays, also where nobody watches.
func (p *progress) notice(w io.Writer) func(text string) {
	return func(text string) {
		p.clear()
		_, _ = fmt.Fprintln(w, text)
	}
}

// clear takes the line away.
func (p *progress) clear() {
	if p.w != nil {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// campaign writes the line of a campaign.
func (p *progress) campaign(s campaign.Stats) {
	if p.w == nil {
		return
	}
	_, _ = fmt.Fprintf(p.w, "\r\x1b[K%d requests, %.0f a second, %d different answers, %d findings, %s left",
		s.Requests, s.PerSecond(), s.Signatures, s.Findings, s.Left.Round(time.Second))
}
