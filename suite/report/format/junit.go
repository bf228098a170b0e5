package format

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/report"
)

// The elements of JUnit's XML that CI viewers agree on.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		Classname string       `xml:"classname,attr"`
		Time      string       `xml:"time,attr"`
		Skipped   *junitReason `xml:"skipped"`
		Error     *junitReason `xml:"error"`
		Failure   *junitReason `xml:"failure"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the report as JUnit XML: a suite a subject, a test case a
// case and encoding that was asked for.
func JUnit(w io.Writer, r report.Report) error {
	text, err := xml.MarshalIndent(junit(r), "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	}
	return failed("JUnit", err)
}

func junit(r report.Report) junitSuites {
	all := junitSuites{
		Name: r.Tool.Name, Time: seconds(r.DurationMS),
		Tests: r.Summary.Selected, Failures: r.Summary.Failed, Errors: r.Summary.Errored,
		Skipped: r.Summary.Skipped - (r.Summary.Total - r.Summary.Selected) + r.Summary.Waived,
	}
	selected := slices.DeleteFunc(slices.Clone(r.Results), func(one report.Result) bool { return one.Skip == report.SkipDeselected })
	for _, subject := range bySubject(selected) {
		suite := junitSuite{
			Name: report.Visible(subjectOf(subject[0])), Tests: len(subject), Hostname: report.Visible(r.Target),
			Timestamp:  r.Started.UTC().Format(time.RFC3339),
			Properties: junitProperties(r),
		}
		total := 0.0
		for _, result := range subject {
			one := junitResult(result)
			suite.Cases = append(suite.Cases, one)
			suite.Failures += count(one.Failure)
			suite.Errors += count(one.Error)
			suite.Skipped += count(one.Skipped)
			total += result.DurationMS
		}
		suite.Time = seconds(total)
		all.Suites = append(all.Suites, suite)
	}
	return all
}

// bySubject cuts the results where the subject changes.
func bySubject(results []report.Result) [][]report.Result {
	var subjects [][]report.Result
	for i, r := range results {
		if i == 0 || subjectOf(results[i-1]) != subjectOf(r) {
			subjects = append(subjects, nil)
		}
		last := len(subjects) - 1
		subjects[last] = append(subjects[last], r)
	}
	return subjects
}

// subjectOf is the first part of the id.
func subjectOf(r report.Result) string {
	subject, _, _ := strings.Cut(r.ID, "/")
	return subject
}

func junitProperties(r report.Report) []junitProperty {
	properties := []junitProperty{
		{"regspec.version", r.Tool.Version},
		{"regspec.target", report.Visible(r.Target)},
		{"regspec.fail_on", string(r.FailOn)},
		{"regspec.selected", strconv.Itoa(r.Summary.Selected)},
		{"regspec.run", strconv.Itoa(r.Summary.Run)},
		{"regspec.not_run", strconv.Itoa(r.Summary.NotRun)},
	}
	if r.Waivers != nil {
		for _, s := range r.Waivers.Stale {
			properties = append(properties, junitProperty{"regspec.stale_waiver", report.Visible(s.Waiver + ": " + s.Text)})
		}
	}
	for _, remark := range Remarks(r) {
		properties = append(properties, junitProperty{"regspec.remark", remark})
	}
	return properties
}

func junitResult(r report.Result) junitCase {
	one := junitCase{Name: report.Visible(r.Name()), Classname: "regspec." + report.Visible(subjectOf(r)), Time: seconds(r.DurationMS)}
	switch r.Verdict {
	case report.Passed:
	case report.Failed:
		one.Failure = &junitReason{
			Message: report.Visible(r.Mismatches[0].Explanation),
			Type:    string(r.Level) + "." + string(r.Mismatches[0].Aspect),
			Text:    Text(r),
		}
	case report.Errored:
		one.Error = &junitReason{Message: report.Visible(r.Reason), Type: "errored"}
	case report.Waived:
		one.Skipped = &junitReason{Message: report.Visible("waived: " + r.Excuse())}
	case report.Skipped:
		one.Skipped = &junitReason{Message: report.Visible(r.Reason)}
	}
	return one
}

func count(reason *junitReason) int {
	if reason == nil {
		return 0
	}
	return 1
}

func seconds(ms float64) string { return strconv.FormatFloat(ms/1000, 'f', 6, 64) }
