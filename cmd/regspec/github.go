package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/regspec/regspec/suite/report"
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
func showIn(console io.Writer, outputs []*output, r report.Report) error {
	show := func() error {
		return report.WriteConsole(console, r, report.ConsoleOptions{Color: colored(console)})
	}
	if os.Getenv(actionsVariable) != "true" {
		return show()
	}
	err := withoutCommands(console, show)
	asked := slices.ContainsFunc(outputs, func(o *output) bool { return o.format == "github" })
	if !asked {
		err = errors.Join(err, report.WriteGitHub(console, r))
	}
	return err
}

// withoutCommands keeps GitHub's runner from obeying what is shown: it finds
// commands such as ##[add-mask] in the middle of a line, and a target may have
// answered with one.
func withoutCommands(w io.Writer, show func() error) error {
	token := rand.Text()
	_, begin := fmt.Fprintf(w, "::stop-commands::%s\n", token)
	shown := show()
	_, end := fmt.Fprintf(w, "::%s::\n", token)
	return errors.Join(begin, shown, end)
}
