package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/waive"
)

// gateFlags say which failures are waived, and what a run is compared with.
type gateFlags struct {
	waivers   []string
	draftFile string
	baseline  string
	failOnNew bool
	retries   int
}

func (f *gateFlags) add(cmd *cobra.Command) {
	f.addJudging(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.draftFile, "write-waivers", "", "write the waivers that this run needs into `FILE`, and keep those in it that are still needed")
	flags.IntVar(&f.retries, "retries", 0, "how many times to repeat a case that has no verdict; a failed case is never repeated")
	group(flags, gating, "write-waivers", "retries")
}

// addJudging adds the flags that say how results are judged that are there already.
func (f *gateFlags) addJudging(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.waivers, "waivers", nil, "apply the waivers in `FILE` (repeatable)")
	flags.StringVar(&f.baseline, "baseline", "", "compare with the JSON report `FILE` of an earlier run")
	flags.BoolVar(&f.failOnNew, "fail-on-new", false, "fail only on failures that the baseline does not have")
	group(flags, gating, "waivers", "baseline", "fail-on-new")
}

// gate is what these flags name, read.
type gate struct {
	own, others []waive.Waiver // those in the file that will be written, and the rest
	old         []byte         // the file that will be written, or nil
	file        *output        // where it will be written, or nil
	baseline    *report.Report // nil if there is none
	failOnNew   bool
}

// read reads the files, and gives the run its waivers.
func (f *gateFlags) read(cmd *cobra.Command, o *suite.Options) (*gate, error) {
	g := &gate{failOnNew: f.failOnNew}
	if err := f.openDraft(cmd, g); err != nil {
		return nil, err
	}
	for _, name := range f.waivers {
		text, err := readFile("waivers", name)
		if err != nil {
			return nil, err
		}
		list, err := parseWaivers(name, text)
		if err != nil {
			return nil, fmt.Errorf("the file of waivers is not right:\n%w", err)
		}
		o.Waivers = append(o.Waivers, list...)
		if g.file == nil || place(name) != g.file.place {
			g.others = append(g.others, list...)
		}
	}
	for _, list := range [][]waive.Waiver{o.Waivers, g.own} {
		if _, err := suite.ResolveWaivers(o.Catalogue, list); err != nil {
			return nil, fmt.Errorf("the file of waivers is not right:\n%w", err)
		}
	}
	return g, f.loadBaseline(cmd, g)
}

// parseWaivers reads the text of a file of waivers.
func parseWaivers(name string, text []byte) ([]waive.Waiver, error) {
	if err := mistaken(name, text, kindWaivers); err != nil {
		return nil, err
	}
	return waive.Parse(name, text)
}

// readFile reads a file that a flag names.
func readFile(flag, name string) ([]byte, error) {
	if name == "" {
		return nil, fmt.Errorf("--%s names no file", flag)
	}
	return readNamed("--"+flag, name)
}

// loadBaseline reads the report of the earlier run.
func (f *gateFlags) loadBaseline(cmd *cobra.Command, g *gate) error {
	if !cmd.Flags().Changed("baseline") {
		if f.failOnNew {
			return errors.New("--fail-on-new needs the report of an earlier run: name it with --baseline FILE")
		}
		return nil
	}
	text, err := readFile("baseline", f.baseline)
	if err != nil {
		return err
	}
	if err := mistaken("--baseline "+f.baseline, text, kindRun, kindCampaign); err != nil {
		return err
	}
	earlier, err := report.ReadJSON(text)
	if err != nil {
		return fmt.Errorf("--baseline %s is not right: %w", f.baseline, err)
	}
	g.baseline = &earlier
	if g.baseline.Kind != "run" {
		return fmt.Errorf("--baseline %s is the report of a %s, and not of a run", f.baseline, g.baseline.Kind)
	}
	if g.baseline.Summary.Run == 0 {
		return fmt.Errorf("--baseline %s is the report of a run that could test nothing: take one of a run that could", f.baseline)
	}
	return nil
}

// compare says in the report what is otherwise than in the baseline.
func (g *gate) compare(r report.Report) report.Report {
	if g.baseline == nil {
		return r
	}
	return report.CompareBaseline(r, *g.baseline, g.failOnNew)
}
