package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
)

// output is one --report FORMAT=FILE. It is opened before the run, so that a
// path which cannot be written is known before anything is done, and put in
// its place after it, so that no reader meets half a report.
type output struct {
	path  string
	write func(io.Writer, report.Report) error
	file  *os.File // nil for standard output
	final string   // the name that the file gets in the end, or "" if it has it
}

// formats are the writers by their names on the command line.
func formats() map[string]func(io.Writer, report.Report) error {
	return map[string]func(io.Writer, report.Report) error{
		"json":  report.WriteJSON,
		"junit": report.WriteJUnit,
	}
}

// toStdout reports whether one of the reports takes standard output.
func toStdout(outputs []*output) bool {
	return slices.ContainsFunc(outputs, func(o *output) bool { return o.file == nil })
}

// openOutputs opens every report. On an error none is left behind.
func openOutputs(specs []string) (outputs []*output, err error) {
	defer func() {
		if err != nil {
			discard(outputs)
			outputs = nil
		}
	}()
	taken := map[string]bool{}
	for _, spec := range specs {
		format, path, ok := strings.Cut(spec, "=")
		write, known := formats()[format]
		if !ok || path == "" || !known {
			return outputs, fmt.Errorf("--report %s is not FORMAT=FILE with one of the formats json, junit%s",
				spec, schemas.Suggest(format, []string{"json", "junit"}))
		}
		if taken[filepath.Clean(path)] {
			return outputs, fmt.Errorf("--report: two reports would go to %s", path)
		}
		taken[filepath.Clean(path)] = true
		o := &output{path: path, write: write}
		if path != "-" {
			if err := o.open(); err != nil {
				return outputs, fmt.Errorf("--report %s cannot be written: %w", spec, err)
			}
		}
		outputs = append(outputs, o)
	}
	return outputs, nil
}

// open makes a file beside the one that is meant. What is no regular file, a
// pipe or /dev/stderr, is written directly: it must not be replaced.
func (o *output) open() error {
	final := o.path
	if resolved, err := filepath.EvalSymlinks(o.path); err == nil {
		final = resolved
	}
	info, err := os.Stat(final)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a directory")
	case err == nil && !info.Mode().IsRegular():
		o.file, err = os.OpenFile(final, os.O_WRONLY, 0) //nolint:gosec // the user named it
		return err                                       //nolint:wrapcheck // names the path already
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err //nolint:wrapcheck // names the path already
	}
	name := filepath.Join(filepath.Dir(final), fmt.Sprintf(".%s.%d.tmp", filepath.Base(final), os.Getpid()))
	o.file, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // the umask decides who may read a report
	o.final = final
	return err //nolint:wrapcheck // names the path already
}

// writeAll writes every report, and gives all the errors.
func writeAll(outputs []*output, stdout io.Writer, r report.Report) error {
	var failures []error
	for _, o := range outputs {
		if err := o.finish(stdout, r); err != nil {
			failures = append(failures, fmt.Errorf("the report %s could not be written: %w", o.path, err))
		}
	}
	return errors.Join(failures...)
}

func (o *output) finish(stdout io.Writer, r report.Report) error {
	if o.file == nil {
		return o.write(stdout, r)
	}
	if err := errors.Join(o.write(o.file, r), o.file.Close()); err != nil {
		o.remove()
		return err
	}
	if o.final == "" {
		return nil
	}
	return os.Rename(o.file.Name(), o.final) //nolint:wrapcheck // names the paths already
}

// discard takes away what was opened and will not be written.
func discard(outputs []*output) {
	for _, o := range outputs {
		if o.file != nil {
			_ = o.file.Close()
			o.remove()
		}
	}
}

func (o *output) remove() {
	if o.final != "" {
		_ = os.Remove(o.file.Name())
	}
}
