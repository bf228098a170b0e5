package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
)

// mergeCampaign puts the shards of a campaign together.
func (f *mergeFlags) mergeCampaign(t terminal, shards []suite.Named) error {
	if len(f.waivers) > 0 || f.baseline != "" || f.failOnNew {
		return errors.New("--waivers and --baseline are for the shards of a run, and these are of a campaign")
	}
	inOrder, err := suite.InOrder(shards)
	if err != nil {
		return err
	}
	reports := make([]report.Report, len(inOrder))
	for i, one := range inOrder {
		reports[i] = one.Report
		for j, found := range one.Report.Findings {
			reports[i].Findings[j].File = besideReport(one.Name, found.File)
		}
	}
	merged := campaign.Merge(reports)
	if err := errors.Join(f.joinCorpora(inOrder, &merged), f.joinFindings(&merged)); err != nil {
		return err
	}
	outputs, err := openOutputs(f.reports, campaignWriters())
	if err != nil {
		return err
	}
	return tellCampaign(t, outputs, merged, nil, false)
}

// besideReport finds the case file of a finding where the shard wrote it, or in the directory
// of findings beside the shard's report. It is "" if it is in neither place.
func besideReport(name, file string) string {
	for _, path := range []string{filepath.Join(filepath.Dir(name), "findings", filepath.Base(file)), file} {
		if info, err := os.Stat(path); file != "" && err == nil && info.Mode().IsRegular() {
			return path
		}
	}
	return ""
}

// joinCorpora puts the corpora beside the reports together. A sequence has the same name in
// each of them.
func (f *mergeFlags) joinCorpora(shards []suite.Named, merged *report.Report) error {
	if f.corpus == "" {
		return nil
	}
	whole, err := openCorpus(f.corpus)
	if err != nil {
		return err
	}
	for _, one := range shards {
		path := filepath.Join(filepath.Dir(one.Name), "corpus")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no corpus beside the report %s", one.Name)
		}
		part, err := openCorpus(path)
		if err != nil {
			return err
		}
		if err := whole.add(part.sequences); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(f.corpus)
	if err != nil {
		return fmt.Errorf("--corpus %s cannot be read: %w", f.corpus, reason(err))
	}
	merged.Campaign.Corpus = len(entries)
	return nil
}

// joinFindings copies the case files, under the names that the findings have now.
func (f *mergeFlags) joinFindings(merged *report.Report) error {
	if f.findings == "" {
		return nil
	}
	if err := makeDirectory("--findings", f.findings); err != nil {
		return err
	}
	for i, found := range merged.Findings {
		if found.File == "" {
			return fmt.Errorf("there is no case file of the finding %s: run the shards with --findings", found.ID)
		}
		text, err := readNamed("the case file", found.File)
		if err != nil {
			return err
		}
		before := strings.TrimSuffix(filepath.Base(found.File), ".yaml")
		whole := strings.Replace(string(text), "id: findings/"+before+"\n", "id: findings/"+found.ID+"\n", 1)
		path := filepath.Join(f.findings, found.ID+".yaml")
		if err := os.WriteFile(path, []byte(whole), 0o666); err != nil { //nolint:gosec // the umask decides who may read it
			return fmt.Errorf("the finding %s could not be written: %w", found.ID, reason(err))
		}
		merged.Findings[i].File = path
	}
	return nil
}
