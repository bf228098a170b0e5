package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/regspec/regspec"

// arrows says what each package of the project may import of the project. What
// is not here may not be. Tests may import more.
var arrows = map[string][]string{
	"cmd/regspec":                   {"cases", "fuzz", "fuzz/campaign", "fuzz/finding", "fuzz/session", "fuzz/traffic", "fuzz/trial", "reference", "schemas", "schemas/datafile", "suite", "suite/report", "suite/report/format", "suite/report/page", "suite/report/redact", "suite/selftest", "suite/target", "suite/waive", "suite/wire"},
	"suite":                         {"cases", "schemas", "suite/diagnose", "suite/judge", "suite/report", "suite/report/redact", "suite/target", "suite/waive", "suite/wire"},
	"suite/target":                  {"suite/wire"},
	"suite/specs":                   {"cases", "suite", "suite/judge", "suite/report", "suite/report/format", "suite/wire"},
	"suite/diagnose":                {"cases", "suite/describe", "suite/report"},
	"suite/describe":                {"cases"},
	"suite/judge":                   {"cases", "schemas", "suite/report", "suite/wire"},
	"suite/selftest":                {"cases", "suite", "suite/diagnose", "suite/report", "suite/report/page", "suite/wire"},
	"suite/waive":                   {"cases", "schemas", "schemas/datafile", "suite/report"},
	"suite/report":                  {"cases", "schemas", "suite/wire"},
	"suite/report/redact":           {"suite/report", "suite/wire"},
	"suite/report/format":           {"cases", "suite/report", "suite/wire"},
	"suite/report/page":             {"cases", "suite/report", "suite/report/format", "suite/wire"},
	"suite/report/internal/fixture": {"cases", "suite/diagnose", "suite/report", "suite/wire"},
	"suite/wire":                    {},
	"fuzz":                          {"fuzz/generate", "fuzz/traffic"},
	"fuzz/campaign":                 {"cases", "fuzz/finding", "fuzz/generate", "fuzz/novelty", "fuzz/oracle", "fuzz/session", "fuzz/minimise", "fuzz/traffic", "suite/describe", "suite/report", "suite/target", "suite/wire"},
	"fuzz/trial":                    {"cases", "fuzz/campaign", "fuzz/finding", "suite/target", "suite/wire"},
	"fuzz/finding":                  {"cases", "fuzz/oracle", "fuzz/session", "fuzz/traffic", "suite/report", "suite/target", "suite/wire"},
	"fuzz/session":                  {"fuzz/oracle", "fuzz/traffic", "suite/target", "suite/wire"},
	"fuzz/minimise":                 {"fuzz/traffic"},
	"fuzz/generate":                 {"fuzz/dictionary", "fuzz/traffic", "suite/wire"},
	"fuzz/generate/generatetest":    {"fuzz/generate"},
	"fuzz/traffic":                  {"cases", "fuzz/dictionary", "suite/wire"},
	"fuzz/dictionary":               {},
	"fuzz/oracle":                   {"cases", "suite/wire"},
	"fuzz/novelty":                  {"suite/wire"},
	"fuzz/novelty/counters":         {},
	"suite/testservers":             {},
	"suite/gauntlet":                {"reference"},
	"cases":                         {"cases/internal/compact", "cases/internal/covering", "schemas", "schemas/datafile"},
	"cases/internal/compact":        {},
	"cases/internal/covering":       {},
	"schemas/datafile":              {"schemas"},
	"schemas":                       {},
	"reference":                     {},
	"fuzz/novelty/experiment":       {},
}

// plain are the packages that import nothing but the standard library.
var plain = []string{"reference", "suite/testservers"}

// pure are the packages whose functions depend on their arguments alone. They may
// not import what reaches out of the process or ends with a context, and read no
// clock.
var (
	pure   = []string{"suite/judge", "suite/diagnose", "suite/describe"}
	impure = []string{"context", "net", "os", "os/exec", "os/signal", "io/fs", "math/rand", "math/rand/v2", "crypto/rand", "testing"}
	clock  = regexp.MustCompile(`\btime\.(Now|Since|Until|Sleep|After|AfterFunc|NewTimer|NewTicker|Tick)\b`)
)

// testsOf says which packages' tests may import a package that is for tests,
// or that is another reading of the document.
var testsOf = map[string][]string{
	"reference":                     {"cmd/regspec", "fuzz", "fuzz/campaign", "fuzz/finding", "fuzz/oracle", "fuzz/trial", "reference", "suite", "suite/gauntlet", "suite/selftest", "suite/specs", "suite/wire", "suite/report", "suite/report/page", "cases"},
	"suite/testservers":             {"fuzz", "fuzz/campaign", "suite", "suite/testservers"},
	"suite/gauntlet":                {"cmd/regspec", "fuzz/campaign", "suite/gauntlet"},
	"fuzz/generate/generatetest":    {"fuzz", "fuzz/generate"},
	"suite/report/internal/fixture": {"suite/report", "suite/report/format", "suite/report/page", "suite/report/redact"},
	"cmd/regspec":                   {},
}

// unlinked are packages that only tests use, so that the binary must not depend on
// them.
var unlinked = []string{module + "/suite/gauntlet", "pgregory.net/rapid", "testing", "github.com/chromedp/chromedp", "github.com/onsi/ginkgo/v2", "github.com/onsi/gomega", "go.uber.org/goleak"}

