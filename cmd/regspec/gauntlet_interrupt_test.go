//go:build gauntlet

package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/gauntlet"
)

// moment waits until a command is to be interrupted. It gives up when the command ends.
type moment func(ctx context.Context, host *gauntlet.Host, directory string)

// interruption is a command on a server of the gauntlet, and when it is interrupted.
type interruption struct {
	name, server string
	args         []string
	when         moment
	over         bool // all is done by then but for the report
}

func interruptions() []interruption {
	return []interruption{
		{name: "while cases hang", server: "silent-on-logo-url", args: []string{"run"}, when: after(2 * time.Second)},
		{name: "while a campaign hangs", server: "silent-on-logo-url", args: []string{"fuzz"}, when: after(2 * time.Second)},
		{name: "while credentials are hidden", server: "100000-members", args: []string{"run", "type", "--evidence", "all"}, when: connectionsClosed, over: true},
		{name: "while a report is written", server: "500-cookies", args: []string{"run", "contacts", "--evidence", "all"}, when: draftWritten, over: true},
		{name: "while a large answer is judged", server: "100000-members", args: []string{"fuzz"}, when: after(time.Second)},
		{name: "while it waits for a target", server: "conforming-tcp", args: []string{"run", "--wait", "30s"}, when: gone},
		{name: "while a campaign waits for a target", server: "conforming-tcp", args: []string{"fuzz", "--wait", "30s"}, when: gone},
		{name: "while a target restarts", server: "crashes-3.5s", args: []string{"run", "credentials"}, when: refusing},
		{name: "while a target of a campaign restarts", server: "crashes-3.5s", args: []string{"fuzz", "--requests", "4000", "--seed", "1"}, when: refusing},
		{name: "while it leaves a target alone", server: "429-for-ever-retry-after", args: []string{"run"}, when: after(2 * time.Second)},
		{name: "while a campaign leaves a target alone", server: "429-for-ever-retry-after", args: []string{"fuzz"}, when: after(2 * time.Second)},
		{name: "while findings are minimised", server: "silent-on-logo-url", args: []string{"fuzz", "--requests", "200", "--seed", "1"}, when: after(4 * time.Second)},
		{name: "while it waits at the end", server: "crashes-for-good", args: []string{"fuzz", "--duration", "3s", "--seed", "1"}, when: after(5 * time.Second)},
	}
}

// TestGauntletInterrupted holds that the first SIGINT or SIGTERM ends a command within a
// second, whatever it is about, and that the report is whole.
func TestGauntletInterrupted(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "regspec")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	machine := &beat{}
	ctx, done := context.WithCancel(t.Context())
	defer done()
	go machine.run(ctx)
	all := gauntlet.All()
	var commands sync.WaitGroup
	defer commands.Wait()
	for i, one := range interruptions() {
		place := slices.IndexFunc(all, func(s gauntlet.Server) bool { return s.Name == one.server })
		if place < 0 {
			t.Fatalf("there is no server %s", one.server)
		}
		signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}[i%2]
		commands.Go(func() {
			t.Run(one.name, func(t *testing.T) { interrupt(t, machine, binary, all[place], one, signal) })
		})
	}
}

// interrupt runs a command, interrupts it, and looks at what comes out.
func interrupt(t *testing.T, machine *beat, binary string, server gauntlet.Server, one interruption, signal syscall.Signal) {
	directory := t.TempDir()
	host, err := gauntlet.Start(server, directory)
	if err != nil {
		t.Fatal(err)
	}
	defer host.Stop()
	report := filepath.Join(directory, "report.json")
	command := exec.Command(binary, append(one.args, "--target", host.URL(), "--report", "json="+report)...)
	command.Dir = directory
	var output strings.Builder
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(context.Background())
	go func() {
		_ = command.Wait() // its code is read below
		end()
	}()
	one.when(ended, host, directory)
	if ended.Err() != nil {
		t.Fatalf("it ended before it was interrupted:\n%s", shortened(output.String()))
	}
	_ = command.Process.Signal(signal)
	bound, cancel := machine.within(ended, time.Second)
	defer cancel()
	<-bound.Done()
	late := ended.Err() == nil
	if late {
		_ = command.Process.Signal(syscall.SIGQUIT) // it tells what it is about
	}
	<-ended.Done()
	var read struct {
		Interrupted bool `json:"interrupted"`
	}
	text, err := os.ReadFile(report)
	switch code := command.ProcessState.ExitCode(); {
	case late:
		t.Errorf("it did not end within a second:\n%s", output.String())
	case err != nil:
		t.Error(err)
	case json.Unmarshal(text, &read) != nil:
		t.Errorf("the report is no JSON: %s", shortened(string(text)))
	case !one.over && (code != exitInterrupted || !read.Interrupted):
		t.Errorf("exit %d, and the report says interrupted: %v\n%s", code, read.Interrupted, shortened(output.String()))
	}
}

func after(d time.Duration) moment {
	return func(ctx context.Context, _ *gauntlet.Host, _ string) { until(ctx, time.NewTimer(d).C) }
}

func until(ctx context.Context, c <-chan time.Time) {
	select {
	case <-ctx.Done():
	case <-c:
	}
}

// poll waits until something is so.
func poll(ctx context.Context, so func() bool) {
	for ctx.Err() == nil && !so() {
		until(ctx, time.After(time.Millisecond))
	}
}

// connectionsClosed is when the last case of a run is done.
func connectionsClosed(ctx context.Context, host *gauntlet.Host, _ string) {
	poll(ctx, func() bool { return host.Open() > 0 })
	poll(ctx, func() bool { return host.Open() == 0 })
}

// draftWritten is when a report has been begun.
func draftWritten(ctx context.Context, host *gauntlet.Host, directory string) {
	connectionsClosed(ctx, host, directory)
	poll(ctx, func() bool {
		drafts, _ := filepath.Glob(filepath.Join(directory, ".regspec-*.tmp"))
		return len(drafts) > 0
	})
}

// gone is a while after the target has ended for good.
func gone(ctx context.Context, host *gauntlet.Host, directory string) {
	host.Down(0)
	after(2*time.Second)(ctx, host, directory)
}

// refusing is when the target does not listen.
func refusing(ctx context.Context, host *gauntlet.Host, _ string) {
	poll(ctx, func() bool {
		c, err := net.Dial("tcp", strings.TrimPrefix(host.URL(), "http://"))
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	})
	until(ctx, time.After(500*time.Millisecond))
}
