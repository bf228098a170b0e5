package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

type runFlags struct {
	targetFlags
	catalogueFlags
	gateFlags
	console  consoleFlags
	settings settings

	reference       bool
	parallel        auto
	levels          []string
	failOn          string
	encodings, skip []string
	shard           string
	reports         []string
	evidence        string
	showSecrets     bool
	slow, dryRun    bool
}

func newRun(t terminal) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "run [PATTERN…]",
		Short: "Run the cases against a server",
		Long: `Runs the cases against a server and says which it fails, why, and how to see it again.

A PATTERN selects cases: a glob over their ids in which * stands for any text, an id or the beginning
of one up to a slash, requirement:ID, or level:NAME. Without any, all cases run.`,
		Example: `  regspec run --target http://localhost:6543
  regspec run --target https://example.org/goblin 'contacts/*' requirement:error.unauthorized
  regspec run --target "$URL" --fail-on documented --report junit=report.xml
  regspec run --reference`,
		RunE: func(cmd *cobra.Command, patterns []string) error { return f.run(cmd, t, patterns) },
	}
	f.add(cmd)
	return cmd
}

// add makes the flags of a run.
func (f *runFlags) add(cmd *cobra.Command) {
	f.settings.add(cmd)
	f.targetFlags.add(cmd)
	f.catalogueFlags.add(cmd)
	f.gateFlags.add(cmd)
	f.console.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.reference, "reference", false, "test the reference server that comes with regspec")
	flags.Var(&f.parallel, "parallel", "how many cases run at the same time; auto is as many as the target bears")
	flags.StringArrayVar(&f.levels, "level", nil, "run only cases of this `level`: documented, implied or hardening (repeatable)")
	flags.StringVar(&f.failOn, "fail-on", string(cases.Implied), "fail on failures at this `level` or stricter")
	flags.StringArrayVar(&f.encodings, "encoding", nil, "run only cases in this `encoding`: json or form (repeatable)")
	flags.StringArrayVar(&f.skip, "skip", nil, "skip the cases that match this `PATTERN` (repeatable)")
	flags.BoolVar(&f.slow, "slow", false, "take five seconds at least, and see whether clients that were registered first are still there")
	flags.StringVar(&f.shard, "shard", "", "run only part `I/N` of the cases; regspec merge joins the reports")
	addReports(flags, &f.reports)
	flags.StringVar(&f.evidence, "evidence", string(report.EvidenceFailed), "keep the exchanges of results that did not pass, or of all: `failed` or all; --report har=FILE needs all")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "print client secrets and the values of --header")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print which cases would run, and send nothing")
	group(flags, selecting, "level", "encoding", "skip", "slow", "shard", "dry-run")
	group(flags, connecting, "reference", "parallel")
	group(flags, gating, "fail-on")
	group(flags, reporting, "evidence", "show-secrets")
}

// slowAge is how old a client has to be at the end of a slow run.
const slowAge = 5 * time.Second

func (f *runFlags) run(cmd *cobra.Command, t terminal, patterns []string) error {
	if err := f.settings.apply(cmd); err != nil {
		return err
	}
	options, err := f.options(patterns)
	if err != nil {
		return f.settings.blame(err)
	}
	if f.dryRun {
		return dryRun(t, options, f.console.quiet)
	}
	gate, err := f.read(cmd, &options)
	if err != nil {
		return f.settings.blame(err)
	}
	defer limitMemory(memoryOfRun)()
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	if options.Target, err = f.chooseTarget(ctx, cmd); err != nil {
		return err
	}
	outputs, err := openOutputs(f.reports, runWriters())
	if err != nil {
		return f.settings.blame(err)
	}
	line := newProgress(t.err)
	options.Waiting, options.Progress, options.Notice = line.wait, line.show, line.notice(t.err)
	execution, err := suite.Start(ctx, options)
	if err != nil {
		closeAll(outputs)
		return err
	}
	r := gate.compare(execution.Report())
	r.Settings = given(cmd, patterns, f.showSecrets)
	line.clear()
	console := f.console.options()
	console.Rewritten = f.draftFile
	told := tell(t, outputs, r, console)
	covered, err := gate.writeWaivers(ctx, consoleOf(t, outputs), options, r)
	if covered {
		return withoutVerdict(told)
	}
	return also(told, err)
}