// goPackage is what go list tells of a package.
type goPackage struct {
	ImportPath   string   `json:"ImportPath"`
	Standard     bool     `json:"Standard"`
	Imports      []string `json:"Imports"`
	TestImports  []string `json:"TestImports"`
	XTestImports []string `json:"XTestImports"`
}

func packages(t *testing.T) map[string]goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,TestImports,XTestImports", module+"/...")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]goPackage{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// ours gives the imports that are packages of the project, by their directory.
func ours(imports []string) []string {
	var all []string
	for _, path := range imports {
		if directory, ok := strings.CutPrefix(path, module+"/"); ok {
			all = append(all, directory)
		}
	}
	return all
}

// TestArrows holds the packages of the project to the order in which they are
// layered. The reference and the catalogue are separate readings of the
// document, so neither may know the other.
func TestArrows(t *testing.T) {
	all := packages(t)
	for path, p := range all {
		directory, ok := strings.CutPrefix(path, module+"/")
		if !ok {
			continue
		}
		allowed, known := arrows[directory]
		if !known {
			t.Errorf("%s is new: say in this test what it may import", directory)
		}
		for _, imported := range ours(p.Imports) {
			if !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s", directory, imported)
			}
		}
		for _, imported := range ours(slices.Concat(p.TestImports, p.XTestImports)) {
			if users, special := testsOf[imported]; special && !slices.Contains(users, directory) {
				t.Errorf("a test of %s imports %s", directory, imported)
			}
		}
	}
	for directory, allowed := range arrows {
		p, ok := all[module+"/"+directory]
		if !ok {
			t.Errorf("there is no package %s", directory)
		}
		for _, one := range allowed {
			if !slices.Contains(ours(p.Imports), one) {
				t.Errorf("%s may import %s, and does not", directory, one)
			}
		}
	}
	for _, directory := range plain {
		for _, imported := range all[module+"/"+directory].Imports {
			if p, ok := all[imported]; !ok || !p.Standard {
				t.Errorf("%s imports %s, which is not of the standard library", directory, imported)
			}
		}
	}
}

// TestMap holds CONTRIBUTING to what is there: each file that it names exists, and its
// map has every package.
func TestMap(t *testing.T) {
	text, err := os.ReadFile("../../.github/CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, m := range regexp.MustCompile("`([a-z]+/[A-Za-z0-9_./*-]+)`").FindAllStringSubmatch(string(text), -1) {
		if matches, err := filepath.Glob("../../" + m[1]); err != nil || len(matches) == 0 {
			if _, isPackage := arrows[m[1]]; !isPackage && m[1] != "contacts/invalid-email" {
				t.Errorf("CONTRIBUTING names %s, and there is no such file", m[1])
			}
		}
		named++
	}
	if named < 40 {
		t.Errorf("CONTRIBUTING names %d files: the pattern of this test no longer fits", named)
	}
	drawn := strings.Split(string(text), "```")[1]
	for directory := range arrows {
		parent, base := path.Dir(directory), path.Base(directory)
		switch {
		case strings.Contains(drawn, "\n"+directory+" "), strings.Contains(drawn, directory+" reads"), parent == "fuzz" && strings.Contains(drawn, "\n  "+base+" "):
		case strings.Contains(drawn, strings.TrimPrefix(directory, "fuzz/")+" shows"), parent == "suite/report" && strings.Contains(drawn, base):
		case strings.Contains(directory, "/internal/"), strings.HasSuffix(directory, "test"), strings.HasSuffix(directory, "/experiment"):
		default:
			t.Errorf("the map of CONTRIBUTING does not show %s", directory)
		}
	}
}

// TestPure holds the pure packages to what they may import and call.
func TestPure(t *testing.T) {
	all := packages(t)
	for _, directory := range pure {
		for _, imported := range all[module+"/"+directory].Imports {
			if slices.Contains(impure, imported) {
				t.Errorf("%s imports %s", directory, imported)
			}
		}
		files, err := filepath.Glob("../../" + directory + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no files: %v", directory, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if call := clock.Find(text); call != nil && !strings.HasSuffix(file, "_test.go") {
				t.Errorf("%s reads a clock: %s", file, call)
			}
		}
	}
}

// TestTestsAreNotLinked keeps what only tests use out of the binary.
func TestTestsAreNotLinked(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	dependencies := strings.Fields(string(out))
	if !slices.Contains(dependencies, module+"/cmd/regspec") {
		t.Fatalf("these are not the dependencies of the binary: %v", dependencies)
	}
	for _, path := range unlinked {
		if slices.Contains(dependencies, path) {
			t.Errorf("the binary depends on %s, which only tests use", path)
		}
	}
}

// TestTopLevel holds the top of the repository to what belongs there.
func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "suite", "cases", "schemas", "fuzz", "reference", "go.mod", "go.sum", "README.md", "LICENSE"}
	list := exec.Command("git", "ls-files")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Skip("this is no clone of the repository: ", err)
	}
	seen := map[string]bool{}
	for file := range strings.Lines(string(out)) {
		top, _, _ := strings.Cut(strings.TrimSpace(file), "/")
		if !seen[top] && !strings.HasPrefix(top, ".") && !slices.Contains(allowed, top) {
			t.Errorf("%s does not belong at the top", top)
		}
		seen[top] = true
	}
}
