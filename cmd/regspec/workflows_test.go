package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

const root = "../.."

// exampleURL stands in the examples where a user writes their own.
const exampleURL = "https://staging.example.org"

// action is as much of a composite action as is run here.
type action struct {
	Inputs map[string]struct {
		Default  string `yaml:"default"`
		Required bool   `yaml:"required"`
	} `yaml:"inputs"`
	Runs struct {
		Using string       `yaml:"using"`
		Steps []actionStep `yaml:"steps"`
	} `yaml:"runs"`
}

type actionStep struct {
	Name            string            `yaml:"name"`
	Uses            string            `yaml:"uses"`
	With            map[string]string `yaml:"with"`
	If              string            `yaml:"if"`
	Shell           string            `yaml:"shell"`
	Env             map[string]string `yaml:"env"`
	Run             string            `yaml:"run"`
	ContinueOnError bool              `yaml:"continue-on-error"`
}

type workflow struct {
	Jobs map[string]struct {
		RunsOn string       `yaml:"runs-on"`
		Steps  []actionStep `yaml:"steps"`
	} `yaml:"jobs"`
}

type gitlabJob struct {
	Image     string            `yaml:"image"`
	Variables map[string]string `yaml:"variables"`
	Script    []string          `yaml:"script"`
	Artifacts struct {
		When    string            `yaml:"when"`
		Reports map[string]string `yaml:"reports"`
	} `yaml:"artifacts"`
}

// example reads a file of the repository, with the URL of a server in it if one
// is given.
func example(t *testing.T, into any, path string, target ...string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	if len(target) > 0 {
		if strings.Count(string(text), exampleURL) != 1 {
			t.Fatalf("%s has not one URL to change", path)
		}
		quoted, err := yaml.Marshal(target[0])
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(strings.ReplaceAll(string(text), exampleURL, strings.TrimSpace(string(quoted))))
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// runner is a directory in which the steps of a job run, with what CI sets.
type runner struct {
	t         *testing.T
	directory string
	env       []string
}

func newRunner(t *testing.T, env ...string) *runner {
	t.Helper()
	directory := t.TempDir()
	keep := []string{"HOME=" + os.Getenv("HOME"), "TMPDIR=" + t.TempDir()}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOPATH", "GOTOOLCHAIN"} {
		if value, ok := os.LookupEnv(name); ok {
			keep = append(keep, name+"="+value)
		}
	}
	bin := filepath.Join(directory, "bin")
	path := bin + string(os.PathListSeparator) + os.Getenv("PATH")
	return &runner{t, directory, append(append(keep, "PATH="+path), env...)}
}

// bash runs a step as CI does, and gives its exit code and output.
func (r *runner) bash(script string, env ...string) (int, string) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 2*time.Minute)
	defer cancel()
	bash := exec.CommandContext(ctx, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	bash.Dir, bash.Env = r.directory, append(append([]string{}, r.env...), env...)
	out, err := bash.CombinedOutput()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		r.t.Fatal(err)
	}
	return bash.ProcessState.ExitCode(), string(out)
}

var expression = regexp.MustCompile(`\$\{\{\s*([a-z_.-]+)\s*\}\}`)

// evaluated fills in the expressions of a value.
func evaluated(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		value, ok := values[expression.FindStringSubmatch(found)[1]]
		if !ok {
			t.Errorf("nothing is known of %s", found)
		}
		return value
	})
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

// runSteps runs the steps of an action until one fails; those that use another
// action are only looked at.
func runSteps(t *testing.T, r *runner, a action, values map[string]string, summary string) (int, string) {
	t.Helper()
	pinned := regexp.MustCompile(`@v\d+$`)
	for _, step := range a.Runs.Steps {
		switch {
		case step.ContinueOnError || strings.Contains(step.Run, "|| true"):
			t.Errorf("the step %q hides a failure", step.Name)
		case step.Uses != "" && !pinned.MatchString(step.Uses):
			t.Errorf("%s has no version", step.Uses)
		case step.Uses != "" && strings.Contains(step.Uses, "upload-artifact") && step.If != "always()":
			t.Error("there are no reports of a run that fails")
		case step.Uses != "":
			for _, value := range step.With {
				evaluated(t, value, values)
			}
			continue
		}
		if step.Shell != "bash" || strings.Contains(step.Run, "${{") {
			t.Errorf("the step %q needs a shell, and must take its inputs from the environment", step.Name)
		}
		env := []string{"GITHUB_STEP_SUMMARY=" + summary}
		for name, value := range step.Env {
			env = append(env, name+"="+evaluated(t, value, values))
		}
		if code, output := r.bash(step.Run, env...); code != 0 || strings.HasPrefix(step.Name, "Check") {
			return code, output
		}
	}
	t.Error("no step checks anything")
	return 0, ""
}

func TestTheActionHandsOnItsArguments(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash: ", err)
	}
	var a action
	example(t, &a, ".github/actions/regspec/action.yml")
	server := httptest.NewServer(servers["wrongmail"]())
	t.Cleanup(server.Close)
	path, err := filepath.Abs(filepath.Join(root, ".github/actions/regspec"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRunner(t, "RUNNER_TEMP="+t.TempDir())
	code, output := runSteps(t, r, a, map[string]string{
		"github.action_path": path, "inputs.wait": "1s", "inputs.reports": "a directory", "inputs.target": server.URL,
		"inputs.args": "type/missing\n--encoding=json\n--header\nX-Own: a b $HOME\n",
	}, filepath.Join(r.directory, "summary.md"))
	if code != 0 || !strings.Contains(output, "2 cases selected of ") {
		t.Errorf("got %d\n%s", code, output)
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
			stub := "#!/bin/sh\n[ \"$*\" = \"install github.com/regspec/regspec/cmd/regspec@main\" ] || exit 9\nln '" + built + "' '" + bin + "/regspec' || cp '" + built + "' '" + bin + "/regspec'\n"
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

// The README shows the example as it is.
func TestTheREADMEShowsTheExample(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, ".github/examples/gate.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```yaml\n"+string(text)+"```\n") {
		t.Error("README.md does not show .github/examples/gate.yml as it is")
	}
}
