package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/regspec/regspec/fuzz/traffic"
)

// corpusDirectory is where a campaign keeps its sequences, a file each.
type corpusDirectory struct {
	path      string
	sequences []traffic.Sequence
}

// openCorpus reads all the sequences in a directory, which is made if it is not
// there.
func openCorpus(path string) (corpusDirectory, error) {
	c := corpusDirectory{path: path}
	if path == "" {
		return c, nil
	}
	if err := makeDirectory("--corpus", path); err != nil {
		return c, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return c, fmt.Errorf("--corpus %s cannot be read: %w", path, reason(err))
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		name := filepath.Join(path, entry.Name())
		text, err := os.ReadFile(name) //nolint:gosec // the user named the directory
		if err != nil {
			return c, fmt.Errorf("--corpus: %s cannot be read: %w", name, reason(err))
		}
		q, err := traffic.ReadCorpus(text)
		if err != nil {
			return c, fmt.Errorf("--corpus: %s is not right: %w", name, err)
		}
		c.sequences = append(c.sequences, q)
	}
	return c, nil
}

// add writes the sequences that are not there yet.
func (c corpusDirectory) add(sequences []traffic.Sequence) error {
	if c.path == "" {
		return nil
	}
	for _, q := range sequences {
		name, text := traffic.WriteCorpus(q)
		name = filepath.Join(c.path, name)
		if _, err := os.Stat(name); err == nil {
			continue
		}
		if err := os.WriteFile(name, text, 0o666); err != nil { //nolint:gosec // the umask decides who may read it
			return fmt.Errorf("--corpus: %s cannot be written: %w", name, reason(err))
		}
	}
	return nil
}
