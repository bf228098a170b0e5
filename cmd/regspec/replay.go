package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/wire"
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
		Short: "Do again what failed in a report, and say whether it still fails",
		Long: `Takes a JSON report or an HTTP archive (HAR), does again what failed in it, and says for each result whether
it still fails. Cases are run anew from the catalogue, with clients registered anew. The requests of an
archive that another program recorded are sent in their order, with the credentials of today in the place
of those recorded; their answers are held to what is asked of every answer.

What fuzzing found is taken as well: the JSON report of regspec fuzz, a case file that it wrote (*.yaml), and
a file of a fuzzing corpus, such as those that go test -fuzz leaves in testdata/fuzz.

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
	flags.StringArrayVar(&f.cases, "case", nil, "do only the case with this `ID` again, whether it failed or not (repeatable)")
	flags.StringVar(&f.failOn, "fail-on", string(cases.Implied), "the loosest `level` of a failure for which replay exits 1")
	flags.BoolVar(&f.curl, "curl", false, "print commands that send the requests, and send none")
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
	chosen, err := f.choose(cmd, &r, name)
	if err != nil {
		return err
	}
	if f.curl {
		return f.print(t.out, r, chosen)
	}
	if options.Target, options.Path, err = f.where(cmd, r, chosen, name); err != nil {
		return err
	}
	return f.again(cmd, t, options, chosen)
}

// again does results again, and tells what became of each.
func (f *replayFlags) again(cmd *cobra.Command, t terminal, options suite.Options, chosen []report.Result) error {
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
	failure := format.Replay(t.out, replay, format.ConsoleOptions{Color: colored(t.out)})
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

// choose gives the results that are to be done again: those that were named, or
// else those that failed. It takes out of an archive what was sent elsewhere.
func (f *replayFlags) choose(cmd *cobra.Command, r *report.Report, name string) ([]report.Result, error) {
	results := slices.DeleteFunc(slices.Clone(r.Results), func(one report.Result) bool { return one.Encoding == "" })
	if len(results) == 0 && len(r.Results) > 0 {
		return f.chooseEntries(cmd, r, name)
	}
	var chosen []report.Result
	for _, id := range f.cases {
		found := slices.DeleteFunc(slices.Clone(results), func(one report.Result) bool { return id != one.ID && id != one.Name() })
		if len(found) == 0 {
			var known []string
			for _, one := range results {
				known = append(known, one.ID)
			}
			return nil, fmt.Errorf("--case %s: there is no such result in %s%s", id, name, schemas.Suggest(id, known))
		}
		chosen = append(chosen, found...)
	}
	if len(f.cases) > 0 {
		return chosen, nil
	}
	for _, one := range results {
		if one.Verdict == report.Failed {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("nothing failed in %s, so there is nothing to do again; --case names what else there is", name)
	}
	return chosen, nil
}

// chooseEntries gives all the entries of an archive that were sent to the
// endpoint, with the verdict that can be had of what was recorded.
func (f *replayFlags) chooseEntries(cmd *cobra.Command, r *report.Report, name string) ([]report.Result, error) {
	if cmd.Flags().Changed("case") {
		return nil, fmt.Errorf("--case: the entries of %s belong to no case", name)
	}
	var chosen []report.Result
	failed := false
	for _, one := range r.Results {
		base, ok := below(one.Exchanges[0].Request.URL, f.path)
		if !ok {
			continue
		}
		if r.Target == "" {
			r.Target = base
		}
		if r.Target != base && !cmd.Flags().Changed("target") {
			return nil, fmt.Errorf("the entries of %s were sent to several servers, %s and %s: name one with --target",
				name, report.Visible(r.Target), report.Visible(base))
		}
		one = suite.Recorded(one)
		failed = failed || one.Verdict != report.Passed
		chosen = append(chosen, one)
	}
	switch {
	case len(chosen) == 0:
		return nil, fmt.Errorf("there is no request to %s in %s; --path names another endpoint", f.path, name)
	case !failed && !f.curl:
		return nil, fmt.Errorf("no answer in %s fails what is asked of every answer, so there is nothing to do again; regspec run tests the rest", name)
	}
	return chosen, nil
}

// below takes the path of the endpoint off a URL.
func below(address, path string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	u.RawQuery, u.ForceQuery, u.Fragment, u.User = "", false, "", nil
	return strings.CutSuffix(u.String(), "/"+strings.TrimPrefix(path, "/"))
}

// where gives the target and the path of the endpoint: those of the flags, or
// else those of the file.
func (f *replayFlags) where(cmd *cobra.Command, r report.Report, chosen []report.Result, name string) (target, path string, err error) {
	target, path = f.target, f.path
	if !cmd.Flags().Changed("target") {
		target = r.Target
	}
	if target == "" {
		return "", "", fmt.Errorf("%s does not say which server was tested: name it with --target", name)
	}
	if cmd.Flags().Changed("path") {
		return target, path, nil
	}
	base, err := wire.Endpoint(r.Target, "")
	if err != nil {
		return "", "", errors.Join(fmt.Errorf("the target of %s is not right", name), err)
	}
	for _, one := range chosen {
		for _, x := range one.Exchanges {
			if rest, ok := strings.CutPrefix(x.Request.URL, strings.TrimSuffix(base.String(), wire.DefaultPath)); ok && rest != "" {
				return target, rest, nil
			}
		}
	}
	return target, path, nil
}

// print writes the requests as commands for a shell.
func (f *replayFlags) print(w io.Writer, r report.Report, chosen []report.Result) error {
	r.Results = chosen
	if !f.showSecrets {
		r = redact.Report(r, nil)
	}
	return format.Curl(w, r.Results)
}
