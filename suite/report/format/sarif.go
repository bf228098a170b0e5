package format

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// The objects of SARIF 2.1.0 that code scanners read:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string          `json:"id"`
		Short      sarifText       `json:"shortDescription"`
		Properties sarifProperties `json:"properties"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifInvocation struct {
		Successful bool   `json:"executionSuccessful"`
		Started    string `json:"startTimeUtc"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
	}
)

// SARIF writes the report for code scanning: a rule and a result a cause, an error
// where it gates.
func SARIF(w io.Writer, r report.Report) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{r.Tool.Name, r.Tool.Version, []sarifRule{}}},
		Invocations: []sarifInvocation{{r.Unreachable == "" && !r.Interrupted, r.Started.UTC().Format("2006-01-02T15:04:05.000Z")}},
		Results:     []sarifResult{},
	}
	for i, n := range notices(r) {
		sum := sha256.Sum256([]byte(n.key))
		id := report.Visible(strings.ReplaceAll(n.key, "\x00", "/"))
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id, sarifText{n.title}, sarifProperties{[]string{string(n.level)}}})
		run.Results = append(run.Results, sarifResult{
			RuleID: id, RuleIndex: i, Level: sarifLevel(n), Message: sarifText{strings.Join(append([]string{n.title}, n.text...), "\n")},
			Locations:    []sarifLocation{{sarifPhysical{sarifArtifact{sarifURI(n.source)}, sarifRegion{max(1, n.line)}}}},
			Fingerprints: map[string]string{"regspec/v1": hex.EncodeToString(sum[:])},
		})
	}
	return indented(w, "SARIF", sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}, true)
}

func sarifLevel(n notice) string {
	if n.gates {
		return "error"
	}
	return "warning"
}

// sarifURI is a path as a URI reference. A cause of a server is in no file, and GitHub wants one.
func sarifURI(path string) string {
	if path == "" {
		return "regspec"
	}
	return (&url.URL{Path: strings.TrimPrefix(path, "./")}).String()
}
