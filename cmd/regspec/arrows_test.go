package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/regspec/regspec"

// arrows says what each package of the project may import of the project. What
// is not here may not be. Tests may import more.
var arrows = map[string][]string{
	"cmd/regspec":                {"cases", "fuzz", "fuzz/campaign", "fuzz/finding", "fuzz/session", "fuzz/traffic", "reference", "schemas", "schemas/datafile", "suite", "suite/report", "suite/selftest", "suite/waive", "suite/wire"},
	"suite":                      {"cases", "schemas", "suite/report", "suite/waive", "suite/wire"},
	"suite/selftest":             {"cases", "suite", "suite/report", "suite/wire"},
	"suite/waive":                {"cases", "schemas", "schemas/datafile", "suite/report"},
	"suite/report":               {"cases", "schemas", "suite/wire"},
	"suite/wire":                 {},
	"fuzz":                       {"fuzz/generate", "fuzz/traffic"},
	"fuzz/campaign":              {"cases", "fuzz/finding", "fuzz/generate", "fuzz/novelty", "fuzz/oracle", "fuzz/session", "fuzz/shrink", "fuzz/traffic", "suite/wire"},
	"fuzz/finding":               {"cases", "fuzz/oracle", "fuzz/session", "fuzz/traffic", "suite/report", "suite/wire"},
	"fuzz/session":               {"fuzz/oracle", "fuzz/traffic", "suite/wire"},
	"fuzz/shrink":                {"fuzz/traffic"},
	"fuzz/generate":              {"fuzz/dictionary", "fuzz/traffic", "suite/wire"},
	"fuzz/traffic":               {"cases", "fuzz/dictionary", "suite/wire"},
	"fuzz/dictionary":            {},
	"fuzz/oracle":                {"cases", "suite/wire"},
	"fuzz/novelty":               {"suite/wire"},
	"fuzz/novelty/arms":          {},
	"fuzz/novelty/arms/generate": {},
	"suite/internal/strangers":   {},
	"cases":                      {"schemas", "schemas/datafile"},
	"schemas/datafile":           {"schemas"},
	"schemas":                    {},
	"reference":                  {},
	"fuzz/internal/rarities":     {},
	"fuzz/novelty/experiment":    {},
}

// plain are the packages that import nothing but the standard library.
var plain = []string{"reference", "suite/internal/strangers", "fuzz/internal/rarities"}

// testsOf says which packages' tests may import a package that is for tests,
// or that is another reading of the document.
var testsOf = map[string][]string{
	"reference":                {"cmd/regspec", "fuzz", "fuzz/campaign", "fuzz/finding", "fuzz/oracle", "reference", "suite", "suite/selftest", "suite/wire", "suite/report", "cases"},
	"suite/internal/strangers": {"suite", "suite/internal/strangers"},
	"fuzz/internal/rarities":   {"fuzz", "fuzz/campaign", "fuzz/internal/rarities"},
	"cmd/regspec":              {},
}

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
	for directory := range arrows {
		if _, ok := all[module+"/"+directory]; !ok {
			t.Errorf("there is no package %s", directory)
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
