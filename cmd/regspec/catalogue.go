package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/regspec/regspec/cases"
)

// catalogueFlags say which cases there are.
type catalogueFlags struct{ files []string }

func (f *catalogueFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.files, "cases", nil, "`FILE` with further cases, or a directory of them (repeatable)")
	group(cmd.Flags(), selecting, "cases")
}

// load gives the catalogue that comes with regspec, and the user's own cases.
func (f *catalogueFlags) load() (*cases.Catalogue, error) {
	catalogue, err := cases.Builtin()
	if err != nil {
		return nil, &exitError{exitFault, err}
	}
	for _, name := range f.files {
		paths, err := caseFiles(name)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			text, err := readNamed("the case file", path)
			if err == nil {
				err = mistaken(path, text, kindCases)
			}
			if err != nil {
				return nil, err
			}
			if catalogue, err = catalogue.Extend(path, text); err != nil {
				return nil, fmt.Errorf("the case file is not right:\n%w", err)
			}
		}
	}
	return catalogue, nil
}

// caseFiles is the file itself, or the *.yaml files in a directory.
func caseFiles(name string) ([]string, error) {
	if name == "" {
		return nil, errors.New("--cases names no file")
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, cannotRead("the case file", name, err)
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	paths, err := filepath.Glob(filepath.Join(name, "*.yaml"))
	if err == nil && len(paths) == 0 {
		return nil, fmt.Errorf("there is no case file (*.yaml) in %s", name)
	}
	return paths, err //nolint:wrapcheck // cannot fail: the pattern is well-formed
}
