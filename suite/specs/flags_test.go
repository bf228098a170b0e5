package specs_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/specs"
)

// Ginkgo's own flags select and report the specs, as README shows it.
func TestGinkgosFlags(t *testing.T) {
	server, err := reference.Seeded(reference.Options{Defects: []string{"email-last-unchecked"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		handler *reference.Server
		flags   []string
		passes  bool
		counted string // in Ginkgo's report
	}{
		{"a focus", reference.New(reference.Options{}), []string{"-ginkgo.focus", "contacts/list"}, true, `skipped="[0-9]{4}" errors="0" failures="0"`},
		{"a label", reference.New(reference.Options{}), []string{"-ginkgo.label-filter", "requirement:contacts.list && level:documented"}, true, `skipped="[0-9]{4}" errors="0" failures="0"`},
		{"what fails", server, []string{"-ginkgo.focus", "contacts/invalid-email"}, false, `failures="[1-9]`},
		{"what does not", server, []string{"-ginkgo.focus", "logo-url/"}, true, `failures="0"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := httptest.NewServer(test.handler)
			defer target.Close()
			report := filepath.Join(t.TempDir(), "specs.xml")
			nested := exec.CommandContext(t.Context(), os.Args[0], append(test.flags, "-test.run", "^TestConformance$", "-ginkgo.junit-report", report, "-ginkgo.no-color")...)
			nested.Env = append(os.Environ(), "REGSPEC_TARGET="+target.URL)
			out, err := nested.CombinedOutput()
			if (err == nil) != test.passes {
				t.Errorf("passes: %v\n%.2000s", err == nil, out)
			}
			text, err := os.ReadFile(report)
			if err != nil {
				t.Fatalf("%v\n%.2000s", err, out)
			}
			if !regexp.MustCompile(test.counted).Match(text) {
				t.Errorf("%s is not in the report:\n%.600s", test.counted, text)
			}
		})
	}
}

// What is neither a handler nor a URL is an error, and no green.
func TestATargetOfAnotherType(t *testing.T) {
	var told told
	specs.Test(t.Context(), &told, 7)
	if !told.failed || told.text != "regspec: the target is a int, and must be an http.Handler or a URL" {
		t.Errorf("failed: %v, and said %q", told.failed, told.text)
	}
}

// told is a test that keeps what it is told.
type told struct {
	failed bool
	text   string
}

func (t *told) Fail() { t.failed = true }

func (t *told) Errorf(format string, args ...any) { t.text = fmt.Sprintf(format, args...) }
