package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/fuzz/trial"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/selftest"
)

// selftestGC is how much garbage may pile up before it is taken away, in per cent
// of what is in use.
const selftestGC = 400

type selftestFlags struct {
	catalogueFlags

	full     bool
	pairs    int
	triples  int
	only     []string
	parallel int
	timeout  time.Duration
	campaign int
	lasting  time.Duration
	seeds    int
	reports  []string
}

func newSelftest(t terminal) *cobra.Command {
	f := &selftestFlags{}
	cmd := &cobra.Command{
		Use:   "selftest",
		Short: "Run the suite against servers with seeded defects",
		Long: `Runs the suite against the reference server, against the same server with each of its defects, and with
each of its variants. Every defect must fail a case that is about it, at its level; no variant may fail
anything but advice; and nothing may fail on the server as it is.

It prints which cases catch which defect, and which defects survive. It exits 1 if a defect survives or a
conforming server is blamed. With --full every case runs on every server, which takes minutes; it then lists
all cases that show a defect, also those about something else, and the cases that catch nothing that no
other case catches.

Then it runs a short fuzzing campaign on each server, until it finds something. A short campaign cannot find
every defect, and missing one is no failure; blaming a conforming server is. With --campaign 50000 --seeds 5
it measures how many requests each defect takes, which needs half an hour. With --full it makes whole campaigns,
too, and says how many findings a defect has.`,
		Example: `  regspec selftest
  regspec selftest --only get-registers --only secret-by-prefix
  regspec selftest --report json=matrix.json
  regspec selftest --campaign 50000 --seeds 5`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, t) },
	}
	f.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.full, "full", false, "run every case on every server")
	flags.IntVar(&f.pairs, "pairs", 0, "with --full, also run every case and a campaign on so many servers with two defects, and say how well both are named")
	flags.IntVar(&f.triples, "triples", 0, "the same with three defects")
	flags.StringArrayVar(&f.only, "only", nil, "test only the defect or variant of this `NAME` (repeatable)")
	flags.IntVar(&f.parallel, "parallel", 4*runtime.NumCPU(), "how many servers to test at the same time")
	flags.DurationVar(&f.timeout, "timeout", time.Second, "how long to wait for each answer of a server with a defect")
	flags.IntVar(&f.campaign, "campaign", 300, "how many requests to send in the campaign on each server; 0 means no campaign")
	flags.DurationVar(&f.lasting, "campaign-time", time.Minute, "stop each campaign after this time")
	flags.IntVar(&f.seeds, "seeds", 1, "how many campaigns to run on each server, with seeds from 1")
	flags.StringArrayVar(&f.reports, "report", nil, "write the matrix, as `FORMAT=FILE`: html or json; - is standard output (repeatable)")
	return cmd
}

// check reports what of the flags does not fit.
func (f *selftestFlags) check() error {
	if f.parallel < 1 {
		return fmt.Errorf("--parallel is %d, and must be at least 1", f.parallel)
	}
	if f.timeout <= 0 {
		return fmt.Errorf("--timeout is %s, and must be more than nothing", f.timeout)
	}
	if f.lasting <= 0 {
		return fmt.Errorf("--campaign-time is %s, and must be more than nothing", f.lasting)
	}
	if f.campaign < 0 || f.seeds < 1 {
		return fmt.Errorf("--campaign is %d and --seeds is %d; the one must not be negative, and the other at least 1", f.campaign, f.seeds)
	}
	if (f.pairs != 0 || f.triples != 0) && !f.full {
		return errors.New("--pairs and --triples are measured with --full only")
	}
	return nil
}

