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

// The examples are what regspec init writes.
func TestTheExamplesAreTheTemplates(t *testing.T) {
	for path, template := range map[string]string{".github/examples/gate.yml": "github.yml", ".gitlab/gate.yml": "gitlab.yml"} {
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		if written, err := templates.ReadFile("templates/" + template); err != nil || string(written) != string(text) {
			t.Errorf("%s is not templates/%s (%v)", path, template, err)
		}
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
