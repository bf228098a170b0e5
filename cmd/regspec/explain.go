package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/wire"
)

func newExplain(t terminal) *cobra.Command {
	var target, path string
	f := &catalogueFlags{}
	cmd := &cobra.Command{
		Use:   "explain ID",
		Short: "Explain a case, requirement, erratum or message",
		Long: `Explains a case, requirement, erratum or message: why it exists, what is sent (as a curl command),
and what is expected.`,
		Example: `  regspec explain contacts/invalid-email/only
  regspec explain error.unauthorized
  regspec explain E01`,
		Args: exactlyOne("ID"),
		RunE: func(_ *cobra.Command, args []string) error {
			catalogue, err := f.load()
			if err != nil {
				return err
			}
			endpoint, err := wire.Endpoint(target, path)
			if err != nil {
				return err
			}
			text, err := suite.Explain(catalogue, endpoint, args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(t.out, text)
			return err //nolint:wrapcheck // only writing can fail
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&target, "target", "http://localhost:8080", "base `URL` for the curl commands")
	cmd.Flags().StringVar(&path, "path", wire.DefaultPath, "`path` of the endpoint below the target's URL")
	return cmd
}
