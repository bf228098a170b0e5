package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/regspec/regspec/suite/gauntlet"
)

const (
	// together is how many servers of the gauntlet are tested at the same time. Most of
	// the time the commands of the whole gauntlet wait.
	together, togetherFew = 8, 6
	// mostMemory is what a command may take, whatever a server sends.
	mostMemory = 200 << 20
)

// TestGauntlet runs the command on each hostile server, and holds what comes out to the
// table. Without -tags gauntlet it does so on a few of the servers.
func TestGauntlet(t *testing.T) {
	withoutDetector(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	binary := filepath.Join(t.TempDir(), "regspec")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	machine := &beat{}
	ctx, done := context.WithCancel(t.Context())
	var beating sync.WaitGroup
	beating.Go(func() { machine.run(ctx) })
	defer beating.Wait()
	defer done()
	queue := make(chan attempt)
	var workers sync.WaitGroup
	atOnce := togetherFew
	if wholeGauntlet {
		atOnce = together
	}
	for range atOnce {
		workers.Go(func() {
			for one := range queue {
				t.Run(one.server.Name+"/"+one.command, func(t *testing.T) { tryServer(t, machine, binary, one) })
			}
		})
	}
	for _, one := range attempts() {
		queue <- one
	}
	close(queue)
	workers.Wait()
}

// attempt is one command on one server.
type attempt struct {
	command string
	server  gauntlet.Server
	want    gauntlet.Expected
}

// steady are the servers that are tried without -tags gauntlet: those of which the outcome
// does not depend on how busy the machine is.
var steady = []string{
	"200-empty-for-all", "304", "400-unauthorized-for-all",
	"429-for-ever", "502-for-ever", "503-for-ever", "504-for-ever",
	"60-kb-field", "binary-garbage", "chunks-and-trailers", "content-length-nonsense", "content-length-too-long",
	"controls-in-header", "controls-raw", "endless-header-on-media-type", "endless-hints-on-media-type", "endless-trailer", "garbage", "garbage-tls", "takes-body-for-request",
	"one-connection", "plain-on-tls-port", "redirects-for-ever-308", "refuses-for-good",
	"self-signed", "self-signed-h2", "self-signed-insecure", "small-frames-h2", "wrong-message-unix",
}

// attempts are what is tried, what may take longest first, so that none is left to the end.
func attempts() []attempt {
	var all []attempt
	for _, server := range gauntlet.All() {
		if !wholeGauntlet && !slices.Contains(steady, server.Name) {
			continue
		}
		for _, one := range []attempt{{"run", server, server.Run}, {"fuzz", server, server.Fuzz}} {
			if len(one.want.Exits) > 0 && (wholeGauntlet || one.command == "run") { // campaigns take long
				all = append(all, one)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b attempt) int { return int(b.want.Within - a.want.Within) })
	return all
}

// tryServer starts a server, tests it with a command, and holds what comes out to what must.
func tryServer(t *testing.T, machine *beat, binary string, one attempt) {
	server, want := one.server, one.want
	directory, err := os.MkdirTemp("", "regspec") //nolint:usetesting // the name of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(directory)
	host, err := gauntlet.Start(server, directory)
	if err != nil {
		t.Fatal(err)
	}
	defer host.Stop()
	url := host.URL()
	if want.Plain {
		url = strings.Replace(url, "https:", "http:", 1)
	}
	args := append([]string{one.command, "--target", url}, want.Args...)
	if strings.HasPrefix(url, "https:") && !want.Untrusted {
		args = append(args, "--ca-cert", host.Certificate())
	}
	got := runBounded(t, machine, want.Within, binary, args...)
	for _, wrong := range compare(want, got) {
		t.Errorf("%s", wrong)
	}
	if open := openAfter(host, 5*time.Second); open > 0 {
		t.Errorf("%d connections are still open at the server", open)
	}
	summary := fmt.Sprintf("%s %s: exit %d, %.1f s, %.1f s of the processor, %d MB",
		server.Name, one.command, got.exit, got.took.Seconds(), got.busy.Seconds(), got.memory>>20)
	if t.Failed() {
		t.Errorf("%s\n%s\nregspec %s\n%s", summary, server.Does, strings.Join(args, " "), shortened(got.output))
		return
	}
	t.Log(summary)
}

// outcome is what came out of a command.
type outcome struct {
	exit   int // -1 if it was killed
	output string
	took   time.Duration
	busy   time.Duration // of the processor
	memory int64
}

// compare says in which ways an outcome is wrong.
func compare(want gauntlet.Expected, got outcome) []string {
	var wrong []string
	if got.exit == -1 {
		wrong = append(wrong, fmt.Sprintf("it did not end within %v", want.Within))
	} else if !slices.Contains(want.Exits, got.exit) {
		wrong = append(wrong, fmt.Sprintf("the exit code is %d, and must be one of %v", got.exit, want.Exits))
	}
	for _, sentence := range want.Says {
		if got.exit != -1 && !regexp.MustCompile(sentence).MatchString(got.output) {
			wrong = append(wrong, fmt.Sprintf("it does not say %q", sentence))
		}
	}
	for _, sentence := range append([]string{`panic: `, `goroutine \d+ \[`, `fault in regspec`}, want.Never...) {
		if found := regexp.MustCompile(sentence).FindString(got.output); found != "" {
			wrong = append(wrong, fmt.Sprintf("it says %q, which matches %q", cut(found, 200), sentence))
		}
	}
	if got.memory > mostMemory {
		wrong = append(wrong, fmt.Sprintf("it took %d MB of memory", got.memory>>20))
	}
	return wrong
}

// beat counts time as a busy machine has it: each beat is a pause and a little work, which
// takes longer where others use the processor. So a bound holds on any machine.
type beat struct{ n atomic.Int64 }

// pause is what a beat takes on a machine that does nothing else, or nearly so.
const pause = 100 * time.Millisecond

func (b *beat) run(ctx context.Context) {
	work := make([]byte, 4<<20)
	for ctx.Err() == nil {
		time.Sleep(pause)
		_ = sha256.Sum256(work)
		b.n.Add(1)
	}
}

// within gives a context that ends after so much time.
func (b *beat) within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	last := b.n.Load() + int64(d/pause)
	go func() {
		for ctx.Err() == nil && b.n.Load() < last {
			time.Sleep(pause)
		}
		cancel()
	}()
	return ctx, cancel
}

// runBounded runs a command and kills it when its time is up.
func runBounded(t *testing.T, machine *beat, within time.Duration, binary string, args ...string) outcome {
	ctx, cancel := machine.within(t.Context(), within)
	defer cancel()
	command := exec.CommandContext(ctx, binary, args...)
	command.Dir = t.TempDir()
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "REGSPEC_") || strings.HasPrefix(v, "GITHUB_")
	})
	command.Env = append(command.Env, "COLUMNS=100000") // so that a sentence is found whole
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended, most := make(chan struct{}), make(chan int64)
	go func() { most <- peak(command.Process.Pid, ended) }()
	_ = command.Wait() // its code is read below
	close(ended)
	state := command.ProcessState
	return outcome{state.ExitCode(), output.String(), time.Since(began), state.UserTime() + state.SystemTime(), <-most}
}

// peak is the most memory that a process took until it ended. It is read from the
// process itself: the figure of its resource usage counts the memory of this test, from
// before the program was loaded.
func peak(pid int, ended <-chan struct{}) int64 {
	var most int64
	for ticker := time.Tick(50 * time.Millisecond); ; {
		if kilobytes := highWater(pid); kilobytes > most {
			most = kilobytes
		}
		select {
		case <-ended:
			return most << 10
		case <-ticker:
		}
	}
}

// highWater is the peak of the resident memory of a process in KiB, 0 where the system
// does not tell.
func highWater(pid int) int64 {
	if runtime.GOOS != "linux" {
		return 0
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	line, _, _ := bytes.Cut(rest, []byte(" kB"))
	kilobytes, _ := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	return kilobytes
}

// openAfter is how many connections a server still has after a while.
func openAfter(host *gauntlet.Host, wait time.Duration) int {
	for deadline := time.Now().Add(wait); host.Open() > 0 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	return host.Open()
}

// shortened is the begin and the end of an output.
func shortened(output string) string {
	const most = 1500
	if len(output) <= 2*most {
		return output
	}
	return output[:most] + "\n[…]\n" + output[len(output)-most:]
}

func cut(text string, most int) string {
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
