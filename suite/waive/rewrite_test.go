package waive

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// rewrite writes a file of waivers anew for results.
func rewrite(t *testing.T, old string, results ...report.Result) (string, Written) {
	t.Helper()
	r := reported(results...)
	d := Draft{Name: "w.yaml", Report: r, Again: r, Today: today()}
	if old != "" {
		d.Old, d.Waivers = []byte(old), waivers(t, r, old)
	}
	text, written, err := Rewrite(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), written
}

func TestANewFile(t *testing.T) {
	results := []report.Result{
		passed("a/good", cases.JSON),
		failed("b/two", cases.JSON, message("Two"), mismatch{report.AspectStatus, "200", 200, ""}),
		failed("b/two", cases.Form, message("Two")),
		failed("a/one", cases.JSON, message("One")), failed("a/one", cases.Form, message("One")),
		failed("a/advice", cases.JSON, mismatch{report.AspectStatus, "200", 200, cases.Hardening}),
		errored("a/errored", cases.JSON),
		skipped("c/blocked", report.SkipBlocked),
		failed("c/broken", cases.JSON, mismatch{report.AspectConnection, "the connection was reset", 0, ""}),
	}
	text, written := rewrite(t, "", results...)
	want := "# yaml-language-server: $schema=https://raw.githubusercontent.com/regspec/regspec/main/schemas/waivers.schema.json\n" +
		`#` + " Failures that are known. Give each a reason; an issue,\n" +
		"# an owner and a day on which it expires are welcome. regspec says which of them\n" +
		"# are no longer needed, and regspec run --write-waivers takes those out.\n" +
		`waivers:
  # The message is wrong.
  - case:
      - a/one
      - b/two
    aspect: message
    reason: "TODO: say why this is borne, and until when"
    pin:
      - message: One
      - message: Two
  # The status is wrong.
  - case: b/two
    encoding: json
    aspect: status
    reason: "TODO: say why this is borne, and until when"
    pin:
      status: 200
  # needs registering a client, which failed
  - case: c/blocked
    aspect: blocked
    reason: "TODO: say why this is borne, and until when"
    pin:
      message: needs registering a client, which failed
      status: 500
  # The connection is wrong.
  - case: c/broken
    aspect: connection
    reason: "TODO: say why this is borne, and until when"
`
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if written.Waivers != 4 || written.New != 4 || written.Unfilled != 4 || written.Changed+written.Removed > 0 {
		t.Errorf("got %+v", written)
	}
	r := reported(results[:6]...) // without what no waiver can hold
	if r = Judge(r, waivers(t, r, text), today()); r.Gate() != report.GateOpen {
		t.Errorf("with these waivers the gate is %s: %+v", r.Gate(), r.Waivers.Stale)
	}
	if again, _ := rewrite(t, text, results...); again != text {
		t.Errorf("written again it is\n%s", again)
	}
}

const kept = `# What we bear.

waivers:
  # Of old.
  - case: b/old
    reason: Clients depend on it. # ask Bob
    issue: https://example.org/1
    owner: bob
    # Not before the release.
    expires: 2027-01-01
  # Two cases.
  - case:
      # the first
      - a/one
      - a/two # the second
    aspect: message
    reason: |
      For a reason
      in two lines.
    pin: {message: Old}
# The end.
`

