package page

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdp "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium starts one browser for all tests, and says where none is.
var chromium = sync.OnceValues(func() (context.Context, string) {
	if programOf() == "" {
		return nil, "chromium is not installed"
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(programOf()), chromedp.NoSandbox, chromedp.WSURLReadTimeout(time.Minute))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	browser, _ := chromedp.NewContext(allocator)
	if err := chromedp.Run(browser); err != nil {
		end()
		return nil, "chromium does not start (" + err.Error() + ")"
	}
	return browser, ""
})

// programOf is where the browser is installed, or "".
func programOf() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func TestMain(m *testing.M) {
	code := m.Run()
	if browser, _ := chromium(); browser != nil {
		_ = chromedp.Cancel(browser)
	}
	os.Exit(code)
}

// tab is a page as a reader has it open.
type tab struct {
	testing.TB

	ctx      context.Context //nolint:containedctx // it ends with the test
	url      string
	mu       sync.Mutex // guards what is below
	troubles []string   // errors on the console, and requests for anything but the page
}

// view is how a reader looks at a page.
type view struct {
	width int64
	dark  bool
	hash  string
}

// opened writes a page and opens it. When the test ends, the page must have caused no error and
// asked for nothing.
func opened(t testing.TB, v view, write func(io.Writer) error) *tab {
	t.Helper()
	browser, why := chromium()
	if why != "" {
		if os.Getenv("REGSPEC_REQUIRE_TOOLS") != "" {
			t.Fatal(why + ", and REGSPEC_REQUIRE_TOOLS asks for it")
		}
		t.Skip(why + ", so the pages are not looked at in a browser (Debian: chromium)")
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, end := chromedp.NewContext(browser)
	t.Cleanup(end)
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	one := &tab{TB: t, ctx: ctx, url: "file://" + file}
	t.Cleanup(func() {
		one.mu.Lock()
		defer one.mu.Unlock()
		for _, trouble := range one.troubles {
			t.Error(trouble)
		}
	})
	chromedp.ListenTarget(ctx, one.hear)
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	if v.width == 0 {
		v.width = 1200
	}
	one.run(
		chromedp.EmulateViewport(v.width, 900),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		network.Enable(), cdp.Enable(),
		chromedp.Navigate(one.url+v.hash),
	)
	return one
}

// hear keeps what must not happen.
func (t *tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, t.url) && u != "data:," {
			t.troubles = append(t.troubles, "the page asks for "+u)
		}
	case *cdp.EventExceptionThrown:
		t.troubles = append(t.troubles, "an exception: "+e.ExceptionDetails.Error())
	case *cdp.EventConsoleAPICalled:
		if e.Type == cdp.APITypeError || e.Type == cdp.APITypeWarning {
			text, _ := json.Marshal(e.Args)
			t.troubles = append(t.troubles, "on the console: "+string(text))
		}
	}
}

func (t *tab) run(actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(t.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// goTo follows a link within the page.
func (t *tab) goTo(hash string) {
	t.Helper()
	t.run(chromedp.Evaluate("location.hash = "+strconv.Quote(hash), nil), chromedp.Sleep(50*time.Millisecond))
}

// eval gives the value of a script.
func eval[T any](t *tab, script string) T {
	t.Helper()
	var value T
	t.run(chromedp.Evaluate(script, &value, func(p *cdp.EvaluateParams) *cdp.EvaluateParams { return p.WithAwaitPromise(true) }))
	return value
}

// accessible has axe-core look at the page.
func (t *tab) accessible() {
	t.Helper()
	axe, err := os.ReadFile("testdata/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	t.run(chromedp.Evaluate(string(axe), nil))
	for _, violation := range eval[[]string](t, `axe.run(document, {resultTypes: ["violations"]}).then((r) =>
		r.violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")))`) {
		t.Error(violation)
	}
}

// picture takes a picture of the whole page, or of its beginning, into the folder that
// REGSPEC_SCREENSHOTS names.
func (t *tab) picture(name string) {
	t.Helper()
	folder := os.Getenv("REGSPEC_SCREENSHOTS")
	if folder == "" {
		return
	}
	var image []byte
	t.run(chromedp.CaptureScreenshot(&image))
	if err := os.WriteFile(filepath.Join(folder, name+".png"), image, 0o600); err != nil {
		t.Fatal(err)
	}
}
