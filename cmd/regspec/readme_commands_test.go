//go:build long

package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/report/format"
)

// shorter cuts short what takes a user minutes.
var shorter = strings.NewReplacer("--duration 10m --requests 0", "--requests 6000", "regspec fuzz --target $SERVER ", "regspec fuzz --target $SERVER --requests 2000 ",
	"--against", "--requests 500 --against", "--seed 1 --shard", "--requests 500 --seed 1 --shard",
	"findings/outcome-should-refuse-contacts.yaml", "findings/message-value-invalid-email.yaml")

// Every command that README shows runs as it stands there, in its order, against a server
// with a defect: it exits 0 or, where it says what is wrong with the server, 1.
func TestEveryCommandOfTheREADMERuns(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	server, other := httptest.NewServer(defective("email-value-whole-list")), httptest.NewServer(newReference())
	defer server.Close()
	defer other.Close()
	r := newRunner(t, "URL="+server.URL, "SERVER="+server.URL, "OTHER="+other.URL)
	bin := filepath.Join(r.directory, "bin")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin+"/regspec", ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ran := 0
	for _, command := range commandsOf(string(text)) {
		if why := leftOut(command); why != "" {
			t.Logf("%s: %s", command, why)
			continue
		}
		ran++
		if format.Writers()["html"] == nil {
			command = strings.ReplaceAll(command, "--report html=run.html ", "")
		}
		command = shorter.Replace(strings.ReplaceAll(command, "http://localhost:6543", "$SERVER"))
		if code, output := r.bash(command); code != exitOK && code != exitFailed {
			t.Errorf("%s\nexits %d\n%.1000s", command, code, output)
		}
	}
	if ran < 25 {
		t.Errorf("only %d commands ran", ran)
	}
}

var comment = regexp.MustCompile(`\s+#.*$`)

// commandsOf lists the commands of regspec in the shell blocks of a page.
func commandsOf(page string) []string {
	var all []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			line = comment.ReplaceAllString(strings.TrimSpace(line), "") + " "
			if strings.HasPrefix(line, "regspec ") {
				all = append(all, line)
			}
		}
	}
	return all
}

// leftOut says why a command is not run here, or "".
func leftOut(command string) string {
	switch {
	case strings.HasPrefix(command, "regspec selftest"), strings.HasPrefix(command, "regspec serve"):
		return "it takes minutes, or does not end; tests of their own run it"
	case strings.HasPrefix(command, "regspec replay fuzz/testdata"):
		return "the file is one that go test -fuzz leaves behind"
	case strings.HasPrefix(command, "regspec compare"):
		return "its reports are of two runs; its own tests run it"
	case strings.Contains(command, "--against") && newFuzz(terminal{}).Flags().Lookup("against") == nil:
		return "there is no such flag yet"
	}
	return ""
}
