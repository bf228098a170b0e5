package main

import (
	"errors"
	"io"
	"os"
	"slices"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

// The variables by which GitHub's runner is known, and which names the file
// that its page of a run shows.
const (
	actionsVariable = "GITHUB_ACTIONS"
	summaryVariable = "GITHUB_STEP_SUMMARY"
)

// isSummary reports whether a file is the step summary of GitHub.
func isSummary(file os.FileInfo) bool {
	summary, err := os.Stat(os.Getenv(summaryVariable)) //nolint:gosec // the runner names it, and it is only compared
	return err == nil && os.SameFile(file, summary)
}

// showIn writes the console report, and where GitHub's runner reads along, the
// annotations after it, unless a report of theirs was asked for.
func showIn(console io.Writer, outputs []*output, r report.Report, o format.ConsoleOptions) error {
	o.Color, o.Width = colored(console), width()
	show := func() error {
		return format.Console(console, r, o)
	}
	if os.Getenv(actionsVariable) != "true" {
		return show()
	}
	err := format.WithoutCommands(console, show)
	asked := slices.ContainsFunc(outputs, func(o *output) bool { return o.format == "github" })
	if !asked {
		err = errors.Join(err, format.GitHub(console, r))
	}
	return err
}
