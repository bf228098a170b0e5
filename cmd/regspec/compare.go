package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/page"
)

func newCompare(t terminal) *cobra.Command {
	var reports []string
	failOnNew := false
	cmd := &cobra.Command{
		Use:   "compare REPORT.json…",
		Short: "Put several runs side by side",
		Long: `Compares the JSON reports of several runs: of several servers, or of one server at several times. It says which
requirements have not the same verdict in all of them, and what the last run has that the first had not, by
cause. Runs of different cases are compared where they have the same.

Exit codes: 0 compared, 1 with --fail-on-new: a result fails in the last report and not so in the first, at or above
the --fail-on with which the last was run, 2 a file is wrong.`,
		Example: `  regspec compare yesterday.json today.json --fail-on-new
  regspec compare mediagoblin.json pumpio.json mine.json --report html=servers.html`,
		RunE: func(_ *cobra.Command, names []string) error {
			if len(names) < 2 {
				return errors.New("compare needs two JSON reports at least; see regspec compare --help")
			}
			var runs []report.Report
			for _, name := range names {
				r, err := readReport(name)
				if err != nil {
					return err
				}
				runs = append(runs, r)
			}
			c, err := report.Compare(runs)
			if err != nil {
				return err
			}
			outputs, err := openOutputs(reports, map[string]format.Writer{"html": func(w io.Writer, _ report.Report) error { return page.Compare(w, c) }})
			if err != nil {
				return err
			}
			console := consoleOf(t, outputs)
			failure := errors.Join(writeAll(outputs, t.out, report.Report{}),
				format.Compare(console, c, format.ConsoleOptions{Color: colored(console), Width: width()}))
			if failOnNew && c.Change.Gates {
				return &exitError{exitFailed, failure}
			}
			return failure
		},
	}
	cmd.Flags().StringArrayVar(&reports, "report", nil, "write the comparison, as `html=FILE`; - is standard output (repeatable)")
	cmd.Flags().BoolVar(&failOnNew, "fail-on-new", false, "exit 1 if a result newly fails in the last report, at or above the --fail-on of its run")
	return cmd
}
