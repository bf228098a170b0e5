package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
)

func newDoctor(t terminal) *cobra.Command {
	f := &targetFlags{}
	files := &catalogueFlags{}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at a server before a run: is it there, how is it reached, what will a run cost",
		Long: `Looks at a server before a run, with some eighty requests, and prints what it finds, a line each: its name and
addresses, TLS, the version of HTTP, a proxy in front, whether the endpoint is there and which encodings it
takes, which name of the redirect list it reads, how quick it is, and what a run will cost. A line with ! is
something that a run would stumble over.

Exit codes: 0 the server can be tested, 2 the command line is wrong, 3 the server cannot be tested.`,
		Example: `  regspec doctor --target http://localhost:6543
  regspec doctor --target https://example.org --header "Authorization: Bearer $TOKEN" --json`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var own settings
			if err := own.apply(cmd); err != nil {
				return err
			}
			o := suite.Options{Path: f.path, Wait: f.wait, Version: version()}
			var err error
			if o.Target, err = f.url(cmd); err != nil {
				return err
			}
			if o.Wire, err = f.options(); err != nil {
				return err
			}
			if o.Catalogue, err = files.load(); err != nil {
				return err
			}
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			o.Waiting = newProgress(t.err).wait
			found, err := suite.Examine(ctx, o)
			if err != nil {
				return err
			}
			return showExamination(t, found, asJSON)
		},
	}
	f.add(cmd)
	files.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	group(cmd.Flags(), reporting, "json")
	return cmd
}

func showExamination(t terminal, found suite.Examination, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(t.out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(found); err != nil {
			return fmt.Errorf("writing the examination: %w", err)
		}
	} else {
		for _, one := range found.Observations {
			mark := " "
			if one.Trouble {
				mark = "!"
			}
			_, _ = fmt.Fprintf(t.out, "%s %-11s %s\n", mark, one.Subject, report.Visible(one.Text))
		}
	}
	if found.Untestable {
		return &exitError{exitUntested, nil}
	}
	if !asJSON {
		_, _ = fmt.Fprintln(t.out, "Ready for regspec run.")
	}
	return nil
}