// Reasons, other members and comments stay with what they are about.
func TestWhatIsThereIsKept(t *testing.T) {
	one, two, old := failed("a/one", cases.JSON, message("Old")), failed("a/two", cases.JSON, message("Old")), failed("b/old", cases.JSON, message("X"))
	for _, row := range []struct {
		name    string
		results []report.Result
		want    string
		written Written
	}{
		{"as it was", []report.Result{one, two, old}, `# What we bear.
waivers:
  # Two cases.
  - case:
      # the first
      - a/one
      - a/two # the second
    aspect: message
    reason: |
      For a reason
      in two lines.
    pin:
      message: Old
  # Of old.
  - case: b/old
    reason: Clients depend on it. # ask Bob
    issue: https://example.org/1
    owner: bob
    # Not before the release.
    expires: "2027-01-01"
# The end.
`, Written{Waivers: 2}},
		{"one passes", []report.Result{passed("a/one", cases.JSON), two, passed("b/old", cases.JSON)}, `# What we bear.
waivers:
  # Two cases.
  - case: a/two # the second
    aspect: message
    reason: |
      For a reason
      in two lines.
    pin:
      message: Old
# The end.
`, Written{Waivers: 1, Removed: 2}},
		{"one answers otherwise", []report.Result{one, failed("a/two", cases.JSON, message("New")), skipped("b/old", report.SkipDeselected)}, `# What we bear.
waivers:
  # Two cases.
  # the first
  - case: a/one
    aspect: message
    reason: |
      For a reason
      in two lines.
    pin:
      message: Old
  - case: a/two
    aspect: message
    reason: |
      For a reason
      in two lines.
    pin:
      message: New
  # Of old.
  - case: b/old
    reason: Clients depend on it. # ask Bob
    issue: https://example.org/1
    owner: bob
    # Not before the release.
    expires: "2027-01-01"
# The end.
`, Written{Waivers: 3, Changed: 1}},
		{"none fails", []report.Result{passed("a/one", cases.JSON), passed("a/two", cases.JSON), passed("b/old", cases.JSON)}, `# What we bear.
waivers: []
# The end.
`, Written{Removed: 3}},
	} {
		t.Run(row.name, func(t *testing.T) {
			text, written := rewrite(t, kept, row.results...)
			if text != row.want {
				t.Errorf("got\n%s\nwant\n%s", text, row.want)
			}
			if written.Waivers != row.written.Waivers || written.New != 0 || written.Changed != row.written.Changed || written.Removed != row.written.Removed {
				t.Errorf("got %+v", written)
			}
			if again, _ := rewrite(t, text, row.results...); again != text {
				t.Errorf("written again it is\n%s", again)
			}
		})
	}
}

// Where a case passes in one encoding, the waiver is for the other from then on.
func TestOneEncodingIsLeft(t *testing.T) {
	text, _ := rewrite(t, "waivers: [{case: a/one, reason: R}]", passed("a/one", cases.JSON), failed("a/one", cases.Form, message("X")))
	if want := "waivers:\n  - case: a/one\n    encoding: form\n    reason: R\n"; text != want {
		t.Errorf("got\n%s", text)
	}
}

// A pattern for many stays as long as one needs it; what it does not cover is new.
func TestAWidePatternIsKept(t *testing.T) {
	old := "waivers:\n  - case: a/*\n    aspect: message\n    reason: R\n"
	if text, _ := rewrite(t, old, failed("a/one", cases.JSON, message("X")), passed("a/two", cases.JSON)); text != old {
		t.Errorf("got\n%s", text)
	}
	if text, _ := rewrite(t, old, passed("a/one", cases.JSON), passed("a/two", cases.JSON)); text != "waivers: []\n" {
		t.Errorf("got\n%s", text)
	}
}

// What has expired and is still needed is written without its date, and named.
func TestAnExpiredWaiverIsRenewed(t *testing.T) {
	text, written := rewrite(t, "waivers: [{case: a/one, reason: R, expires: 2020-01-01}]", failed("a/one", cases.JSON, message("X")))
	if text != "waivers:\n  - case: a/one\n    reason: R\n" || len(written.Renewed) != 1 {
		t.Errorf("got %v\n%s", written.Renewed, text)
	}
}

// Pins that nothing answers like any more are taken out.
func TestPinsThatAreLeft(t *testing.T) {
	old := "waivers: [{case: a/one, reason: R, pin: [{message: X}, {message: Y}]}]"
	if text, _ := rewrite(t, old, failed("a/one", cases.JSON, message("X"))); text != "waivers:\n  - case: a/one\n    reason: R\n    pin:\n      message: X\n" {
		t.Errorf("got\n%s", text)
	}
}

// What fails one time of two gets no waiver, and what other files excuse none
// in this one.
func TestWhatIsNotWritten(t *testing.T) {
	r := reported(failed("a/one", cases.JSON, message("X")), failed("a/two", cases.JSON, message("X")))
	text, written, err := Rewrite(Draft{
		Report: r, Again: reported(passed("a/one", cases.JSON), r.Results[1]),
		Others: waivers(t, r, "waivers: [{case: a/two, reason: R}]"), Today: today(),
	})
	if err != nil || written.Waivers != 0 || len(written.Unsteady) != 1 || written.Unsteady[0] != "a/one [json]" {
		t.Errorf("got %+v, %v\n%s", written, err, text)
	}
}
