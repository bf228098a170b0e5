package format

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func junitOf(t testing.TB, r report.Report) fixture.Element {
	t.Helper()
	return fixture.ParseXML(t, written(t, JUnit, r))
}

func TestJUnitHasAnElementForEveryResultThatWasAskedFor(t *testing.T) {
	root := junitOf(t, fixture.EveryVerdict())
	want := map[string][]string{
		"":        {"answer/passed [json]"},
		"failure": {"contacts/failed [json]", "contacts/broken [form]", "contacts/advice [json]"},
		"error":   {"contacts/errored [json]"},
		"skipped": {
			"contacts/waived [json]", "update/blocked [json]", "update/inapplicable [json]", "update/interrupted [json]",
		},
	}
	got := map[string][]string{}
	for _, suite := range root.All("testsuite") {
		for _, one := range suite.All("testcase") {
			kind := ""
			if len(one.Children) > 0 {
				kind = one.Children[0].XMLName.Local
			}
			got[kind] = append(got[kind], one.Attr("name"))
			if len(one.Children) > 1 {
				t.Errorf("%s has %d verdicts", one.Attr("name"), len(one.Children))
			}
			if want := "regspec." + suite.Attr("name"); one.Attr("classname") != want {
				t.Errorf("%s has the class name %q, want %q", one.Attr("name"), one.Attr("classname"), want)
			}
		}
	}
	for kind, names := range want {
		if strings.Join(got[kind], ", ") != strings.Join(names, ", ") {
			t.Errorf("%q: got %v, want %v", kind, got[kind], names)
		}
	}
}

func TestJUnitCountsWhatItHas(t *testing.T) {
	for name, r := range otherReports() {
		root := junitOf(t, r)
		total := map[string]int{}
		for _, suite := range root.All("testsuite") {
			own := map[string]int{}
			for _, one := range suite.All("testcase") {
				own["tests"]++
				own["failures"] += len(one.All("failure"))
				own["errors"] += len(one.All("error"))
				own["skipped"] += len(one.All("skipped"))
			}
			sameCounts(t, name+", "+suite.Attr("name"), suite, own)
			for what, n := range own {
				total[what] += n
			}
		}
		sameCounts(t, name, root, total)
	}
}

func sameCounts(t *testing.T, where string, e fixture.Element, counted map[string]int) {
	t.Helper()
	for _, what := range []string{"tests", "failures", "errors", "skipped"} {
		if got := e.Attr(what); got != strconv.Itoa(counted[what]) {
			t.Errorf("%s: the attribute %s is %q, and there are %d", where, what, got, counted[what])
		}
	}
}

func TestJUnitSaysWhy(t *testing.T) {
	r := fixture.EveryVerdict()
	suites := junitOf(t, r).All("testsuite")
	contacts := suites[1].All("testcase")
	failure := contacts[0].All("failure")[0]
	if failure.Attr("message") != r.Results[1].Mismatches[0].Explanation || failure.Attr("type") != "documented.message" || failure.Text != Text(r.Results[1]) {
		t.Errorf("got %+v", failure)
	}
	if broken := contacts[1].All("failure")[0]; broken.Attr("type") != "implied.connection" {
		t.Errorf("got %+v", broken)
	}
	if errored := contacts[4].All("error")[0]; errored.Attr("message") != "step 1: nobody listens at 127.0.0.1:1" {
		t.Errorf("got %+v", errored)
	}
	properties := map[string]string{}
	for _, p := range suites[0].All("properties")[0].All("property") {
		properties[p.Attr("name")] += p.Attr("value") + ";"
	}
	for name, want := range map[string]string{
		"regspec.version": "1.2.3;", "regspec.target": "http://localhost:6543;", "regspec.fail_on": "implied;",
		"regspec.selected": "9;", "regspec.run": "5;", "regspec.not_run": "4;",
		"regspec.remark": "The target reads redirect_uri. (E01);It is quick.;",
	} {
		if properties[name] != want {
			t.Errorf("%s is %q, want %q", name, properties[name], want)
		}
	}
}

// hostile is a report of a server that answers with what XML cannot hold.
func hostile() report.Report {
	const text = "\x00\x01\x08\x0b\x1b[31m\x7f\u0085\ufffe\uffff\xff\xc0\x80]]>&<!--\u202e\r\n\t\U0001F4F7"
	failed := fixture.Result("answer/odd", report.Failed, cases.Implied)
	failed.Mismatches[0].Actual, failed.Mismatches[0].Expected, failed.Mismatches[0].Explanation = text, text, text
	failed.Exchanges[0].Answer.Body = []byte(text)
	failed.Exchanges[0].Answer.Header[0].Value = text
	failed.Exchanges[0].Request.Body = []byte(text)
	errored := fixture.Result("answer/errored", report.Errored, cases.Implied)
	errored.Reason = text
	skipped := fixture.Skipped("answer/skipped", report.SkipBlocked, cases.Implied)
	skipped.Reason = text
	r := fixture.Report(failed, errored, skipped)
	r.Information, r.Stopped, r.OneAnswer = []report.Information{{Text: text}}, text, text
	return r
}

func TestJUnitHoldsWhateverAServerSays(t *testing.T) {
	root := junitOf(t, hostile())
	one := root.All("testsuite")[0].All("testcase")[0].All("failure")[0]
	if !strings.Contains(one.Attr("message"), "]]>&<!--") || !strings.Contains(one.Attr("message"), "\U0001F4F7") {
		t.Errorf("the message is lost: %q", one.Attr("message"))
	}
	if strings.ContainsAny(written(t, JUnit, hostile()), "\x00\x01\x08\x0b\x1b\ufffe\uffff") {
		t.Error("a character is there that XML does not have")
	}
}

func TestJUnitIsAsViewersReadIt(t *testing.T) {
	program, err := exec.LookPath("xmllint")
	if err != nil {
		const why = "xmllint is not installed, so the JUnit report is not checked against testdata/junit.xsd"
		if os.Getenv("REGSPEC_REQUIRE_TOOLS") != "" {
			t.Fatal(why + ", and REGSPEC_REQUIRE_TOOLS asks for it")
		}
		t.Skip(why + " (Debian: libxml2-utils)")
	}
	all := otherReports()
	all["hostile"] = hostile()
	for name, r := range all {
		file := filepath.Join(t.TempDir(), "junit.xml")
		if err := os.WriteFile(file, []byte(written(t, JUnit, r)), 0o600); err != nil {
			t.Fatal(err)
		}
		output, err := exec.CommandContext(t.Context(), program, "--noout", "--nonet", "--schema", "testdata/junit.xsd", file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, output)
		}
	}
}
