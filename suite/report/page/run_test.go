package page

import (
	"context"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// bad is the report of all cases on a server with many faults.
var bad = sync.OnceValues(func() (report.Report, error) {
	var defects []string
	for _, d := range reference.Defects() {
		// By its name: another defect must not change which these are.
		if crc32.ChecksumIEEE([]byte(d.Name))%20 == 1 && !strings.HasPrefix(d.Name, "path-redirects") { // such a server is no endpoint at all
			defects = append(defects, d.Name)
		}
	}
	server, err := reference.Seeded(reference.Options{Defects: defects})
	if err != nil {
		return report.Report{}, err
	}
	return suite.Run(context.Background(), suite.Options{
		Target: "http://bad.example:6543", Wire: wire.Options{Handler: server, Timeout: time.Second},
	})
})

func badReport(t testing.TB) report.Report {
	t.Helper()
	r, err := bad()
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Failed < 300 || len(r.Causes) < 10 {
		t.Fatalf("%d failures and %d causes: this server is not bad enough", r.Summary.Failed, len(r.Causes))
	}
	return r
}

func writing(r report.Report) func(io.Writer) error {
	return func(w io.Writer) error { return Run(w, r) }
}

// number of elements that are to be seen.
const seen = `((selector) => Array.from(document.querySelectorAll(selector)).filter((e) => e.checkVisibility()).length)`

func TestAReaderFindsWhatToMend(t *testing.T) {
	r := badReport(t)
	p := opened(t, view{}, writing(r))
	p.picture("run-wide-light")
	if got := eval[string](p, `document.querySelector("h1").textContent`); !strings.Contains(got, "✗ does not conform") || !strings.Contains(got, r.Target) {
		t.Errorf("the heading is %q", got)
	}
	if n := eval[int](p, `document.querySelectorAll(".cause").length`); n != len(r.Causes) {
		t.Errorf("%d causes are shown, of %d", n, len(r.Causes))
	}
	p.run(chromedp.Click(`.mend a[href="#cause/1"]`))
	if got := eval[string](p, `document.querySelector(".cause:target h3").textContent`); !strings.Contains(got, report.Visible(r.Causes[0].Title)) {
		t.Errorf("the first cause is %q and not %q", got, r.Causes[0].Title)
	}
	p.run(chromedp.Click(`.cause:target .copy`))
	copied := eval[string](p, `document.querySelector(".cause:target .command pre").textContent`)
	p.run(chromedp.Poll(`document.querySelector(".cause:target .copy").textContent === "Copied"`, nil))
	p.run(chromedp.Focus(`input[name=text]`), chromedp.KeyEvent("v", chromedp.KeyModifiers(input.ModifierCtrl)))
	if got := eval[string](p, `document.querySelector("input[name=text]").value`); got != strings.ReplaceAll(copied, "\n", "") || !strings.Contains(copied, "bad.example") {
		t.Errorf("%q is copied of %q", got, copied)
	}
	p.run(chromedp.Click(`.cause:target summary`))
	if n := eval[int](p, seen+`(".cause:target .exchanges pre")`); n < 2 {
		t.Errorf("%d messages of the exchanges are to be seen", n)
	}
	p.picture("run-cause")
	p.goTo("#requirement/contacts.list")
	p.picture("run-document")
	if got := eval[string](p, `document.querySelector(":target th").textContent`); !strings.Contains(got, "contacts is one string") {
		t.Errorf("the sentence is %q", got)
	}
	p.run(chromedp.EmulateViewport(390, 900))
	if got := eval[int64](p, `document.documentElement.scrollWidth`); got > 390 {
		t.Errorf("the page is %d wide on a phone", got)
	}
}

func TestTheFilterLivesInTheFragment(t *testing.T) {
	r := badReport(t)
	p := opened(t, view{}, writing(r))
	p.run(chromedp.Evaluate(`document.querySelector("select[name=verdict]").value = "failed"`, nil), chromedp.SendKeys(`input[name=text]`, "invalid-email"))
	p.run(chromedp.Poll(`location.hash === "#text=invalid-email&verdict=failed"`, nil))
	cases := eval[int](p, seen+`(".cases tbody")`)
	if cases == 0 || eval[int](p, `Array.from(document.querySelectorAll(".cases tbody")).filter((e) => e.checkVisibility() && !e.textContent.includes("invalid-email")).length`) > 0 {
		t.Errorf("%d cases are shown, and some do not match", cases)
	}
	if took := eval[float64](p, `(() => { const f = document.getElementById("filter"); const began = performance.now();
		for (const text of ["c", "x", ""]) { f.elements.text.value = text; f.dispatchEvent(new Event("input")); }
		return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))); })()`); took > 5000 {
		t.Errorf("the filter takes %.0f ms", took)
	}
	p.goTo("#cause=2")
	if n := eval[int](p, seen+`(".cases tbody")`); n == 0 || n > r.Causes[1].Explains+r.Causes[1].Blocks {
		t.Errorf("%d cases are shown of the second cause, which has %d results", n, r.Causes[1].Explains+r.Causes[1].Blocks)
	}
	id, _, _ := strings.Cut(r.Causes[0].Example, " [")
	p.goTo("#case/" + id)
	p.picture("run-case")
	if !eval[bool](p, `(() => { const e = document.querySelector(":target"); const at = e.getBoundingClientRect();
		return e.checkVisibility() && at.top >= 0 && at.top < innerHeight && e.querySelector("details").open; })()`) {
		t.Errorf("%s is not to be seen, or not open", id)
	}
	other := opened(t, view{width: 390, dark: true, hash: "#text=invalid-email&verdict=failed"}, writing(r))
	other.picture("run-narrow-dark")
	if got := eval[int](other, seen+`(".cases tbody")`); got != cases {
		t.Errorf("who follows the link sees %d cases, and its sender %d", got, cases)
	}
	other.run(chromedp.Click(`button[type=reset]`), chromedp.Poll(`location.hash === ""`, nil))
}

func TestAPageIsForEverybody(t *testing.T) {
	waived := fixture.WithWaivers()
	waived.Requirements = report.Matrix([]cases.Requirement{
		{ID: "contacts.list", Level: cases.Documented, Section: "Registering a Client, contacts", Statement: "contacts is one string."},
		{ID: "error.invalid-email", Level: cases.Documented, Section: "Errors", Statement: "An address that is none is refused."},
		{ID: "method.safe", Level: cases.Implied, Section: "RFC 9110", Statement: "GET registers nobody."},
	}, waived.Results)
	waived.Settings = []report.Setting{{Name: "fail-on", Value: "documented"}}
	waived.Times.Add(time.Millisecond)
	every := fixture.EveryVerdict()
	for _, one := range []struct {
		view
		r report.Report
	}{{view{}, waived}, {view{width: 390, dark: true}, waived}, {view{dark: true}, every}, {view{width: 390}, every}} {
		p := opened(t, one.view, writing(one.r))
		p.run(chromedp.Evaluate(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`, nil))
		p.accessible()
		if got := eval[int64](p, `document.documentElement.scrollWidth - innerWidth`); got > 0 {
			t.Errorf("the page is %d wider than %d", got, one.width)
		}
	}
}

func TestThemeKeyboardAndPaper(t *testing.T) {
	p := opened(t, view{}, writing(fixture.WithWaivers()))
	var way []string
	for range 5 {
		p.run(chromedp.KeyEvent(kb.Tab))
		way = append(way, eval[string](p, `document.activeElement.textContent.trim()`))
	}
	if got := strings.Join(way, "; "); got != "Skip to the content; Theme: system; Causes; Cases; Waived and skipped" {
		t.Errorf("the keyboard leads to %s", got)
	}
	background := func() string { return eval[string](p, `getComputedStyle(document.body).backgroundColor`) }
	light := background()
	p.run(chromedp.Click("#theme", chromedp.ByQuery), chromedp.Click("#theme", chromedp.ByQuery))
	if dark := background(); dark == light {
		t.Errorf("the dark theme is %s as the light one is", dark)
	}
	paper := filepath.Join(t.TempDir(), "page.pdf")
	printing := exec.CommandContext(p.ctx, programOf(), "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf="+paper, p.url)
	if out, err := printing.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	printed, err := os.ReadFile(paper)
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(printed, -1)); err != nil || pages < 1 || pages > 4 {
		t.Errorf("it is %d pages on paper: %v", pages, err)
	}
}

// What a server sends is text on the page, whatever it is.
func TestHostileTextIsShownAndNotRun(t *testing.T) {
	texts := []string{
		"<script>window.pwned = 1; console.error('pwned')</script>", `"><img src=x onerror="window.pwned=1"><a href="javascript:window.pwned=1">x</a>`,
		"</pre></td></table><h1>It conforms</h1>", "</script><script>window.pwned=1</script>", "\u202Egnp.exe \x1b[31mred\x1b[0m \u2066", "<!-- ", "{{.Title}}", "' onmouseover='window.pwned=1",
		"</style><style>body{display:none}</style>", "&lt;b&gt;", "x\x00y\xff",
	}
	backwards := slices.Clone(texts)
	slices.Reverse(backwards)
	for _, text := range []string{texts[0], strings.Join(texts, " "), strings.Join(backwards, "")} {
		r := fixture.Everywhere(text)
		r.OneAnswer = ""
		r.Target += "/" + text
		r.Settings = []report.Setting{{Name: "user-agent", Value: text}}
		for i := range r.Results {
			before := r.Results[i].Name()
			r.Results[i].ID += "/" + strings.ReplaceAll(text, " ", "")
			for j := range r.Causes {
				r.Causes[j].Example = strings.ReplaceAll(r.Causes[j].Example, before, r.Results[i].Name())
			}
		}
		p := opened(t, view{}, writing(r))
		if n := eval[int](p, `document.querySelectorAll(".cause .exchanges pre").length`); n == 0 {
			t.Error("no exchange of a cause is shown")
		}
		if eval[bool](p, `"pwned" in window || document.querySelectorAll("h1").length !== 1 || document.querySelectorAll("img, a[href^=javascript]").length > 0 || !document.body.checkVisibility()`) {
			t.Errorf("%q is run", text)
		}
		if shown := eval[string](p, `document.querySelector("main").textContent`); !strings.Contains(shown, report.Visible(text)) || strings.ContainsAny(shown, "\u202e\x1b\u2066") {
			t.Errorf("%q is not shown as it is", text)
		}
		if eval[bool](p, `(() => { const s = document.createElement("script"); s.textContent = "window.pwned = 1"; document.body.append(s); return "pwned" in window; })()`) {
			t.Error("the policy lets other scripts run")
		}
	}
}

// A bad server's page stays small, and is quick to write and to open.
func TestThePageIsSmallAndQuick(t *testing.T) {
	r := badReport(t)
	cost := func(write format.Writer) (time.Duration, int) {
		least, size := time.Hour, 0
		for range 5 { // the machine has other work, too
			var b strings.Builder
			began := time.Now()
			if err := write(&b, r); err != nil {
				t.Fatal(err)
			}
			least, size = min(least, time.Since(began)), b.Len()
		}
		return least, size
	}
	took, size := cost(Run)
	beside, _ := cost(format.JSON)
	t.Logf("%d results, %d failed: %d bytes in %s; JSON takes %s", len(r.Results), r.Summary.Failed, size, took, beside)
	if size > 2<<20 {
		t.Errorf("the page has %d bytes", size)
	}
	if took > 4*beside && took > 100*time.Millisecond {
		t.Errorf("the page takes %s, and JSON %s", took, beside)
	}
	p := opened(t, view{}, writing(r))
	open := eval[float64](p, `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`)
	t.Logf("it opens in %.0f ms", open)
	if open > 5000 {
		t.Errorf("it opens in %.0f ms", open)
	}
}
