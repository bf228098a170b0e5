package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/wire"
)

// sequencesIn gives the sequences in a file, or none if it is of another kind.
func sequencesIn(name string, text []byte) ([]finding.Recorded, error) {
	if bytes.HasPrefix(text, []byte("go test fuzz")) {
		called, q, err := fuzz.ReadInput(name, text)
		return []finding.Recorded{{Name: called, Sequence: q}}, err
	}
	var kind struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(report.WithoutMark(text), &kind); err != nil || kind.Kind != report.KindFuzz {
		return nil, nil //nolint:nilerr // then it is another kind of file
	}
	r, err := report.ReadJSON(text)
	if err != nil {
		return nil, err
	}
	return finding.InReport(r)
}

// runSequences sends sequences, and tells of each whether something is wrong
// with an answer.
func (f *replayFlags) runSequences(cmd *cobra.Command, t terminal, options suite.Options, all []finding.Recorded) error {
	if cmd.Flags().Changed("case") {
		return errors.New("--case: what is in a fuzzing corpus or report belongs to no case")
	}
	target := f.target
	if !cmd.Flags().Changed("target") {
		target = all[0].Target
	}
	if target == "" && !f.curl {
		return errors.New("the file does not say which server was tested: name it with --target")
	}
	if f.curl && target == "" {
		target = "http://localhost"
	}
	endpoint, err := wire.Endpoint(target, f.path)
	if err != nil {
		return fmt.Errorf("--target: %w", err)
	}
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	if f.curl {
		return errors.New("--curl: the requests of a sequence have credentials that the target has yet to give; send it with --target, and see the JSON report of regspec fuzz for the curl lines")
	}
	r := report.Report{Target: target}
	var before []report.Result
	secrets := redact.Begin(options.Wire.Header, false)
	options.Wire.NoGzip = true
	sender := campaign.Paced(wire.NewClient(endpoint, options.Wire), 0, false, secrets.Learn)
	defer sender.Close()
	for _, one := range all {
		before = append(before, report.Result{ID: one.Name, Verdict: report.Failed})
		r.Results = append(r.Results, finding.Again(ctx, one, sender))
	}
	if !f.showSecrets {
		r = secrets.Report(r)
	}
	replay := report.Replay{Target: r.Target, Interrupted: ctx.Err() != nil}
	for i := range before {
		replay.Results = append(replay.Results, report.Replayed{Before: before[i], Now: r.Results[i]})
	}
	return tellReplay(t, replay, options.FailOn)
}

func isYAML(name string) bool {
	extension := filepath.Ext(name)
	return extension == ".yaml" || extension == ".yml"
}

// runCases runs the cases of a case file.
func (f *replayFlags) runCases(cmd *cobra.Command, t terminal, options suite.Options, name string, text []byte) error {
	with, err := options.Catalogue.Extend(name, text)
	if err != nil {
		return fmt.Errorf("the file %s is not right:\n%w", name, err)
	}
	var chosen []report.Result
	for _, c := range with.Cases() {
		if _, known := options.Catalogue.Case(c.ID); known {
			continue
		}
		for _, encoding := range c.Encodings {
			chosen = append(chosen, report.Result{ID: c.ID, Encoding: encoding, Verdict: report.Failed, Title: c.Title})
		}
	}
	if f.target == "" {
		return fmt.Errorf("%s does not say which server was tested: name it with --target", name)
	}
	options.Catalogue, options.Target, options.Path = with, f.target, f.path
	if f.curl {
		return errors.New("--curl: a case file has no exchanges; regspec explain prints what is sent")
	}
	return f.again(cmd, t, options, chosen)
}
