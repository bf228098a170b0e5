package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// named is a sequence of requests with the name by which it is told of.
type named struct {
	name     string
	sequence traffic.Sequence
	// target is where it was found, if that is known.
	target string
}

// sequencesIn gives the sequences in a file, or none if it is of another kind.
func sequencesIn(name string, text []byte) ([]named, error) {
	if bytes.HasPrefix(text, []byte("go test fuzz")) {
		one, err := fromCorpus(name, text)
		return []named{one}, err
	}
	var kind struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(text, &kind); err != nil || kind.Kind != report.KindFuzz {
		return nil, nil //nolint:nilerr // then it is another kind of file
	}
	r, err := report.ReadJSON(text)
	if err != nil {
		return nil, err
	}
	var all []named
	for _, f := range r.Findings {
		all = append(all, named{f.ID, traffic.Decode(f.Program), r.Target})
	}
	if len(all) == 0 {
		return nil, errors.New("the campaign found nothing, so there is nothing to do again")
	}
	return all, nil
}

// fromCorpus reads the input of a fuzz target. Which target it is of, the name
// of its directory says; in any other, it is a sequence.
func fromCorpus(name string, text []byte) (named, error) {
	arguments, err := traffic.UnmarshalCorpus(text)
	if err != nil {
		return named{}, err
	}
	if len(arguments) != 1 {
		return named{}, fmt.Errorf("it has %d arguments, and the fuzz targets of regspec have one", len(arguments))
	}
	directory := filepath.Base(filepath.Dir(name))
	all := fuzz.Targets()
	place := slices.IndexFunc(all, func(t fuzz.Target) bool { return t.Name == directory })
	if place < 0 {
		if strings.HasPrefix(directory, "Fuzz") {
			return named{}, fmt.Errorf("it is of the fuzz target %s, whose inputs only go test can read", directory)
		}
		return named{name: filepath.Base(name), sequence: traffic.Decode([]byte(arguments[0]))}, nil
	}
	q, ok := all[place].Sequence(arguments[0])
	if !ok {
		return named{}, errors.New("it cannot be sent over HTTP at all")
	}
	return named{name: directory + "/" + filepath.Base(name), sequence: q}, nil
}

// runSequences sends sequences, and tells of each whether something is wrong
// with an answer.
func (f *replayFlags) runSequences(cmd *cobra.Command, t terminal, options suite.Options, all []named) error {
	if cmd.Flags().Changed("case") {
		return errors.New("--case: what is in a fuzzing corpus or report belongs to no case")
	}
	target := f.target
	if !cmd.Flags().Changed("target") {
		target = all[0].target
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
	connect, _ := sender(ctx, endpoint, options.Wire)
	for _, one := range all {
		before = append(before, report.Result{ID: one.name, Verdict: report.Failed})
		result, others := played(ctx, one, connect)
		r.Results, r.Aside = append(r.Results, result), append(r.Aside, others...)
	}
	if !f.showSecrets {
		r = report.Redact(r, options.Wire.Header)
	}
	replay := report.Replay{Target: r.Target, Interrupted: ctx.Err() != nil}
	for i := range before {
		replay.Results = append(replay.Results, report.Replayed{Before: before[i], Now: r.Results[i]})
	}
	return tellReplay(t, replay, options.FailOn)
}

// played sends a sequence with clients of its own. What is wrong, at the level that
// gates, is a mismatch.
func played(ctx context.Context, one named, connect func() session.Sender) (report.Result, []wire.Exchange) {
	result := report.Result{ID: one.name, Verdict: report.Passed, Level: cases.Hardening}
	s := session.New(session.Options{Sender: connect, Sparing: true})
	defer s.Close()
	var others []wire.Exchange
	advice := true
	for _, exchange := range s.Play(ctx, one.sequence) {
		others = append(others, exchange.Exchange)
		if b := exchange.Break; b != nil && (b.Unreachable() || b.Ours()) {
			return report.Result{ID: one.name, Verdict: report.Errored, Reason: b.Sentence(), Level: cases.Implied}, others
		}
		for _, v := range exchange.Mismatches {
			m := report.Mismatch{
				Step: len(others), Aspect: report.AspectContent, Level: v.Level, Requirement: finding.Finding{Cause: finding.Cause{Rule: v.Rule}, Mismatch: v}.Requirement(),
				Expected: v.Expected, Actual: v.Actual, Explanation: v.Explanation,
			}
			if gates := v.Level.AtLeast(cases.Implied); gates && advice { // the first that gates is told
				result.Mismatches, advice = append([]report.Mismatch{m}, result.Mismatches...), false
			} else {
				result.Mismatches = append(result.Mismatches, m)
			}
			result.Verdict = report.Failed
			result.Level = cases.Strictest(result.Level, v.Level)
		}
	}
	result.Exchanges = others
	return result, others
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
