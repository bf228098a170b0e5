package suite

import (
	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/diagnose"
	"github.com/regspec/regspec/suite/report"
)

// diagnosed gives the report with the causes of its failures. The report may be one of
// other cases than these; it is then told by their names alone.
func diagnosed(r report.Report, c *cases.Catalogue) report.Report {
	if r.Summary.Failed == 0 || r.OneAnswer != "" {
		r.Causes = nil
		return r
	}
	if r.Catalogue != digest(c) {
		c = &cases.Catalogue{Messages: c.Messages}
	}
	d, err := diagnose.Builtin()
	if err != nil { // it is part of the binary, and a test reads it
		d = nil
	}
	r.Causes = diagnose.Causes(r.Results, c, r.Gates, d)
	return r
}
