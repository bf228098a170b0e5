package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/redact"
)

type replayFlags struct {
	targetFlags
	catalogueFlags

	cases       []string
	failOn      string
	curl        bool
	showSecrets bool
}

func newReplay(t terminal) *cobra.Command {
	f := &replayFlags{}
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Repeat what failed in a report, and say whether it still fails",
		Long: `Reads a JSON report or an HTTP archive (HAR), repeats what failed in it, and says for each result whether it
still fails. Cases run again from the catalogue, with newly registered clients. Requests of an archive that
another program recorded are sent in order, with new credentials in place of the recorded ones; their answers
are checked for what every answer must be.

It also reads what fuzzing found: the JSON report of regspec fuzz, a case file that it wrote (*.yaml), and a
file of a fuzzing corpus, such as those that go test -fuzz leaves in testdata/fuzz.

Exit codes: 0 nothing fails any more at or above --fail-on, 1 something still fails, 2 the file is not right
or nothing failed in it, 3 the target could not be tested.`,
		Example: `  regspec replay report.json
  regspec replay report.json --case contacts/invalid-email/only --target http://localhost:6543
  regspec replay run.har --curl
  regspec replay findings/outcome-should-refuse-contacts.yaml --target http://localhost:6543`,
		Args: exactlyOne("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, t, args[0]) },
	}
	f.targetFlags.add(cmd)
	f.catalogueFlags.add(cmd)
	flags := cmd.Flags()
	flags.Lookup("target").Usage = "base `URL` of the server to ask, or unix:PATH of its socket (default: the one of the file)"
	flags.StringArrayVar(&f.cases, "case", nil, "repeat only the case with this `ID`, whether it failed or not (repeatable)")
	flags.StringVar(&f.failOn, "fail-on", string(cases.Implied), "fail on failures at this `level` or stricter")
	flags.BoolVar(&f.curl, "curl", false, "print the requests as curl commands, and send nothing")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "print client secrets and the values of --header")
	return cmd
}

func (f *replayFlags) run(cmd *cobra.Command, t terminal, name string) error {
	options, err := f.options(cmd)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name) //nolint:gosec // the user named it
	if err != nil {
		return fmt.Errorf("the file %s cannot be read: %w", name, reason(err))
	}
	if sequences, err := sequencesIn(name, text); err != nil || sequences != nil {
		if err != nil {
			return fmt.Errorf("the file %s is not right: %w", name, err)
		}
		return f.runSequences(cmd, t, options, sequences)
	}
	if isYAML(name) {
		return f.runCases(cmd, t, options, name, text)
	}
	r, err := format.Read(text)
	if err != nil {
		return fmt.Errorf("the file %s is not right: %w", name, err)
	}
	choice := suite.ReplayChoice{File: name, Cases: f.cases, Print: f.curl}
	if cmd.Flags().Changed("target") {
		choice.Target = f.target
	}
	if cmd.Flags().Changed("path") {
		choice.Path = f.path
	}
	chosen, err := choice.Choose(r)
	if err != nil {
		return err
	}
	if f.curl {
		return f.print(t.out, r, chosen.Results)
	}
	options.Target, options.Path = chosen.Target, chosen.Path
	return f.again(cmd, t, options, chosen.Results)
}

// again does results again, and tells what became of each.
func (f *replayFlags) again(cmd *cobra.Command, t terminal, options suite.Options, chosen []report.Result) error {
	defer limitMemory(memoryOfRun)()
	ctx, stop := interruptible(cmd.Context())
	defer stop()
	line := newProgress(t.err)
	options.Waiting, options.Progress = line.wait, line.show
	again := suite.Replay
	if chosen[0].Encoding == "" {
		again = suite.Resend
	}
	replay, err := again(ctx, options, chosen)
	line.clear()
	if err != nil {
		return err
	}
	return tellReplay(t, replay, options.FailOn)
}

func tellReplay(t terminal, replay report.Replay, failOn cases.Level) error {
	replay.FailOn = failOn
	failure := format.Replay(t.out, replay, format.ConsoleOptions{Color: colored(t.out), Width: width()})
	code := codeFor(replay.Gate())
	if failure != nil && code == exitOK {
		code = exitUsage
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code, failure}
}

func (f *replayFlags) options(cmd *cobra.Command) (suite.Options, error) {
	o := suite.Options{Wait: f.wait, Version: version(), ShowSecrets: f.showSecrets}
	if cmd.Flags().Changed("target") && strings.TrimSpace(f.target) == "" {
		return o, noTarget(cmd)
	}
	var err error
	if o.Wire, err = f.targetFlags.options(); err != nil {
		return o, err
	}
	failOn, err := oneOf("--fail-on", []string{f.failOn}, cases.Levels())
	if err != nil {
		return o, err
	}
	o.FailOn = failOn[0]
	o.Catalogue, err = f.load()
	return o, err
}

// print writes the requests as commands for a shell.
func (f *replayFlags) print(w io.Writer, r report.Report, chosen []report.Result) error {
	r.Results = chosen
	if !f.showSecrets {
		r = redact.Report(r, nil)
	}
	return format.Curl(w, r.Results)
}
