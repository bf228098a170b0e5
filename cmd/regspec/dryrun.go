package main

import (
	"fmt"

	"github.com/regspec/regspec/suite"
)

// dryRun prints what a run would do, and sends nothing.
func dryRun(t terminal, o suite.Options, quiet bool) error {
	entries, err := suite.Select(o.Catalogue, o.Selection)
	if err != nil {
		return err
	}
	selected, requests := suite.Cost(entries)
	if !quiet {
		var rows [][]string
		for _, e := range entries {
			if e.Deselected == "" {
				rows = append(rows, []string{e.Name(), string(e.Case.Level), plural(len(e.Case.Steps), "request"), e.Case.Title})
			}
		}
		if err := writeTable(t.out, rows); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(t.out, "%d of %d cases would run, with about %s. Nothing was sent.\n", selected, len(entries), plural(requests, "request"))
	return err //nolint:wrapcheck // only writing can fail
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
