package specs

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

// Test runs the suite as a part of go test: it is all that an implementer's own
// _test.go needs to call. The target is an [http.Handler], which is called in this
// process without any port, or the URL of a server. Every case is a Ginkgo spec, so
// Ginkgo's flags select (-ginkgo.label-filter, -ginkgo.focus) and report
// (-ginkgo.junit-report). It fails t unless every result that gates passed, or if
// nothing could be run, and gives the report, redacted.
//
// Ginkgo can run once in a process, and so can Test; [suite.Run] has no such bound.
func Test(ctx context.Context, t ginkgo.GinkgoTestingT, target any) report.Report {
	switch target := target.(type) {
	case http.Handler:
		return TestWith(ctx, t, suite.Options{Target: inProcess, Wire: wire.Options{Handler: target}})
	case string:
		return TestWith(ctx, t, suite.Options{Target: target})
	}
	return fail(t, fmt.Errorf("the target is a %T, and must be an http.Handler or a URL", target))
}

// inProcess stands in the requests to a handler that has no address.
const inProcess = "http://handler.invalid"

// TestWith is [Test] with all the options of a run.
func TestWith(ctx context.Context, t ginkgo.GinkgoTestingT, o suite.Options) report.Report {
	o, err := o.WithDefaults()
	if err != nil {
		return fail(t, err)
	}
	entries, err := suite.Select(o.Catalogue, o.Selection)
	if err != nil {
		return fail(t, err)
	}
	o.ShowSecrets = false // the output of tests is kept and shown to others
	tree := &tree{failOn: o.FailOn}
	tree.declare(entries)
	o.Selection.Filtered = filtered(ginkgo.PreviewSpecs(description))
	if tree.execution, err = suite.Start(ctx, o); err != nil {
		return fail(t, err)
	}
	_, output := ginkgo.GinkgoConfiguration()
	output.Succinct = output.Verbosity() == types.VerbosityLevelNormal // no dot a case, unless Ginkgo's flags ask for more
	ginkgo.RunSpecs(t, description, output)
	r := tree.execution.Report()
	if gate := r.Gate(); gate != report.GateOpen {
		return fail(t, fmt.Errorf("%s: %s%s", r.Target, gate.Words(), strings.Join(append([]string{""}, r.StaleWaivers()...), "\n")))
	}
	return r
}

const description = "regspec"

// fail fails t, and says why if t can.
func fail(t ginkgo.GinkgoTestingT, err error) report.Report {
	if speaker, ok := t.(interface {
		Errorf(format string, args ...any)
	}); ok {
		speaker.Errorf("regspec: %v", err)
	}
	t.Fail()
	return report.Report{}
}

// tree is what the specs need when they run.
type tree struct {
	execution *suite.Execution
	failOn    cases.Level
}

// declare makes the tree: a table a subject, an entry a case and encoding. All
// tables stand in one container, which keeps them in order.
func (t *tree) declare(entries []suite.Entry) {
	ginkgo.Describe("client registration", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		for first := 0; first < len(entries); {
			end := first
			for end < len(entries) && entries[end].Subject == entries[first].Subject {
				end++
			}
			t.table(entries, first, end)
			first = end
		}
	})
}

// table declares the entries from first to before end.
func (t *tree) table(entries []suite.Entry, first, end int) {
	args := []any{func(place int) { t.check(place) }}
	for i, e := range entries[first:end] {
		if e.Deselected == "" {
			args = append(args, ginkgo.Entry(e.Name(), labels(e), location(e), first+i))
		}
	}
	if len(args) > 1 {
		ginkgo.DescribeTable(entries[first].Subject, args...)
	}
}

// labels are what Ginkgo's label filter can ask for.
func labels(e suite.Entry) ginkgo.Labels {
	all := ginkgo.Labels{"level:" + string(e.Case.Level), "encoding:" + string(e.Encoding)}
	for _, requirement := range e.Case.Requirements {
		all = append(all, "requirement:"+requirement)
	}
	return all
}

// location is where the case is written.
func location(e suite.Entry) types.CodeLocation {
	colon := strings.LastIndex(e.Case.Source, ":")
	line, err := strconv.Atoi(e.Case.Source[colon+1:])
	if err != nil {
		return types.CodeLocation{FileName: e.Case.Source}
	}
	return types.CodeLocation{FileName: e.Case.Source[:colon], LineNumber: line}
}

// check is the body of every spec. Advice that does not gate is skipped, so
// that a tree is red exactly when the gate is shut.
func (t *tree) check(place int) {
	result := t.execution.Result(place)
	if result.Verdict != report.Passed { // the credentials are known only when all is done
		result = t.execution.Report().Results[place]
	}
	inapplicable := result.Verdict == report.Skipped && result.Skip != report.SkipBlocked
	switch {
	case inapplicable:
		ginkgo.Skip(result.Reason)
	case result.Verdict != report.Passed && !result.Level.AtLeast(t.failOn):
		ginkgo.Skip("advice: " + format.Text(result))
	}
	// Not Gomega's registration, which is for the process and may be the caller's.
	gomega.NewGomega(ginkgo.Fail).Expect(result).To(Conform())
}

// filtered lists the specs that Ginkgo's own flags leave out, by name.
func filtered(preview ginkgo.Report) map[string]bool {
	out := map[string]bool{}
	for _, spec := range preview.SpecReports {
		if spec.State.Is(types.SpecStateSkipped | types.SpecStatePending) {
			out[spec.LeafNodeText] = true
		}
	}
	return out
}
