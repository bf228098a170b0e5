package page

import (
	"io"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func TestRunsAreShownSideBySide(t *testing.T) {
	bad := badReport(t)
	bad.Results = bad.Results[:300]
	hostile := fixture.Everywhere("<img src=x>\u202e")
	hostile.Requirements = bad.Requirements
	mended := bad
	mended.Results = nil
	for i, one := range bad.Results {
		if one.Verdict == report.Failed && i%2 == 0 {
			one = fixture.Result(one.ID, report.Passed, one.Level)
		}
		mended.Results = append(mended.Results, one)
	}
	mended.Requirements = report.Matrix([]cases.Requirement{{ID: "contacts.list", Level: cases.Documented, Statement: "contacts is one string."}}, mended.Results)
	c, err := report.Compare([]report.Report{bad, hostile, mended})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []view{{}, {width: 390, dark: true}} {
		p := opened(t, v, func(w io.Writer) error { return Compare(w, c) })
		p.picture("compare-" + map[bool]string{true: "narrow", false: "wide"}[v.dark])
		p.accessible()
		if n := eval[int](p, `document.querySelectorAll(".matrix tbody").length`); n != len(bad.Requirements) {
			t.Errorf("%d requirements are there, of %d", n, len(bad.Requirements))
		}
		p.run(chromedp.Click(".matrix summary", chromedp.ByQuery))
		if n := eval[int](p, seen+`(".matrix .case")`); n == 0 {
			t.Error("no result is to be seen")
		}
		if got := eval[int64](p, `document.documentElement.scrollWidth - innerWidth`); got > 0 {
			t.Errorf("the page is %d too wide", got)
		}
	}
}
