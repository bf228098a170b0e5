package fuzz

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/regspec/regspec/fuzz/traffic"
)

// ReadInput reads a file that go test -fuzz wrote: an input of a fuzz target. The name of its directory is
// that of the target; a file in any other directory is a sequence. It gives what to call the input, too.
func ReadInput(file string, text []byte) (name string, q traffic.Sequence, err error) {
	arguments, err := traffic.UnmarshalCorpus(text)
	if err != nil {
		return "", q, err
	}
	if len(arguments) != 1 {
		return "", q, fmt.Errorf("it has %d arguments, and the fuzz targets of regspec have one", len(arguments))
	}
	directory := filepath.Base(filepath.Dir(file))
	all := Targets()
	place := slices.IndexFunc(all, func(t Target) bool { return t.Name == directory })
	if place < 0 {
		if strings.HasPrefix(directory, "Fuzz") {
			return "", q, fmt.Errorf("it is of the fuzz target %s, whose inputs only go test can read", directory)
		}
		return filepath.Base(file), traffic.Decode([]byte(arguments[0])), nil
	}
	q, ok := all[place].Sequence(arguments[0])
	if !ok {
		return "", q, errors.New("it cannot be sent over HTTP at all, or is too much to send in a moment")
	}
	return directory + "/" + filepath.Base(file), q, nil
}
