package suite

import (
	"context"
	"errors"
	"fmt"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/waive"
)

// The kinds of error of DraftWaivers that are not about its arguments.
var (
	ErrInterrupted = errors.New("the run was interrupted")
	ErrFault       = errors.New("the waivers cannot be written")
)

// WaiverFile is a file of waivers that is to be written.
type WaiverFile struct {
	Name    string         // for errors
	Text    []byte         // what is in it so far, or nil
	Waivers []waive.Waiver // the waivers in Text
	Others  []waive.Waiver // of other files, which need not be written once more
}

// DraftWaivers gives the text of a file with the waivers that the failures of a run
// need. It runs the failures once more, so that nothing is pinned that differs each
// time. The error is one that says why no waivers can be made of the run, a
// *SelectionError, or one of the kinds above.
func DraftWaivers(ctx context.Context, o Options, r report.Report, f WaiverFile) ([]byte, waive.Written, error) {
	d := waive.Draft{Name: f.Name, Old: f.Text, Report: r, Today: o.Today}
	if o.ShowSecrets {
		d.Report, o.ShowSecrets = redact.Report(r, o.Wire.Header), false
	}
	if why := unfit(r); why != "" {
		return nil, waive.Written{}, fmt.Errorf("no waivers are written to %s, since %s", f.Name, why)
	}
	var err error
	if d.Waivers, err = ResolveWaivers(o.Catalogue, f.Waivers); err != nil {
		return nil, waive.Written{}, err
	}
	if d.Others, err = ResolveWaivers(o.Catalogue, f.Others); err != nil {
		return nil, waive.Written{}, err
	}
	if d.Again, err = runFailures(ctx, o, r); err != nil {
		return nil, waive.Written{}, err
	}
	if d.Again.Interrupted {
		return nil, waive.Written{}, fmt.Errorf("no waivers are written to %s, since %w", f.Name, ErrInterrupted)
	}
	text, written, err := waive.Rewrite(d)
	if err == nil {
		o.Waivers, err = waive.Parse(f.Name, text)
	}
	if err != nil {
		return nil, written, fmt.Errorf("%w: %w", ErrFault, err)
	}
	o.Waivers, d.Report.Waivers = append(o.Waivers, f.Others...), nil
	judged, err := ApplyWaivers(d.Report, o)
	written.Covers = err == nil && judged.Gate() == report.GateOpen
	return text, written, err
}

// unfit says why no waivers can be made of a run, or "".
func unfit(r report.Report) string {
	switch {
	case r.Interrupted:
		return "the run was interrupted"
	case r.Unreachable != "":
		return "the target could not be tested"
	case r.Stopped != "":
		return "the target stopped answering"
	case r.OneAnswer != "":
		return "the target is not the endpoint"
	}
	return ""
}

// runFailures runs the failures of a run once more.
func runFailures(ctx context.Context, o Options, r report.Report) (report.Report, error) {
	o.Waivers, o.Progress, o.Waiting = nil, nil, nil
	o.Selection = Selection{}
	for _, one := range r.Results {
		failed := one.Verdict == report.Failed || one.Verdict == report.Waived || one.Skip == report.SkipBlocked
		if failed && one.Level.AtLeast(r.FailOn) {
			o.Selection.Patterns = append(o.Selection.Patterns, one.Name())
		}
	}
	if len(o.Selection.Patterns) == 0 {
		return report.Report{}, nil
	}
	return Run(ctx, o)
}
