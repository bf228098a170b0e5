package main

import (
	"bufio"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe starts the server as a user does, talks to it, and ends it as a
// terminal or a supervisor does.
func TestServe(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			server := exec.Command("regspec", "serve", "--addr", "127.0.0.1:0")
			var complaints bytes.Buffer
			server.Stderr = &complaints
			output, err := server.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Process.Kill() })
			line, err := bufio.NewReader(output).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			url, ok := strings.CutPrefix(strings.TrimSpace(line), "The reference server listens at ")
			if !ok || !strings.HasSuffix(url, "/api/client/register") {
				t.Fatalf("it says %q", line)
			}
			answer, err := http.Post(url, "application/json", strings.NewReader(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			if answer.StatusCode != 400 {
				t.Errorf("an empty request gets %s", answer.Status)
			}

			asked := time.Now()
			if err := server.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := server.Wait(); err != nil {
				t.Errorf("it ends with %v", err)
			}
			if took := time.Since(asked); took > 3*time.Second {
				t.Errorf("it takes %s to end, with a connection open on which nothing is asked", took)
			}
			if complaints.Len() > 0 {
				t.Errorf("it complains: %s", &complaints)
			}
		})
	}
}