func (f *selftestFlags) run(cmd *cobra.Command, t terminal) error {
	if err := f.check(); err != nil {
		return err
	}
	catalogue, err := f.load()
	if err != nil {
		return err
	}
	chosen, err := choose(commaSeparated(f.only))
	if err != nil {
		return err
	}
	var whole tested // the outputs are opened before there is anything
	outputs, err := openOutputs(f.reports, map[string]format.Writer{
		"html": func(w io.Writer, _ report.Report) error { return selftest.WritePage(w, catalogue, whole.Matrix) },
		"json": func(w io.Writer, _ report.Report) error { return writeIndented(w, whole) },
	})
	if err != nil {
		return err
	}
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	// Thousands of short runs make much garbage and keep little.
	defer debug.SetGCPercent(debug.SetGCPercent(selftestGC))
	line := newProgress(t.err)
	matrix, err := selftest.Run(ctx, selftest.Options{
		Catalogue: catalogue, Subjects: chosen, Full: f.full, Parallel: f.parallel, Timeout: f.timeout, Progress: line.subject,
		Pairs: f.pairs, Triples: f.triples, Combine: combined,
	})
	line.clear()
	if err != nil {
		closeAll(outputs)
		if ctx.Err() != nil {
			return &exitError{exitInterrupted, err}
		}
		return &exitError{exitFault, err}
	}
	if len(f.only) > 0 {
		matrix.Untried = []string{} // the others were not to be tried
	}
	failure := selftest.WriteText(consoleOf(t, outputs), catalogue, matrix)
	fair := true
	whole.Matrix, whole.Campaigns = matrix, []campaigned{}
	if f.campaign > 0 {
		fair, err = f.campaigns(ctx, consoleOf(t, outputs), line, chosen, &whole)
		if err != nil {
			closeAll(outputs)
			return &exitError{exitFault, err}
		}
	}
	failure = errors.Join(failure, writeAll(outputs, t.out, report.Report{}))
	switch {
	case ctx.Err() != nil:
		return &exitError{exitInterrupted, failure}
	case !matrix.Good() || !fair:
		return &exitError{exitFailed, failure}
	case failure != nil:
		return &exitError{exitUsage, failure}
	}
	return nil
}

// tested is all that came of a self-test.
type tested struct {
	selftest.Matrix

	Campaigns []campaigned `json:"campaigns"`
	Findings  []trial.Told `json:"findings,omitempty"`
}

// campaigns makes campaigns on the subjects, and whole ones where everything is to be tested. It reports false if a
// server that conforms was blamed.
func (f *selftestFlags) campaigns(ctx context.Context, w io.Writer, line *progress, chosen []selftest.Subject, whole *tested) (bool, error) {
	o := trial.Options{Requests: f.campaign, Seeds: f.seeds, Parallel: 2 * runtime.NumCPU(), Timeout: f.timeout, Duration: f.lasting}
	trials, err := trial.Run(ctx, o, trialServers(chosen), line.trial)
	line.clear()
	if err != nil {
		return false, err
	}
	fair := trial.WriteText(w, o, trials)
	for i, one := range trials {
		if len(one.Took) > 0 {
			whole.Campaigns = append(whole.Campaigns, campaigned{chosen[i], one})
		}
	}
	if f.full {
		whole.Findings, err = trial.Tell(ctx, o, trialServers(chosen), f.pairs, f.triples, combined)
		trial.WriteTold(w, whole.Findings)
	}
	return fair, err
}

// campaigned is a subject, and what came of the campaigns on it.
type campaigned struct {
	selftest.Subject
	trial.Trial
}

// trialServers are the subjects as campaigns are tried on them.
func trialServers(subjects []selftest.Subject) []trial.Server {
	all := make([]trial.Server, len(subjects))
	for i, s := range subjects {
		all[i] = trial.Server{Name: s.Name, Level: s.Level, New: s.New} // only a defect has a level
	}
	return all
}

// choose gives the subjects of these names, or all.
func choose(names []string) ([]selftest.Subject, error) {
	all := subjects()
	if len(names) == 0 {
		return all, nil
	}
	known := make([]string, len(all))
	for i, s := range all {
		known[i] = s.Name
	}
	var chosen []selftest.Subject
	for _, name := range names {
		place := slices.Index(known, name)
		if place < 0 {
			return nil, fmt.Errorf("there is no defect or variant %q%s", name, schemas.Suggest(name, known))
		}
		chosen = append(chosen, all[place])
	}
	return chosen, nil
}

func writeIndented(w io.Writer, tree any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(tree) //nolint:wrapcheck // only writing can fail
}

// combined makes a server with several defects.
func combined(names []string) (http.Handler, error) {
	return reference.Seeded(reference.Options{Defects: names})
}
