package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/schemas/datafile"
)

// job is as much of a Kubernetes Job as is run here. Whether it is one, a module of its own
// tests: testdata/kubernetes.
type job struct {
	Kind     string `yaml:"kind"`
	Metadata struct {
		Name string `yaml:"name"`
	} `yaml:"metadata"`
	Spec struct {
		Completions int `yaml:"completions"`
		Template    struct {
			Spec struct {
				Containers []struct {
					Args []string `yaml:"args"`
				} `yaml:"containers"`
			} `yaml:"spec"`
		} `yaml:"template"`
	} `yaml:"spec"`
}

// The Jobs of regspec init kubernetes do on one machine what they do on a cluster: each
// shard fuzzes, and the merge finds the defect once.
func TestTheJobsOfKubernetes(t *testing.T) {
	server := httptest.NewServer(defective("email-value-whole-list"))
	defer server.Close()
	const shards = 8
	code, text := regspec(t, "init", "kubernetes", "--print", "--target", server.URL, "--shards", fmt.Sprint(shards))
	if code != exitOK {
		t.Fatalf("init exits %d", code)
	}
	jobs := map[string]job{}
	for decoder := yaml.NewDecoder(strings.NewReader(text)); ; {
		var one job
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		jobs[one.Metadata.Name] = one
	}
	volume := t.TempDir()
	arguments := func(name string, index int) []string {
		all := []string{}
		for _, arg := range jobs[name].Spec.Template.Spec.Containers[0].Args {
			arg = strings.NewReplacer("$(JOB_COMPLETION_INDEX)", fmt.Sprint(index), "/results", volume, "--requests=100000", "--requests=400").Replace(arg)
			all = append(all, arg)
		}
		return all
	}
	if n := jobs["regspec-fuzz"].Spec.Completions; n != shards {
		t.Fatalf("there are %d indexes", n)
	}
	for i := range shards {
		if code, output := regspec(t, arguments("regspec-fuzz", i)...); code != exitOK {
			t.Fatalf("shard %d exits %d\n%s", i, code, output)
		}
	}
	code, output := regspec(t, arguments("regspec-merge", 0)...)
	if code != exitFailed || strings.Count(output, "✗ message-value-invalid-email") != 1 {
		t.Errorf("the merge exits %d\n%s", code, output)
	}
	for _, name := range []string{"campaign.json", "corpus", "findings/message-value-invalid-email.yaml"} {
		if _, err := os.Stat(filepath.Join(volume, "merged", name)); err != nil {
			t.Error(err)
		}
	}
}

// regspec runs a command line in this process, and gives its exit code and output.
func regspec(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var output bytes.Buffer
	code := execute(t.Context(), terminal{&output, &output}, args)
	return code, output.String()
}

// The build script of regspec init oss-fuzz, with the environment that OSS-Fuzz gives it,
// asks for a fuzzer of every native target.
func TestTheBuildOfOSSFuzz(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash: ", err)
	}
	source, out, tools := t.TempDir(), t.TempDir(), t.TempDir()
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(checkout, filepath.Join(source, "regspec")); err != nil {
		t.Fatal(err)
	}
	// As the base image has it: compile_native_go_fuzzer PACKAGE FUNCTION BINARY.
	const compile = "#!/bin/sh -e\ngo list -f '{{.ImportPath}}' \"$1\" >/dev/null\ngrep -q \"^func $2(\" fuzz/*_test.go\ntouch \"$OUT/$3\"\n"
	if err := os.WriteFile(filepath.Join(tools, "compile_native_go_fuzzer"), []byte(compile), 0o700); err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	if code, output := regspec(t, "init", "oss-fuzz", "--dir", directory); code != exitOK {
		t.Fatalf("init exits %d\n%s", code, output)
	}
	build := exec.CommandContext(t.Context(), bash, filepath.Join(directory, ".clusterfuzzlite", "build.sh"))
	build.Env = append(os.Environ(), "SRC="+source, "OUT="+out, "WORK="+t.TempDir(), "PATH="+tools+":"+os.Getenv("PATH"))
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for _, fuzzer := range []string{"FuzzSequence", "FuzzContacts"} {
		if _, err := os.Stat(filepath.Join(out, fuzzer)); err != nil {
			t.Error(err)
		}
	}
}

// Every YAML file that regspec writes names its schema, so that an editor completes it.
func TestEveryTemplateNamesItsSchema(t *testing.T) {
	for _, k := range kits() {
		for _, file := range k.files {
			text, err := templates.ReadFile("templates/" + file.template)
			if err != nil {
				t.Fatal(err)
			}
			yamlFile := strings.HasSuffix(file.template, ".yaml") || strings.HasSuffix(file.template, ".yml")
			if yamlFile && !strings.HasPrefix(string(text), "# yaml-language-server: $schema=https://") {
				t.Errorf("%s does not begin with its schema", file.template)
			}
		}
	}
	text, err := templates.ReadFile("templates/config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if f := datafile.Parse("config.yaml", text, schemas.Config); len(f.Problems) > 0 {
		t.Error(f.Problems)
	}
}

// A runner in another language, written from the page that regspec explain cases prints,
// gives the verdicts that ours gives.
func TestARunnerInAnotherLanguageAgrees(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), "python3", "-c", "import yaml").CombinedOutput(); err != nil {
		if os.Getenv("REGSPEC_REQUIRE_TOOLS") != "" {
			t.Fatalf("there is no python3 with yaml: %v\n%s", err, out)
		}
		t.Skip("there is no python3 with yaml: ", err)
	}
	server := httptest.NewServer(servers["wrongmail"]())
	defer server.Close()
	directory := t.TempDir()
	code, messages := regspec(t, "list", "messages", "--json")
	if code != exitOK {
		t.Fatal(messages)
	}
	listed := filepath.Join(directory, "messages.json")
	if err := os.WriteFile(listed, []byte(messages), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"testdata/runner/runner.py", server.URL, listed}
	subjects := []string{"contacts", "logo-url", "type"}
	for _, subject := range subjects {
		args = append(args, filepath.Join(root, "cases", "catalogue", subject+".yaml"))
	}
	theirs, err := exec.CommandContext(t.Context(), "python3", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(directory, "report.json")
	if code, output := regspec(t, append([]string{"run", "--target", server.URL, "--report", "json=" + kept, "-q"}, subjects...)...); code != exitFailed {
		t.Fatalf("run exits %d\n%s", code, output)
	}
	text, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	var ours struct {
		Results []struct {
			ID       string         `json:"id"`
			Encoding cases.Encoding `json:"encoding"`
			Verdict  string         `json:"verdict"`
			Skip     string         `json:"skip"`
		} `json:"results"`
	}
	if err := json.Unmarshal(text, &ours); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{} // by the name of the result
	for line := range strings.Lines(string(theirs)) {
		verdict, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		said[name] = verdict
	}
	compared := 0
	for _, r := range ours.Results {
		name := fmt.Sprintf("%s [%s]", r.ID, r.Encoding)
		if _, there := said[name]; r.Skip == "deselected" && !there {
			continue
		}
		compared++
		if said[name] != r.Verdict {
			t.Errorf("%s is %s here, and %q there", name, r.Verdict, said[name])
		}
	}
	if compared < 500 {
		t.Errorf("only %d results were compared", compared)
	}
}
