package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/selftest"
	"github.com/regspec/regspec/suite/wire"
)

func newExplain(t terminal) *cobra.Command {
	var target, path string
	f := &catalogueFlags{}
	cmd := &cobra.Command{
		Use:   "explain ID",
		Short: "Explain a case, requirement, erratum, message, defect or subject",
		Long: `Explains a case, requirement, erratum or message: why it exists, what is sent (as a curl command),
and what is expected. For a defect or a variant of the reference server it says what the server does
and how to serve it. These subjects have a page of their own: ` + strings.Join(topicNames(), ", ") + ".",
		Example: `  regspec explain contacts/invalid-email/only
  regspec explain error.unauthorized
  regspec explain E01
  regspec explain get-registers`,
		Args: exactlyOne("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var own settings
			if err := own.apply(cmd); err != nil {
				return err
			}
			catalogue, err := f.load()
			if err != nil {
				return err
			}
			endpoint, err := wire.Endpoint(cmp.Or(target, servedTarget), path)
			if err != nil {
				return err
			}
			text, ok := explainTopic(args[0])
			if !ok {
				text, ok = explainWord(args[0])
			}
			if !ok {
				text, ok = explainSeeded(catalogue, args[0])
			}
			if !ok {
				if text, err = suite.Explain(catalogue, endpoint, args[0], furtherNames()...); err != nil {
					return err
				}
			}
			_, err = fmt.Fprint(t.out, text)
			return err //nolint:wrapcheck // only writing can fail
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&target, "target", "", "base `URL` for the curl commands, where none is set otherwise "+servedTarget)
	cmd.Flags().StringVar(&path, "path", wire.DefaultPath, "`path` of the endpoint below the target's URL")
	return cmd
}

// servedTarget is where regspec serve listens, as localhost.
const servedTarget = "http://localhost:8080"

// explainSeeded explains a defect or a variant, if there is one of that name.
func explainSeeded(c *cases.Catalogue, name string) (string, bool) {
	all := subjects()
	place := slices.IndexFunc(all, func(s selftest.Subject) bool { return s.Name == name && s.Kind != selftest.Clean })
	if place < 0 {
		return "", false
	}
	return selftest.Explain(c, all[place]), true
}
