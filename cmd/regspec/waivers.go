package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/waive"
)

// openDraft makes sure before the run that the file of --write-waivers can be
// written, and reads what is in it.
func (f *gateFlags) openDraft(cmd *cobra.Command, g *gate) error {
	if !cmd.Flags().Changed("write-waivers") {
		return nil
	}
	name := f.draftFile
	if name == "" || name == "-" {
		return errors.New("--write-waivers names no file")
	}
	g.file = &output{path: name}
	if err := g.file.open(); err != nil {
		return fmt.Errorf("--write-waivers %s cannot be written: %w", name, err)
	}
	if g.file.file != nil {
		closeAll([]*output{g.file})
		return fmt.Errorf("--write-waivers %s cannot be written: it is no regular file", name)
	}
	if _, err := os.Stat(name); err != nil {
		return nil //nolint:nilerr // there is none yet
	}
	var err error
	if g.old, err = readFile("write-waivers", name); err != nil {
		return err
	}
	if g.own, err = waive.Parse(name, g.old); err != nil {
		return fmt.Errorf("the file of waivers is not right:\n%w", err)
	}
	return nil
}

// writeWaivers writes the waivers that the failures of a run need. It runs the
// failures once more, so that nothing is pinned that is another each time.
func (g *gate) writeWaivers(ctx context.Context, console io.Writer, o suite.Options, r report.Report) error {
	if g.file == nil {
		return nil
	}
	d := waive.Draft{Name: g.file.path, Old: g.old, Report: r, Today: o.Today}
	if o.ShowSecrets {
		d.Report, o.ShowSecrets = redact.Report(r, o.Wire.Header), false
	}
	if why := unfit(r); why != "" {
		return fmt.Errorf("no waivers are written to %s, since %s", g.file.path, why)
	}
	var err error
	if d.Waivers, err = suite.ResolveWaivers(o.Catalogue, g.own); err != nil {
		return err
	}
	if d.Others, err = suite.ResolveWaivers(o.Catalogue, g.others); err != nil {
		return err
	}
	if d.Again, err = again(ctx, o, r); err != nil {
		return err
	}
	if d.Again.Interrupted {
		return &exitError{exitInterrupted, fmt.Errorf("no waivers are written to %s, since the run was interrupted", g.file.path)}
	}
	text, written, err := waive.Rewrite(d)
	if err == nil {
		_, err = waive.Parse(g.file.path, text)
	}
	if err != nil {
		return &exitError{exitFault, fmt.Errorf("the waivers cannot be written: %w", err)}
	}
	g.file.write = func(w io.Writer, _ report.Report) error {
		_, err := w.Write(text)
		return err //nolint:wrapcheck // said below
	}
	if err := g.file.finish(nil, r); err != nil {
		return fmt.Errorf("the waivers %s could not be written: %w", g.file.path, reason(err))
	}
	_, err = fmt.Fprintln(console, "\n"+summary(g.file.path, written))
	return err //nolint:wrapcheck // only writing can fail
}

// unfit says why no waivers can be made of a run, or "".
func unfit(r report.Report) string {
	switch {
	case r.Interrupted:
		return "the run was interrupted"
	case r.Unreachable != "":
		return "the target could not be tested"
	case r.Stopped != "":
		return "the target stopped answering"
	case r.OneAnswer != "":
		return "every request got the same answer"
	}
	return ""
}

// again runs the failures of a run once more.
func again(ctx context.Context, o suite.Options, r report.Report) (report.Report, error) {
	o.Waivers, o.Progress, o.Waiting = nil, nil, nil
	o.Selection = suite.Selection{}
	for _, one := range r.Results {
		failed := one.Verdict == report.Failed || one.Verdict == report.Waived || one.Skip == report.SkipBlocked
		if failed && one.Level.AtLeast(r.FailOn) {
			o.Selection.Patterns = append(o.Selection.Patterns, one.Name())
		}
	}
	if len(o.Selection.Patterns) == 0 {
		return report.Report{}, nil
	}
	return suite.Run(ctx, o)
}

// summary says what was written.
func summary(name string, w waive.Written) string {
	var parts []string
	for _, count := range []struct {
		n    int
		what string
	}{{w.New, "new"}, {w.Changed, "with another answer than before"}, {w.Removed, "taken out or shortened"}, {w.Unfilled, "still without a reason"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	text := fmt.Sprintf("%d waivers are in %s now", w.Waivers, name)
	if w.Waivers == 1 {
		text = "1 waiver is in " + name + " now"
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	text += ".\n"
	if len(w.Renewed) > 0 {
		text += "Expired, and written without a date: " + strings.Join(w.Renewed, ", ") + ".\n"
	}
	if len(w.Unsteady) > 0 {
		text += "These failed once and passed once, which no waiver can hold: " + strings.Join(w.Unsteady, ", ") + ".\n"
	}
	if w.Unfilled > 0 {
		return text + "Give the reasons, commit the file, and run with --waivers " + name + "."
	}
	return text + "Commit the file, and run with --waivers " + name + "."
}