// consoleOf is where the words for people go.
func consoleOf(t terminal, outputs []*output) io.Writer {
	if toStdout(outputs) {
		return t.err
	}
	return t.out
}

// tell writes the report in every form that was asked for.
func tell(t terminal, outputs []*output, r report.Report, o format.ConsoleOptions) error {
	console := consoleOf(t, outputs)
	failure := errors.Join(writeAll(outputs, t.out, r), showIn(console, outputs, r, o))
	code := codeFor(r.Gate())
	if failure != nil && code == exitOK {
		code = exitUsage
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code, failure}
}

func (f *runFlags) options(patterns []string) (suite.Options, error) {
	o := suite.Options{
		Path: f.path, Parallel: int(f.parallel), Wait: f.wait, Retries: f.retries, Version: version(),
		Today: time.Now(), ShowSecrets: f.showSecrets,
		Selection: suite.Selection{Patterns: patterns, Skip: f.skip},
	}
	if f.slow {
		o.Age = slowAge
	}
	var err error
	if f.retries < 0 {
		return o, fmt.Errorf("--retries is %d, and must not be negative", f.retries)
	}
	if o.Wire, err = f.targetFlags.options(); err != nil {
		return o, err
	}
	if o.Selection.Levels, err = oneOf("--level", f.levels, cases.Levels()); err != nil {
		return o, err
	}
	if o.Selection.Encodings, err = oneOf("--encoding", f.encodings, cases.Encodings()); err != nil {
		return o, err
	}
	failOn, err := oneOf("--fail-on", []string{f.failOn}, cases.Levels())
	if err != nil {
		return o, err
	}
	o.FailOn = failOn[0]
	if o.Evidence, err = f.keeps(); err != nil {
		return o, err
	}
	if o.Selection.Shard, err = parseShard(f.shard); err != nil {
		return o, err
	}
	o.Catalogue, err = f.load()
	return o, err
}

// keeps is of which results the exchanges are kept. An archive is made of those of all.
func (f *runFlags) keeps() (report.Evidence, error) {
	for _, spec := range f.reports {
		if strings.HasPrefix(spec, "har=") {
			return report.EvidenceAll, nil
		}
	}
	if f.evidence != string(report.EvidenceFailed) && f.evidence != string(report.EvidenceAll) {
		return "", fmt.Errorf("--evidence is %q, and must be failed or all", f.evidence)
	}
	return report.Evidence(f.evidence), nil
}

// oneOf reads words, or several with commas between them, that must be among
// those known.
func oneOf[T ~string](flag string, words []string, known []T) ([]T, error) {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	var all []T
	if len(words) > 0 {
		words = strings.Split(strings.Join(words, ","), ",")
	}
	for _, word := range words {
		place := slices.Index(names, word)
		if place < 0 {
			return nil, fmt.Errorf("%s is %q, and there is no such thing%s", flag, word, schemas.Suggest(word, names))
		}
		all = append(all, known[place])
	}
	return all, nil
}

// chooseTarget gives the target's URL, and starts the reference if that is it.
func (f *runFlags) chooseTarget(ctx context.Context, cmd *cobra.Command) (string, error) {
	switch byReference, byTarget := f.settings.layer("reference"), f.settings.layer("target"); {
	case !f.reference, byTarget > byReference:
		return f.url(cmd)
	case byTarget == byReference:
		return "", errors.New("--target and --reference name two servers: give one of them")
	}
	listener, err := reference.Listen(ctx, "127.0.0.1:0", reference.New(reference.Options{}))
	if err != nil {
		return "", &exitError{exitFault, fmt.Errorf("starting the reference server: %w", err)}
	}
	return listener.URL(), nil
}

// interruptible is a context that the first SIGINT, SIGTERM or SIGHUP ends. The second
// ends the process at once.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case <-signals:
			cancel()
		case <-ctx.Done():
			return
		}
		<-signals
		os.Exit(exitInterrupted)
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}
