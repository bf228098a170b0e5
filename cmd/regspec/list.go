package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/selftest"
)

func newList(t terminal) *cobra.Command {
	var asJSON bool
	f := &catalogueFlags{}
	cmd := &cobra.Command{
		Use:   "list [cases [PATTERN…]|requirements|errata|messages|coverage|defects|variants]",
		Short: "List cases, requirements, errata, messages, coverage, defects or variants",
		Example: `  regspec list
  regspec list requirements
  regspec list cases 'contacts/*' level:hardening
  regspec list cases --json | jq -r '.[].id'`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] == "cases" {
				return nil // patterns may follow
			}
			return atMost(1)(cmd, args)
		},
		ValidArgs: listable(),
		RunE: func(_ *cobra.Command, args []string) error {
			what := "cases"
			if len(args) > 0 {
				what = args[0]
			}
			catalogue, err := f.load()
			if err != nil {
				return err
			}
			return list(t.out, catalogue, what, args[min(1, len(args)):], asJSON)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as a JSON array, with all that is known of each")
	return cmd
}

func listable() []string {
	return []string{"cases", "requirements", "errata", "messages", "coverage", "defects", "variants"}
}

func list(w io.Writer, c *cases.Catalogue, what string, patterns []string, asJSON bool) error {
	var all any
	var rows [][]string
	switch what {
	case "cases":
		every, err := selectedCases(c, patterns)
		if err != nil {
			return err
		}
		all = every
		for _, one := range every {
			rows = append(rows, []string{one.ID, encodings(one), string(one.Level), strings.TrimSpace(one.Title + " " + one.Note)})
		}
	case "requirements":
		tested := requirementsWithCases(c)
		all = tested
		for _, r := range tested {
			rows = append(rows, []string{r.ID, string(r.Level), count(r.Cases), r.Section, r.Statement, strings.Join(families(r.Cases), ", ")})
		}
	case "errata":
		all = c.Errata
		for _, e := range c.Errata {
			rows = append(rows, []string{e.ID, e.Title})
		}
	case "messages":
		all = c.Messages
		for _, m := range c.Messages {
			rows = append(rows, []string{m.ID, m.Text})
		}
	case "coverage":
		coverage, err := cases.CoverageOf(c)
		if err != nil {
			return err
		}
		all, rows = coverage, coverageRows(coverage)
	case "defects":
		all = kindOf(selftest.Defect)
		for _, d := range kindOf(selftest.Defect) {
			rows = append(rows, []string{d.Name, string(d.Level), d.Requirement, d.Summary})
		}
	case "variants":
		all = kindOf(selftest.Variant)
		for _, v := range kindOf(selftest.Variant) {
			rows = append(rows, []string{v.Name, v.Summary})
		}
	default:
		return fmt.Errorf("there is no list of %q%s", what, schemas.Suggest(what, listable()))
	}
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(all) //nolint:wrapcheck // only writing can fail
	}
	return writeTable(w, rows)
}

// coverageRows tells for each choice of factors how many combinations of their classes stand in
// a case.
func coverageRows(all []cases.Coverage) [][]string {
	total := cases.Coverage{Factors: []string{"all"}}
	for _, c := range all {
		total.Wanted += c.Wanted
		total.Covered += c.Covered
		total.Impossible += c.Impossible
	}
	var rows [][]string
	for _, c := range append(slices.Clip(all), total) {
		row := []string{strings.Join(c.Factors, " × "), fmt.Sprintf("%d of %d", c.Covered, c.Wanted), ""}
		if c.Impossible > 0 {
			row[2] = fmt.Sprintf("%d more exclude each other", c.Impossible)
		}
		for _, missing := range c.Missing {
			row[2] += fmt.Sprintf("; missing: %v", missing)
		}
		rows = append(rows, row)
	}
	return rows
}

// selectedCases gives the cases that match one of the patterns, or all.
func selectedCases(c *cases.Catalogue, patterns []string) ([]cases.Case, error) {
	entries, err := suite.Select(c, suite.Selection{Patterns: patterns})
	if err != nil {
		return nil, err
	}
	var all []cases.Case
	for _, e := range entries {
		if e.Deselected == "" && (len(all) == 0 || all[len(all)-1].ID != e.Case.ID) {
			all = append(all, e.Case)
		}
	}
	return all, nil
}

func writeTable(w io.Writer, rows [][]string) error {
	buffered := bufio.NewWriter(w) // a tabwriter writes each cell by itself
	table := tabwriter.NewWriter(buffered, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(table, strings.Join(row, "\t")); err != nil {
			return fmt.Errorf("writing the list: %w", err)
		}
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the list: %w", err)
	}
	return buffered.Flush() //nolint:wrapcheck // only writing can fail
}

func count(cases []string) string {
	return plural(len(cases), "case")
}

func encodings(one cases.Case) string {
	var all []string
	for _, e := range one.Encodings {
		all = append(all, string(e))
	}
	return strings.Join(all, ",")
}

// requirement is one with the cases that test it.
type requirement struct {
	cases.Requirement

	Cases []string `json:"cases"`
}

func requirementsWithCases(c *cases.Catalogue) []requirement {
	testedBy := map[string][]string{} // a requirement's id to those of its cases
	for _, one := range c.Cases() {
		for _, id := range one.Requirements {
			testedBy[id] = append(testedBy[id], one.ID)
		}
	}
	all := make([]requirement, len(c.Requirements))
	for i, r := range c.Requirements {
		all[i] = requirement{Requirement: r, Cases: append([]string{}, testedBy[r.ID]...)}
	}
	return all
}

// families leaves the rows out of the ids of cases.
func families(ids []string) []string {
	var all []string
	for _, id := range ids {
		segments := strings.SplitN(id, "/", 3)
		if family := strings.Join(segments[:2], "/"); !slices.Contains(all, family) {
			all = append(all, family)
		}
	}
	return all
}
