package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/agnivade/levenshtein"
)

// The kinds of file that regspec writes or reads, in words.
const (
	kindPage     = "a page (HTML)"
	kindXML      = "XML, as a JUnit report is"
	kindCorpus   = "a file of a fuzzing corpus"
	kindHAR      = "an HTTP archive (HAR)"
	kindSARIF    = "a SARIF report"
	kindRun      = "the JSON report of a run"
	kindCampaign = "the JSON report of a campaign"
	kindWaivers  = "a file of waivers"
	kindCases    = "a case file"
)

// fileKind says what a file is by its beginning or its members, or "" if that is not clear.
func fileKind(text []byte) string {
	start := bytes.ToLower(bytes.TrimLeft(text[:min(len(text), 512)], "\ufeff \t\r\n"))
	for _, known := range []struct{ start, kind string }{
		{"<!doctype html", kindPage}, {"<html", kindPage}, {"<", kindXML}, {"go test fuzz v1", kindCorpus},
	} {
		if bytes.HasPrefix(start, []byte(known.start)) {
			return known.kind
		}
	}
	if bytes.HasPrefix(start, []byte("{")) {
		return jsonKind(text)
	}
	for line := range bytes.Lines(text) {
		switch {
		case bytes.HasPrefix(line, []byte("waivers:")):
			return kindWaivers
		case bytes.HasPrefix(line, []byte("cases:")):
			return kindCases
		}
	}
	return ""
}

func jsonKind(text []byte) string {
	var members struct {
		Kind    string          `json:"kind"`
		Log     json.RawMessage `json:"log"`
		Runs    json.RawMessage `json:"runs"`
		Waivers json.RawMessage `json:"waivers"`
		Cases   json.RawMessage `json:"cases"`
	}
	if json.Unmarshal(text, &members) != nil {
		return ""
	}
	switch {
	case members.Kind == "run":
		return kindRun
	case members.Kind == "fuzz":
		return kindCampaign
	case members.Log != nil:
		return kindHAR
	case members.Runs != nil:
		return kindSARIF
	case members.Waivers != nil:
		return kindWaivers
	case members.Cases != nil:
		return kindCases
	}
	return ""
}

// mistaken is the error of a file that is plainly of another kind than those that are meant.
func mistaken(name string, text []byte, meant ...string) error {
	kind := fileKind(text)
	if kind == "" || slices.Contains(meant, kind) {
		return nil
	}
	return fmt.Errorf("%s is %s, and not %s", name, kind, meant[0])
}

// readNamed reads a file that the user named. The error says what for, and which file
// has nearly that name.
func readNamed(what, name string) ([]byte, error) {
	text, err := os.ReadFile(name) //nolint:gosec // the user named it
	if err != nil {
		return nil, cannotRead(what, name, err)
	}
	return text, nil
}

// mostTypos is by how many letters a file may be named wrongly.
const mostTypos = 2

// cannotRead is the error of a file that cannot be read.
func cannotRead(what, name string, err error) error {
	err = fmt.Errorf("%s %s cannot be read: %w", what, name, reason(err))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, _ := os.ReadDir(filepath.Dir(name)) // without, nothing is suggested
	for _, entry := range entries {
		if typos := levenshtein.ComputeDistance(filepath.Base(name), entry.Name()); 0 < typos && typos <= mostTypos {
			return fmt.Errorf("%w; did you mean %s?", err, filepath.Join(filepath.Dir(name), entry.Name()))
		}
	}
	return err
}
