package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
)

func newNew(t terminal) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "new case ID",
		Short: "Print the skeleton of a case file",
		Long: `Prints a whole case file with one case of this ID, which can be run at once and has in it what to change. The
part of the ID before the first slash is the subject of the file. regspec explain cases says all that a case
can have.`,
		Example: `  regspec new case contacts/my-case
  regspec new case contacts/my-case --output my-cases.yaml
  regspec run --target "$URL" --cases my-cases.yaml contacts/my-case`,
		ValidArgs: []string{"case"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 || args[0] != "case" {
				return fmt.Errorf("new needs the word case and an ID, as in: %s case contacts/my-case", cmd.CommandPath())
			}
			catalogue, err := (&catalogueFlags{}).load()
			if err != nil {
				return err
			}
			text, err := skeleton(catalogue, args[1])
			if err != nil {
				return err
			}
			if file != "" {
				if err := writeNew(file, text); err != nil {
					return err
				}
				text = "wrote " + file + "\n"
			}
			_, err = fmt.Fprint(t.out, text)
			return err //nolint:wrapcheck // only writing can fail
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "write it into `FILE`, which must not be there yet")
	return cmd
}

var caseID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$`)

// skeleton gives a case file with one case. A subject that the catalogue has brings its
// title and a requirement with it.
func skeleton(c *cases.Catalogue, id string) (string, error) {
	if !caseID.MatchString(id) {
		return "", fmt.Errorf("%q cannot be the ID of a case: it is a subject and a name, in small letters, digits and hyphens, as in contacts/my-case", id)
	}
	if _, taken := c.Case(id); taken {
		return "", fmt.Errorf("there is a case %s already; regspec explain %s shows it", id, id)
	}
	subject, _, _ := strings.Cut(id, "/")
	title, requirement := "cases of our own", "type.associate"
	if at := slices.IndexFunc(c.Subjects, func(s cases.Subject) bool { return s.Name == subject }); at >= 0 {
		title, requirement = c.Subjects[at].Title, c.Subjects[at].Cases[0].Requirements[0]
	}
	text, err := templates.ReadFile("templates/case.yaml")
	if err != nil {
		return "", &exitError{exitFault, fmt.Errorf("reading a template: %w", err)}
	}
	return strings.NewReplacer("ID", id, "SUBJECT", subject, "TITLE", title, "REQUIREMENT", requirement).Replace(string(text)), nil
}
