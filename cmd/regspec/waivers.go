package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
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
	if g.own, err = parseWaivers(name, g.old); err != nil {
		return fmt.Errorf("the file of waivers is not right:\n%w", err)
	}
	return nil
}

// writeWaivers writes the waivers that the failures of a run need, and reports whether
// they cover all of them. It runs the failures once more, so that nothing is pinned that
// is another each time.
func (g *gate) writeWaivers(ctx context.Context, console io.Writer, o suite.Options, r report.Report) (covered bool, err error) {
	if g.file == nil {
		return false, nil
	}
	text, written, err := suite.DraftWaivers(ctx, o, r, suite.WaiverFile{Name: g.file.path, Text: g.old, Waivers: g.own, Others: g.others})
	switch {
	case errors.Is(err, suite.ErrInterrupted):
		return false, &exitError{exitInterrupted, err}
	case errors.Is(err, suite.ErrFault):
		return false, &exitError{exitFault, err}
	case err != nil:
		return false, err
	}
	g.file.write = func(w io.Writer, _ report.Report) error {
		_, err := w.Write(text)
		return err //nolint:wrapcheck // said below
	}
	if err := g.file.finish(nil, r); err != nil {
		return false, fmt.Errorf("the waivers %s could not be written: %w", g.file.path, reason(err))
	}
	before := "\n"
	if r.Waivers != nil {
		before = "\nThe result above is that with the waivers as they were before.\n"
	}
	_, err = fmt.Fprintln(console, before+written.Summary(g.file.path))
	return written.Covers && err == nil, err //nolint:wrapcheck // only writing can fail
}
