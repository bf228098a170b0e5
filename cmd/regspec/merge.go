package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
)

// mergeFlags say what the shards are put together to.
type mergeFlags struct {
	gateFlags
	catalogueFlags

	console          consoleFlags
	reports          []string
	corpus, findings string
}

func newMerge(t terminal) *cobra.Command {
	f := &mergeFlags{}
	cmd := &cobra.Command{
		Use:   "merge REPORT.json|DIR…",
		Short: "Put the shards of one run, or of one campaign, together",
		Long: `Joins the JSON reports of regspec run --shard or regspec fuzz --shard 1/N to N/N, and exits as one run or
campaign would. It is an error if a shard is missing, is there twice or belongs to another run. Credentials
are shown only if the shards were run with --show-secrets.

A DIR stands for the file report.json in it, or in each of its directories. Beside the report of a campaign
are its corpus and its findings, in directories of these names: --corpus and --findings join those, too. What
several shards found is one finding where it has one cause.

Give waivers and a baseline here and not to the shards: only the whole run shows whether a waiver is still
needed.`,
		Example: `  regspec merge shard-1.json shard-2.json
  regspec merge shard-*.json --report junit=report.xml --report json=report.json
  regspec merge results --corpus corpus --findings findings`,
		RunE: func(cmd *cobra.Command, names []string) error { return f.run(cmd, t, names) },
	}
	addReports(cmd.Flags(), &f.reports)
	f.addJudging(cmd)
	f.catalogueFlags.add(cmd)
	f.console.add(cmd)
	cmd.Flags().StringVar(&f.corpus, "corpus", "", "of a campaign: put the corpora of the shards together in `DIR`")
	cmd.Flags().StringVar(&f.findings, "findings", "", "of a campaign: put the case files of the findings into `DIR`")
	group(cmd.Flags(), reporting, "corpus", "findings")
	return cmd
}

func (f *mergeFlags) run(cmd *cobra.Command, t terminal, names []string) error {
	files, err := reportFiles(names)
	if err != nil {
		return err
	}
	var shards []suite.Named
	for _, file := range files {
		r, err := readReport(file)
		if err != nil {
			return err
		}
		shards = append(shards, suite.Named{Name: file, Report: r})
	}
	if shards[0].Report.Kind == "fuzz" {
		return f.mergeCampaign(t, shards)
	}
	if f.corpus != "" || f.findings != "" {
		return errors.New("--corpus and --findings are for the shards of a campaign, and these are of a run")
	}
	options := suite.Options{Today: time.Now()}
	if options.Catalogue, err = f.load(); err != nil {
		return err
	}
	r, err := suite.Merge(shards, options.Catalogue)
	if err != nil {
		return err
	}
	gate, err := f.read(cmd, &options)
	if err != nil {
		return err
	}
	if r, err = suite.ApplyWaivers(r, options); err != nil {
		return err
	}
	outputs, err := openOutputs(f.reports, runWriters())
	if err != nil {
		return err
	}
	return tell(t, outputs, gate.compare(r), f.console.options())
}

// reportFiles gives the files that are named, and of a directory the reports in it.
func reportFiles(names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, errors.New("merge needs the JSON reports of the shards; see regspec merge --help")
	}
	var all []string
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			all = append(all, name) // what is wrong with it is said where it is read
			continue
		}
		for _, pattern := range []string{"report.json", "*/report.json"} {
			found, err := fs.Glob(os.DirFS(name), pattern)
			if err != nil {
				return nil, &exitError{exitFault, fmt.Errorf("looking for reports: %w", err)}
			}
			for _, file := range found {
				all = append(all, filepath.Join(name, file))
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no report.json in %s, nor in a directory of it", names[0])
	}
	return all, nil
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
