package main

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/page"
)

// output is one --report FORMAT=FILE. Whether it can be written is found out
// before the run. It is written beside its place after the run and then put
// there, so that no reader meets half a report.
type output struct {
	format string
	path   string
	write  format.Writer
	place  string   // where a file goes, its links followed; "" for standard output
	file   *os.File // open if it is no regular file, or a step summary, and is written where it is
}

// runWriters are the formats of the report of a run.
func runWriters() map[string]format.Writer {
	all := format.Writers()
	all["html"] = page.Run
	return all
}

// campaignWriters are the formats of the report of a campaign.
func campaignWriters() map[string]format.Writer {
	all := format.CampaignWriters()
	all["html"] = page.Campaign
	return all
}

// addReports adds the flag --report. Its help tells the formats.
func addReports(flags *pflag.FlagSet, reports *[]string) {
	flags.StringArrayVar(reports, "report", nil, "write a report, as `FORMAT=FILE`: "+
		strings.Join(slices.Sorted(maps.Keys(runWriters())), ", ")+
		"; - is standard output, and the file of $"+summaryVariable+" is appended to (repeatable)")
	group(flags, reporting, "report")
}

// toStdout reports whether one of the reports takes standard output.
func toStdout(outputs []*output) bool {
	return slices.ContainsFunc(outputs, func(o *output) bool { return o.place == "" })
}

// openOutputs makes sure that every report can be written. It leaves no new
// file behind, whatever happens then.
func openOutputs(specs []string, known map[string]format.Writer) (outputs []*output, err error) {
	defer func() {
		if err != nil {
			closeAll(outputs)
			outputs = nil
		}
	}()
	for _, spec := range specs {
		o, err := parseOutput(spec, known)
		if err != nil {
			return outputs, err
		}
		if err := o.open(); err != nil {
			return outputs, fmt.Errorf("--report %s cannot be written: %w", spec, err)
		}
		outputs = append(outputs, o)
		if slices.ContainsFunc(outputs[:len(outputs)-1], func(other *output) bool { return other.place == o.place }) {
			return outputs, fmt.Errorf("--report: two reports would go to %s", o.path)
		}
	}
	// Who reads standard output may hang up; the files are safe then.
	slices.SortStableFunc(outputs, func(a, b *output) int { return cmp.Compare(b.place, a.place) })
	return outputs, nil
}

func parseOutput(spec string, all map[string]format.Writer) (*output, error) {
	name, path, ok := strings.Cut(spec, "=")
	write, known := all[name]
	switch {
	case !ok:
		return nil, fmt.Errorf("--report %s is not FORMAT=FILE, as in junit=report.xml", spec)
	case !known:
		return nil, fmt.Errorf("--report %s: there is no format %q%s", spec, name, schemas.Suggest(name, slices.Sorted(maps.Keys(all))))
	case path == "":
		return nil, fmt.Errorf("--report %s names no file; - is standard output", spec)
	}
	return &output{format: name, path: path, write: write}, nil
}

// open finds out where the report goes. What is no regular file, such as a pipe
// or /dev/stderr, is opened for good: it must not be replaced. Nor must the step
// summary of GitHub, in which earlier steps have written.
func (o *output) open() error {
	if o.path == "-" || o.path == "/dev/stdout" {
		return nil
	}
	o.place = place(o.path)
	info, err := os.Stat(o.path)
	switch {
	case err == nil && info.IsDir(), strings.HasSuffix(o.path, "/"):
		return errors.New("it is a directory")
	case err == nil && (!info.Mode().IsRegular() || device(o.path) || isSummary(info)):
		o.file, err = os.OpenFile(o.path, os.O_WRONLY|os.O_APPEND, 0)
		return reason(err)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return reason(err)
	}
	directory := filepath.Dir(o.place)
	if _, err := os.Stat(directory); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no directory %s", directory)
	}
	draft, err := o.draft()
	if err != nil {
		return reason(err)
	}
	return errors.Join(draft.Close(), os.Remove(draft.Name()))
}

// place is where a path leads, its links followed.
func place(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	return filepath.Clean(path)
}

// device reports whether a path is another name of something that is open
// already, as /dev/stderr is, even if that is a regular file.
func device(path string) bool {
	return strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/")
}

// draft makes a new file beside the place of the report.
func (o *output) draft() (*os.File, error) {
	name := filepath.Join(filepath.Dir(o.place), ".regspec-"+rand.Text()+".tmp")
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec,wrapcheck // the umask decides who may read a report
}

// reason is an error of the file system without what was done and to which
// file: the user knows it by another name, or has read it already.
func reason(err error) error {
	if failure, ok := errors.AsType[*fs.PathError](err); ok {
		return failure.Err
	}
	return err
}

// writeAll writes every report, and gives all the errors.
func writeAll(outputs []*output, stdout io.Writer, r report.Report) error {
	var failures []error
	for _, o := range outputs {
		if err := o.finish(stdout, r); err != nil {
			failures = append(failures, fmt.Errorf("the report %s could not be written: %w", o.path, reason(err)))
		}
	}
	return errors.Join(failures...)
}

func (o *output) finish(stdout io.Writer, r report.Report) error {
	switch {
	case o.place == "":
		return o.write(stdout, r)
	case o.file != nil:
		return errors.Join(buffered(o.file, r, o.write), o.file.Close())
	}
	draft, err := o.draft()
	if err != nil {
		return err
	}
	err = errors.Join(o.write(draft, r), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), o.place)
	}
	if err != nil {
		_ = os.Remove(draft.Name())
	}
	return err //nolint:wrapcheck // writeAll says which report it is
}

// buffered writes a report in few pieces: others may append to the same file.
func buffered(w io.Writer, r report.Report, write format.Writer) error {
	b := bufio.NewWriterSize(w, 1<<20)
	return errors.Join(write(b, r), b.Flush())
}

// closeAll gives up what will not be written.
func closeAll(outputs []*output) {
	for _, o := range outputs {
		if o.file != nil {
			_ = o.file.Close()
		}
	}
}
