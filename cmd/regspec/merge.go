package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

func newMerge(t terminal) *cobra.Command {
	var reports []string
	var judging gateFlags
	var files catalogueFlags
	var console consoleFlags
	cmd := &cobra.Command{
		Use:   "merge REPORT.json…",
		Short: "Put the shards of one run together",
		Long: `Joins the JSON reports of regspec run --shard 1/N to N/N, and exits as one run of all cases would. It is an
error if a shard is missing, is there twice or belongs to another run. Credentials are shown only if the
shards were run with --show-secrets.

Give waivers and a baseline here and not to the shards: only the whole run shows whether a waiver is still
needed.`,
		Example: `  regspec merge shard-1.json shard-2.json
  regspec merge shard-*.json --report junit=report.xml --report json=report.json`,
		RunE: func(cmd *cobra.Command, names []string) error {
			if len(names) == 0 {
				return errors.New("merge needs the JSON reports of the shards; see regspec merge --help")
			}
			var shards []suite.Named
			for _, file := range names {
				r, err := readReport(file)
				if err != nil {
					return err
				}
				shards = append(shards, suite.Named{Name: file, Report: r})
			}
			options := suite.Options{Today: time.Now()}
			var err error
			if options.Catalogue, err = files.load(); err != nil {
				return err
			}
			r, err := suite.Merge(shards, options.Catalogue)
			if err != nil {
				return err
			}
			gate, err := judging.read(cmd, &options)
			if err != nil {
				return err
			}
			if r, err = suite.ApplyWaivers(r, options); err != nil {
				return err
			}
			outputs, err := openOutputs(reports, format.Writers())
			if err != nil {
				return err
			}
			return tell(t, outputs, gate.compare(r), console.options())
		},
	}
	addReports(cmd.Flags(), &reports)
	judging.addJudging(cmd)
	files.add(cmd)
	console.add(cmd)
	return cmd
}

// readReport reads a JSON report.
func readReport(name string) (report.Report, error) {
	text, err := readNamed("the report", name)
	if err == nil {
		err = mistaken(name, text, kindRun, kindCampaign)
	}
	if err != nil {
		return report.Report{}, err
	}
	r, err := report.ReadJSON(text)
	if err != nil {
		return report.Report{}, fmt.Errorf("the report %s is not right: %w", name, err)
	}
	return r, nil
}
