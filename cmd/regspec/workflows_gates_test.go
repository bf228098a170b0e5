//go:build long

package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

type gitlabJob struct {
	Image     string            `yaml:"image"`
	Variables map[string]string `yaml:"variables"`
	Script    []string          `yaml:"script"`
	Artifacts struct {
		When    string            `yaml:"when"`
		Reports map[string]string `yaml:"reports"`
	} `yaml:"artifacts"`
}

// ci are the targets, and what the gate must say of each.
func ci(t *testing.T) map[string]struct {
	target string
	code   int
	output string
} {
	t.Helper()
	good, bad := httptest.NewServer(newReference()), httptest.NewServer(servers["wrongmail"]())
	t.Cleanup(good.Close)
	t.Cleanup(bad.Close)
	return map[string]struct {
		target string
		code   int
		output string
	}{
		"conforms":  {good.URL, 0, "  conforms"},
		"departs":   {bad.URL, 1, "  does not conform"},
		"nobody":    {"http://127.0.0.1:1", 3, "  not tested"},
		"lost":      {"", 2, "no target: name the server"},
		"no URL":    {`"; touch pwned; $(touch pwned) '`, 2, "the target has no scheme"},
		"no scheme": {"localhost:1", 2, "has no scheme"},
	}
}

type workflow struct {
	Jobs map[string]struct {
		RunsOn string       `yaml:"runs-on"`
		Steps  []actionStep `yaml:"steps"`
	} `yaml:"jobs"`
}

// The workflow that the README shows, changed in nothing but the URL, gates a
// server: its action is read and its steps are run, as GitHub does.
func TestTheGitHubExampleGates(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash: ", err)
	}
	var a action
	example(t, &a, ".github/actions/regspec/action.yml")
	if a.Runs.Using != "composite" || !a.Inputs["target"].Required {
		t.Errorf("the action is %+v", a)
	}
	path, err := filepath.Abs(filepath.Join(root, ".github/actions/regspec"))
	if err != nil {
		t.Fatal(err)
	}
	built := t.TempDir()
	for name, test := range ci(t) {
		t.Run(name, func(t *testing.T) {
			var w workflow
			example(t, &w, ".github/examples/gate.yml", test.target)
			use := w.Jobs["regspec"].Steps[0]
			if len(w.Jobs) != 1 || len(w.Jobs["regspec"].Steps) != 1 || !strings.HasPrefix(use.Uses, "regspec/regspec/.github/actions/regspec@") {
				t.Fatalf("the workflow is %+v", w)
			}
			r := newRunner(t, "GITHUB_ACTIONS=true", "RUNNER_TEMP="+built)
			summary := filepath.Join(r.directory, "summary.md")
			if err := writeFile(summary, []byte("an earlier step\n")); err != nil {
				t.Fatal(err)
			}
			wait := "1ms" // nobody will come
			values := map[string]string{"github.action_path": path, "inputs.wait": wait}
			for input, one := range a.Inputs {
				if _, set := values["inputs."+input]; !set {
					values["inputs."+input] = one.Default
				}
			}
			for input, value := range use.With {
				if _, known := a.Inputs[input]; !known {
					t.Errorf("the action has no input %s", input)
				}
				values["inputs."+input] = value
			}
			code, output := runSteps(t, r, a, values, summary)
			if code != test.code || !strings.Contains(output, test.output) {
				t.Errorf("got %d, want %d with %q in\n%s", code, test.code, test.output, output)
			}
			if _, err := os.Stat(filepath.Join(r.directory, "pwned")); err == nil {
				t.Error("the shell obeyed the target's name")
			}
			if test.code == 2 {
				return
			}
			for _, report := range []string{"junit.xml", "report.json", "run.har", "badge.json"} {
				if _, err := os.Stat(filepath.Join(r.directory, a.Inputs["reports"].Default, report)); err != nil {
					t.Error(err)
				}
			}
			text, err := os.ReadFile(summary)
			if err != nil || !strings.HasPrefix(string(text), "an earlier step\n## ") {
				t.Errorf("the summary is %q, %v", text, err)
			}
			if strings.Contains(output, "::error ") == (test.code == 0) {
				t.Errorf("the annotations are wrong in\n%s", output)
			}
		})
	}
}

// GitLab's example, with a go that gives what is built from here in the place of
// what would be downloaded.
func TestTheGitLabExampleGates(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash: ", err)
	}
	source, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	built := filepath.Join(t.TempDir(), "regspec")
	build := exec.Command(compiler, "build", "-C", source, "-o", built, "./cmd/regspec")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, test := range ci(t) {
		t.Run(name, func(t *testing.T) {
			var jobs map[string]gitlabJob
			example(t, &jobs, ".gitlab/gate.yml", test.target)
			job := jobs["registration-endpoint"]
			if len(jobs) != 1 || job.Artifacts.When != "always" || !strings.HasPrefix(job.Image, "golang:") {
				t.Errorf("the jobs are %+v", jobs)
			}
			r := newRunner(t)
			bin := filepath.Join(r.directory, "bin")
			if err := os.Mkdir(bin, 0o700); err != nil {
				t.Fatal(err)
			}
			stub := "#!/bin/sh\n[ \"$*\" = \"install github.com/regspec/regspec/cmd/regspec@v0.1.0\" ] || exit 9\nln '" + built + "' '" + bin + "/regspec' || cp '" + built + "' '" + bin + "/regspec'\n"
			if err := os.WriteFile(filepath.Join(bin, "go"), []byte(stub), 0o700); err != nil {
				t.Fatal(err)
			}
			var env []string
			for name, value := range job.Variables {
				env = append(env, name+"="+value)
			}
			script := strings.ReplaceAll(strings.Join(job.Script, "\n"), "--wait 30s", "--wait 1ms")
			code, output := r.bash(script, env...)
			if code != test.code || !strings.Contains(output, test.output) {
				t.Errorf("got %d, want %d with %q in\n%s", code, test.code, test.output, output)
			}
			for _, file := range job.Artifacts.Reports {
				if _, err := os.Stat(filepath.Join(r.directory, file)); err != nil && test.code != 2 {
					t.Error(err)
				}
			}
		})
	}
}
